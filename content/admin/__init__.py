"""The editor's own screens: the shop's ledgers beside the pages."""

"""The texts of the demo shop's guides, one file a guide."""

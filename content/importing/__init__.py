"""Suppliers' files into products with published pages, and products back into files (docs/importing.md)."""

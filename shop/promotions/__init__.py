"""Promotions: which rules hold for a cart, the vouchers that open them, and what has been used of them."""

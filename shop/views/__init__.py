"""The shop's own pages: cart, checkout, account, search; each view translates and calls, and decides nothing."""

"""Stock in the admin: what is there and where, goods received, counts corrected, and the ledger behind each number."""

from shop.admin.stock.levels import StockViewSet

__all__ = ["StockViewSet"]

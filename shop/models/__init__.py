"""The shop's tables, one aggregate a file."""

from .cart import Cart, CartLine
from .catalog import (
    CatalogEntry,
    CatalogFacet,
    CategoryPresentation,
    PageDocument,
    Presentation,
    SearchWord,
)
from .change import Change, LiveTicket, LogIdentity, ReaderOffset
from .delivery import DeliveryMethod, PickupPoint
from .order import Order, OrderEvent, OrderLine
from .payment import IdempotencyKey, Payment, PaymentMessage
from .price import Price
from .product import (
    Attribute,
    AttributeValue,
    Brand,
    Category,
    CategoryAttribute,
    Choice,
    Product,
    Variant,
    VariantOption,
    in_language,
)
from .stock import Reservation, StockLevel, StockMovement

__all__ = [
    "Attribute",
    "AttributeValue",
    "Brand",
    "Cart",
    "CartLine",
    "CatalogEntry",
    "CatalogFacet",
    "Category",
    "CategoryAttribute",
    "CategoryPresentation",
    "Change",
    "Choice",
    "DeliveryMethod",
    "IdempotencyKey",
    "LiveTicket",
    "LogIdentity",
    "Order",
    "OrderEvent",
    "OrderLine",
    "PageDocument",
    "Payment",
    "PaymentMessage",
    "PickupPoint",
    "Presentation",
    "Price",
    "Product",
    "ReaderOffset",
    "Reservation",
    "SearchWord",
    "StockLevel",
    "StockMovement",
    "Variant",
    "VariantOption",
    "in_language",
]

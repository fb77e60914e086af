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
from .delivery import DeliveryMethod, DeliveryRate, DeliveryZone, PickupPoint, ShippingClass
from .document import Invoice, MailText
from .gift_card import CartGiftCard, GiftCard, GiftCardEntry
from .market import CustomerGroup, Market, PriceList, TaxClass, TaxRate
from .order import Order, OrderEdit, OrderEvent, OrderLine
from .payment import IdempotencyKey, Payment, PaymentMessage
from .price import Price
from .product import (
    Attribute,
    AttributeValue,
    Brand,
    BundlePart,
    Category,
    CategoryAttribute,
    Choice,
    Product,
    Variant,
    VariantOption,
    in_language,
)
from .promotion import CartVoucher, Promotion, Redemption, Voucher, VoucherSet
from .proof import BooksProof
from .returns import Refund, RefundLine, RefundTransfer, Return, ReturnLine, ReturnPhoto
from .shipment import Shipment, ShipmentLine
from .stock import Backorder, Reservation, StockAlert, StockLevel, StockMovement, StockRequest, Warehouse
from .withdrawal import Withdrawal

__all__ = [
    "Attribute",
    "AttributeValue",
    "Backorder",
    "BooksProof",
    "Brand",
    "BundlePart",
    "Cart",
    "CartGiftCard",
    "CartLine",
    "CartVoucher",
    "CatalogEntry",
    "CatalogFacet",
    "Category",
    "CategoryAttribute",
    "CategoryPresentation",
    "Change",
    "Choice",
    "CustomerGroup",
    "DeliveryMethod",
    "DeliveryRate",
    "DeliveryZone",
    "GiftCard",
    "GiftCardEntry",
    "IdempotencyKey",
    "Invoice",
    "LiveTicket",
    "LogIdentity",
    "MailText",
    "Market",
    "Order",
    "OrderEdit",
    "OrderEvent",
    "OrderLine",
    "PageDocument",
    "Payment",
    "PaymentMessage",
    "PickupPoint",
    "Presentation",
    "Price",
    "PriceList",
    "Product",
    "Promotion",
    "ReaderOffset",
    "Redemption",
    "Refund",
    "RefundLine",
    "RefundTransfer",
    "Reservation",
    "Return",
    "ReturnLine",
    "ReturnPhoto",
    "SearchWord",
    "Shipment",
    "ShipmentLine",
    "ShippingClass",
    "StockAlert",
    "StockLevel",
    "StockMovement",
    "StockRequest",
    "TaxClass",
    "TaxRate",
    "Variant",
    "VariantOption",
    "Voucher",
    "VoucherSet",
    "Warehouse",
    "Withdrawal",
    "in_language",
]

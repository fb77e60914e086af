"""Removes the shop's rows and the pages, and nothing that belongs to people."""

from django.db import transaction
from wagtail.images.models import Image
from wagtail.models import Page, Site

from shop import models
from shop.changes import log

SHOWN = (
    models.SearchWord,
    models.CatalogFacet,
    models.CatalogEntry,
    models.Presentation,
    models.CategoryPresentation,
    models.PageDocument,
)
# In the order in which nothing is left that points at what goes next.
TABLES = (
    models.CartVoucher,
    models.CartGiftCard,
    models.Redemption,
    models.Voucher,
    models.VoucherSet,
    models.Promotion,
    models.GiftCardEntry,
    models.Withdrawal,
    models.OrderEdit,
    models.Invoice,
    models.RefundTransfer,
    models.RefundLine,
    models.Refund,
    models.ReturnPhoto,
    models.ReturnLine,
    models.Return,
    models.ShipmentLine,
    models.Shipment,
    models.PaymentMessage,
    models.Payment,
    models.GiftCard,
    models.OrderEvent,
    models.OrderLine,
    models.StockMovement,
    models.Reservation,
    models.Order,
    models.CartLine,
    models.Cart,
    models.IdempotencyKey,
    models.Price,
    models.PriceList,
    models.StockRequest,
    models.StockAlert,
    models.Backorder,
    models.BundlePart,
    models.StockLevel,
    models.VariantOption,
    models.Variant,
    models.AttributeValue,
    models.Product,
    models.CategoryAttribute,
    models.Choice,
    models.Attribute,
    models.Category,
    models.Brand,
    models.PickupPoint,
    models.Warehouse,
    models.DeliveryMethod,
    models.DeliveryZone,
    models.ShippingClass,
    models.TaxRate,
    models.TaxClass,
    models.CustomerGroup,
    models.Market,
)


@transaction.atomic
def unload() -> None:
    """Empty the shop; readers of the change log have to start again."""
    # What pages have told goes first: each page would otherwise take its part back by itself, which takes minutes.
    for table in SHOWN:
        table.objects.all().delete()
    for page in Page.objects.filter(depth=2):
        page.specific.delete()
    Site.objects.all().delete()
    # An invoice that replaces another one points at it.
    models.Invoice.objects.filter(cancels__isnull=False).delete()
    for table in TABLES:
        table.objects.all().delete()
    for image in Image.objects.filter(collection__name="Demo shop"):
        image.delete()
    models.ReaderOffset.objects.all().delete()
    log.start_anew()

"""The packing slip: what goes into a parcel, from which shelf, and to whom; without prices."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from shop import shipments
from shop.models import Order, OrderLine, Reservation, Shipment

from .content import country_name
from .printing import day


def packing_slip(order: Order, shipment: Shipment | None = None) -> bytes:
    """For a parcel that was sent, or for what is still to be sent; once nothing is left, for the whole order."""
    from .sheet import Sheet

    language = order.language
    with override(language):
        title = _("Packing slip for order %(number)s") % {"number": order.number}
        sheet = Sheet(title=title, language=language, created=shipment.shipped_at if shipment else order.created_at)
        sheet.say(_("Placed on %(day)s") % {"day": day(order.created_at.isoformat(), language)})
        sheet.ln(4)
        sheet.beside((_("Send to"), _receiver(order)), (_("Delivery"), _way(order, shipment)))
        shelves = {} if shipment else _shelves(order)
        rows = []
        for line, quantity in _pieces(order, shipment):
            parts = shipments.parts(line)
            is_bundle = parts != {line.sku: 1}
            rows.append([f"{quantity} ×", line.name, line.sku, "" if is_bundle else shelves.get(line.sku, ""), ""])
            if is_bundle:
                rows += [[f"{quantity * pieces} ×", "", sku, shelves.get(sku, ""), ""] for sku, pieces in parts.items()]
        heading = [_("Qty"), _("Goods"), _("SKU"), _("Take from"), _("Packed")]
        sheet.rows(heading, rows, widths=(9, 40, 23, 19, 9), align="RLLLL")
        return sheet.bytes()


def _pieces(order: Order, shipment: Shipment | None) -> list[tuple[OrderLine, int]]:
    if shipment is not None:
        return [(row.order_line, row.quantity) for row in shipment.lines.select_related("order_line")]
    left = shipments.left(order)
    lines = [line for line in order.lines.all() if line.quantity]
    waiting = [(line, left.get(line.pk, 0)) for line in lines if left.get(line.pk, 0)]
    return waiting or [(line, line.quantity) for line in lines]


def _receiver(order: Order) -> list[str]:
    address: dict[str, Any] = order.delivery.get("address") or {}
    town = " ".join(part for part in (address.get("postcode"), address.get("city")) if part)
    country = country_name(address.get("country", ""), order.language)
    lines = [order.contact.get("name", ""), address.get("line1", ""), town, country]
    return [line for line in (*lines, order.contact.get("phone", ""), address.get("line2", "")) if line]


def _way(order: Order, shipment: Shipment | None) -> list[str]:
    point = order.delivery.get("point") or {}
    lines = [order.delivery.get("name", ""), day(order.delivery.get("date", ""), order.language)]
    lines += [point.get("name", ""), point.get("address", "")]
    if shipment is not None:
        lines += [shipment.carrier, shipment.tracking_number]
    return [line for line in lines if line]


def _shelves(order: Order) -> dict[str, str]:
    """For each SKU where its pieces are set aside."""
    rows = order.reservations.filter(state=Reservation.State.ALLOCATED).select_related("variant", "warehouse")
    found: dict[str, list[str]] = {}
    for row in rows.order_by("warehouse__position", "pk"):
        place = str(row.warehouse) if row.warehouse else _("still to come in")
        found.setdefault(row.variant.sku, []).append(f"{place}: {row.quantity}")
    return {sku: "\n".join(places) for sku, places in found.items()}

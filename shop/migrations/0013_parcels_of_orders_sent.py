"""Give orders that were sent before parcels were counted the parcel they left in, and refunds their row."""

from django.db import migrations
from django.db.models import F

SENT = ("shipped", "completed", "returned")


def pack(apps, schema_editor):
    Order, Shipment, ShipmentLine = (apps.get_model("shop", name) for name in ("Order", "Shipment", "ShipmentLine"))
    for order in Order.objects.filter(status__in=SENT, shipments__isnull=True).prefetch_related("lines", "events"):
        at = {event.status: event.created_at for event in order.events.all()}
        left_at = at.get("shipped") or at.get("completed") or order.created_at
        shipment = Shipment.objects.create(
            order=order,
            reference=f"{order.public_id}:rest",
            shipped_at=left_at,
            delivered_at=at.get("completed"),
        )
        ShipmentLine.objects.bulk_create(
            ShipmentLine(shipment=shipment, order_line=line, quantity=line.quantity) for line in order.lines.all()
        )


def take_note_of_money(apps, schema_editor):
    """What was paid on receipt came with the goods."""
    Order, Payment = apps.get_model("shop", "Order"), apps.get_model("shop", "Payment")
    for payment in Payment.objects.filter(status="on_receipt", order__status__in=["completed", "returned"]):
        Payment.objects.filter(pk=payment.pk).update(status="paid", captured=F("amount"))
        event = payment.order.events.filter(status="completed").first()
        paid_at = event.created_at if event else payment.created_at
        Order.objects.filter(pk=payment.order_id, paid_at__isnull=True).update(paid_at=paid_at)


def write_refunds(apps, schema_editor):
    Payment, Refund, Transfer = (apps.get_model("shop", name) for name in ("Payment", "Refund", "RefundTransfer"))
    for payment in Payment.objects.filter(refunded__gt=0, transfers__isnull=True):
        refund = Refund.objects.create(
            order=payment.order,
            amount=payment.refunded,
            other_amount=payment.refunded,
            reason="order cancelled",
            reference=f"{payment.public_id}:cancelled",
        )
        Transfer.objects.create(refund=refund, payment=payment, amount=payment.refunded, state="done")


class Migration(migrations.Migration):
    dependencies = [("shop", "0012_payments_asked_and_closed")]

    operations = [
        migrations.RunPython(pack, migrations.RunPython.noop),
        migrations.RunPython(take_note_of_money, migrations.RunPython.noop),
        migrations.RunPython(write_refunds, migrations.RunPython.noop),
    ]

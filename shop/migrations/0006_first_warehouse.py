"""What lay in the one place there was now lies in the first warehouse; each order line consists of itself."""

from django.db import migrations


def move_in(apps, schema_editor):
    StockLevel = apps.get_model("shop", "StockLevel")
    OrderLine = apps.get_model("shop", "OrderLine")
    if StockLevel.objects.exists():
        names = {"name_en": "Main warehouse", "name_ru": "Основной склад"}
        first, _ = apps.get_model("shop", "Warehouse").objects.get_or_create(code="main", defaults=names)
        for model in ("StockLevel", "Reservation", "StockMovement"):
            apps.get_model("shop", model).objects.filter(warehouse=None).update(warehouse=first)
    lines = list(OrderLine.objects.filter(parts={}).only("pk", "sku"))
    for line in lines:
        line.parts = {line.sku: 1}
    OrderLine.objects.bulk_update(lines, ["parts"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("shop", "0005_selling")]
    operations = [migrations.RunPython(move_in, migrations.RunPython.noop)]

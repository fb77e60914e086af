"""The demo shop's ways of delivery with their zones, its pick-up points, and the shelves that two of them have."""

from shop import stock
from shop.models import (
    DeliveryMethod,
    DeliveryRate,
    DeliveryZone,
    PickupPoint,
    Product,
    ShippingClass,
    Variant,
    Warehouse,
)
from technomart.demo import places

KOPECKS = 100
KILOGRAM = 1000
# From this mass on nobody carries it up by bicycle.
BULKY_FROM = 20 * KILOGRAM
SUNDAY = 6
# Every so many-th SKU lies in a shop that has a shelf of its own, so many pieces each.
ON_SHELF_EACH, PIECES = 8, 3


def load_places() -> None:
    Kind = DeliveryMethod.Kind
    bulky = ShippingClass.objects.create(code="bulky", name_en="Bulky", name_ru="Крупногабаритное")
    zones = [
        DeliveryZone.objects.create(
            code=zone.code, name_en=zone.name_en, name_ru=zone.name_ru, countries=["RU"], postcodes=list(zone.postcodes)
        )
        for zone in places.ZONES
    ]
    DeliveryMethod.objects.create(code="pickup", kind=Kind.PICKUP, name_en="Pick-up", name_ru="Самовывоз", position=1)
    courier = DeliveryMethod.objects.create(
        code="courier",
        kind=Kind.COURIER,
        name_en="Courier",
        name_ru="Курьер",
        price=290 * KOPECKS,
        free_from=20_000 * KOPECKS,
        working_days=1,
        position=2,
    )
    express = DeliveryMethod.objects.create(
        code="express",
        kind=Kind.COURIER,
        name_en="Courier on the same day",
        name_ru="Курьер в\u00a0тот\u00a0же день",
        price=690 * KOPECKS,
        working_days=0,
        cut_off_hour=14,
        heaviest_grams=15 * KILOGRAM,
        position=3,
    )
    express.zones.set(zones)
    post = DeliveryMethod.objects.create(
        code="post",
        kind=Kind.COURIER,
        name_en="Post to the door",
        name_ru="Почта до\u00a0двери",
        price=190 * KOPECKS,
        working_days=5,
        heaviest_grams=20 * KILOGRAM,
        position=4,
    )
    for method in (express, post):
        method.refused_classes.add(bulky)
    DeliveryRate.objects.bulk_create(
        DeliveryRate(method=method, from_grams=kilograms * KILOGRAM, price=price * KOPECKS)
        for method, steps in ((courier, ((10, 490), (30, 990))), (post, ((2, 290), (5, 390), (10, 590))))
        for kilograms, price in steps
    )
    PickupPoint.objects.bulk_create(
        PickupPoint(
            **{field: getattr(point, field) for field in places.FIELDS},
            closed_weekdays=[SUNDAY] if point.code.endswith(places.CLOSED_ON_SUNDAYS) else [],
        )
        for point in places.POINTS
    )


def load_shelves() -> None:
    """Goods in the shops that hand out from their own shelf, and the class of what is bulky."""
    bulky = ShippingClass.objects.get(code="bulky")
    Product.objects.filter(variants__mass_grams__gte=BULKY_FROM).update(shipping_class=bulky)
    skus = list(Variant.objects.order_by("pk").values_list("sku", flat=True))[::ON_SHELF_EACH]
    for position, code in enumerate(places.WITH_SHELVES, start=1):
        point = PickupPoint.objects.get(code=code)
        words = {
            "name_en": f"{point.name_en}, {point.city_en}",
            "name_ru": f"{point.name_ru}, {point.city_ru}",
            "position": position,
            "ships_parcels": False,
        }
        point.warehouse, _ = Warehouse.objects.get_or_create(code=code, defaults=words)
        point.save(update_fields=["warehouse"])
        stock.receive(
            quantities=dict.fromkeys(skus, PIECES), reference=f"first-shelf-{code}", warehouse=point.warehouse
        )

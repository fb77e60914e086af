"""The demo shop's ways of delivery and its pick-up points."""

from shop.models import DeliveryMethod, PickupPoint
from technomart.demo import places

KOPECKS = 100


def load_places() -> None:
    Kind = DeliveryMethod.Kind
    DeliveryMethod.objects.bulk_create(
        [
            DeliveryMethod(code="pickup", kind=Kind.PICKUP, name_en="Pick-up", name_ru="Самовывоз", position=1),
            DeliveryMethod(
                code="courier",
                kind=Kind.COURIER,
                name_en="Courier",
                name_ru="Курьер",
                price=290 * KOPECKS,
                free_from=20_000 * KOPECKS,
                working_days=1,
                position=2,
            ),
            DeliveryMethod(
                code="post",
                kind=Kind.COURIER,
                name_en="Post to the door",
                name_ru="Почта до\u00a0двери",
                price=190 * KOPECKS,
                working_days=5,
                position=3,
            ),
        ]
    )
    PickupPoint.objects.bulk_create(
        PickupPoint(**{field: getattr(point, field) for field in places.FIELDS}) for point in places.POINTS
    )

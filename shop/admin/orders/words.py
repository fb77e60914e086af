"""Words of the order screens: steps, amounts, times, in the reader's language."""

from babel.dates import format_datetime
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from shop import money, payments
from shop.models import Cart, Order, Payment
from shop.order_document import last_payment

Status = Order.Status

# What each step is called on its button.
STEPS = {
    Status.CONFIRMED: pgettext_lazy("order", "Confirm"),
    Status.PACKED: pgettext_lazy("order", "Packed"),
    Status.READY: pgettext_lazy("order", "Ready for pick-up"),
    Status.SHIPPED: pgettext_lazy("order", "Handed to the courier"),
    Status.COMPLETED: pgettext_lazy("order", "Received by the customer"),
    Status.CANCELLED: pgettext_lazy("order", "Cancel the order"),
    Status.RETURNED: pgettext_lazy("order", "Returned to us"),
}
# These cannot be taken back, so they are asked about once more.
ASKED_ABOUT = {
    Status.CANCELLED: gettext_lazy("The goods go back on sale. A cancelled order cannot be opened again."),
    Status.RETURNED: gettext_lazy("The goods go back on the shelf and on sale. This cannot be undone."),
}
OPEN = (
    Status.AWAITING_PAYMENT,
    Status.CONFIRMED,
    Status.PACKED,
    Status.READY,
    Status.PARTLY_SHIPPED,
    Status.SHIPPED,
)
CHANNELS = [
    ("web", gettext_lazy("site")),
    ("app", gettext_lazy("app and API")),
    (Cart.DRAFT, gettext_lazy("prepared by staff")),
]


def language() -> str:
    return get_language() or "en"


def shown(amount: int, order: Order) -> str:
    return money.formatted(amount, order.currency, language())


def at(order: Order) -> str:
    return format_datetime(timezone.localtime(order.created_at), "d MMM y, H:mm", locale=language())


def channel_in_words(order: Order) -> str:
    return str(dict(CHANNELS).get(order.channel, order.channel))


def payment_of(order: Order) -> Payment | None:
    """The last attempt; its rows are fetched with the list."""
    return last_payment(order.payments.all())


def method_names() -> dict[str, str]:
    return {one.code: str(one.name) for one in payments.methods()}


def payment_in_words(order: Order) -> str:
    payment = payment_of(order)
    return str(payment.get_status_display()) if payment else "—"

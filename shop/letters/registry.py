"""The registry of letters: when each is sent, the words it has from the start, and the placeholders it may use."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

# What stands for each placeholder, for those who edit letters.
PLACEHOLDERS: Mapping[str, Words] = {
    "name": _("the customer's name"),
    "order_number": _("the order's number"),
    "order_link": _("a link to the order"),
    "lines": _("the goods, one a line"),
    "sums": _("goods, discount, delivery and total"),
    "total": _("the order's total"),
    "delivery": _("the way of delivery with its day"),
    "place": _("the pick-up point or the address"),
    "pickup_code": _("the pick-up code, if there is one"),
    "tracking": _("carrier and tracking number"),
    "tracking_link": _("a link to the carrier's tracking"),
    "amount": _("the amount that this is about"),
    "return_number": _("the return's number"),
    "return_link": _("a link to the return"),
    "answer": _("what the store answered"),
    "statement": _("the customer's statement"),
    "at": _("day and time"),
    "refund_by": _("the last day for the money to go back"),
    "until": _("until when it holds"),
    "link": _("the link that this is about"),
    "product": _("the product's name"),
}
# They take lines of their own.
BLOCKS = ("lines", "sums", "statement")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter with its built-in words; ``{name}`` stands for a value, a line of empty values is left out."""

    code: str
    title: Words
    subject: Words
    text: Words
    placeholders: tuple[str, ...]
    # Without these the letter would be of no use, or not what the law asks for.
    needed: tuple[str, ...] = ()


_OF_ORDER = ("name", "order_number", "order_link", "lines", "sums", "total", "delivery", "place", "pickup_code")
_OF_RETURN = ("name", "order_number", "return_number", "return_link", "lines", "answer", "amount")

_ALL = (
    Letter(
        code="order_placed",
        title=_("Order placed"),
        subject=_("Order {order_number} is placed"),
        text=_(
            "Hello {name},\n\n"
            "thank you for your order {order_number}.\n\n"
            "{lines}\n\n"
            "{sums}\n\n"
            "{delivery}\n"
            "{place}\n"
            "Pick-up code: {pickup_code}\n\n"
            "Follow the order: {order_link}"
        ),
        placeholders=_OF_ORDER,
        needed=("order_number", "lines", "sums", "order_link"),
    ),
    Letter(
        code="order_paid",
        title=_("Order paid"),
        subject=_("Order {order_number} is paid"),
        text=_(
            "Hello {name},\n\n"
            "we have received {amount} for your order {order_number}.\n\n"
            "Its invoice is among the papers of the order: {order_link}"
        ),
        placeholders=(*_OF_ORDER, "amount"),
        needed=("order_link",),
    ),
    Letter(
        code="payment_due",
        title=_("Payment due"),
        subject=_("Order {order_number}: {amount} to be paid"),
        text=_(
            "Hello {name},\n\n"
            "{amount} of your order {order_number} are still to be paid.\n\n"
            "Pay on the page of the order: {order_link}"
        ),
        placeholders=(*_OF_ORDER, "amount"),
        needed=("amount", "order_link"),
    ),
    Letter(
        code="order_edited",
        title=_("Order changed by the store"),
        subject=_("Order {order_number} has been changed"),
        text=_(
            "Hello {name},\n\n"
            "we have changed your order {order_number}. It is now:\n\n"
            "{lines}\n\n"
            "{sums}\n\n"
            "Follow the order: {order_link}"
        ),
        placeholders=_OF_ORDER,
        needed=("lines", "sums", "order_link"),
    ),
    Letter(
        code="order_ready",
        title=_("Order ready for pick-up"),
        subject=_("Order {order_number} is ready for pick-up"),
        text=_(
            "Hello {name},\n\n"
            "your order {order_number} is waiting for you.\n\n"
            "{place}\n"
            "Pick-up code: {pickup_code}\n\n"
            "Follow the order: {order_link}"
        ),
        placeholders=_OF_ORDER,
        needed=("order_link",),
    ),
    Letter(
        code="order_shipped",
        title=_("Parcel sent"),
        subject=_("Order {order_number} is on its way"),
        text=_(
            "Hello {name},\n\n"
            "a parcel of your order {order_number} is on its way:\n\n"
            "{lines}\n\n"
            "{tracking}\n"
            "Track it: {tracking_link}\n\n"
            "{place}\n\n"
            "Follow the order: {order_link}"
        ),
        placeholders=(*_OF_ORDER, "tracking", "tracking_link"),
        needed=("order_link",),
    ),
    Letter(
        code="order_cancelled",
        title=_("Order cancelled"),
        subject=_("Order {order_number} is cancelled"),
        text=_(
            "Hello {name},\n\n"
            "your order {order_number} is cancelled. What you have paid goes back the way you paid.\n\n"
            "Look at the order: {order_link}"
        ),
        placeholders=_OF_ORDER,
    ),
    Letter(
        code="refunded",
        title=_("Money goes back"),
        subject=_("Order {order_number}: {amount} go back to you"),
        text=_(
            "Hello {name},\n\n"
            "{amount} go back the way you paid. Banks take up to three days to show it.\n\n"
            "Follow the order: {order_link}"
        ),
        placeholders=(*_OF_ORDER, "amount"),
        needed=("amount",),
    ),
    Letter(
        code="return_requested",
        title=_("Return requested"),
        subject=_("We have got your request: return {return_number}"),
        text=_(
            "Hello {name},\n\n"
            "we have got your request and answer within two working days.\n\n"
            "{lines}\n\n"
            "You get back: {amount}\n\n"
            "Follow the return: {return_link}"
        ),
        placeholders=_OF_RETURN,
        needed=("return_number",),
    ),
    Letter(
        code="return_approved",
        title=_("Return approved"),
        subject=_("Return {return_number} is approved"),
        text=_(
            "Hello {name},\n\n"
            "your return {return_number} is approved. Bring the goods to any of our shops or hand them to our "
            "courier.\n\n"
            "{answer}\n\n"
            "{lines}\n\n"
            "You get back: {amount}\n\n"
            "Follow the return: {return_link}"
        ),
        placeholders=_OF_RETURN,
        needed=("return_number",),
    ),
    Letter(
        code="return_rejected",
        title=_("Return rejected"),
        subject=_("Return {return_number} is rejected"),
        text=_(
            "Hello {name},\n\n"
            "we cannot take the goods of return {return_number} back.\n\n"
            "{answer}\n\n"
            "{lines}\n\n"
            "Look at the return: {return_link}"
        ),
        placeholders=_OF_RETURN,
        needed=("answer",),
    ),
    Letter(
        code="return_received",
        title=_("Goods of a return received"),
        subject=_("The goods of return {return_number} have arrived"),
        text=_(
            "Hello {name},\n\n"
            "the goods of return {return_number} have arrived. We check them and send your money back.\n\n"
            "{lines}\n\n"
            "You get back: {amount}\n\n"
            "Follow the return: {return_link}"
        ),
        placeholders=_OF_RETURN,
    ),
    Letter(
        code="withdrawal_link",
        title=_("Link to the withdrawal"),
        subject=_("Withdraw from order {order_number}"),
        text=_("Hello {name},\n\nwith this link you can withdraw from the contract; it works for 24 hours:\n{link}"),
        placeholders=("name", "order_number", "link"),
        needed=("link",),
    ),
    Letter(
        code="withdrawal_receipt",
        title=_("Receipt of a withdrawal"),
        subject=_("Receipt of your withdrawal from order {order_number}"),
        text=_(
            "We received this statement on {at}:\n\n"
            "{statement}\n\n"
            "What has not been sent stays with us. What you paid for it goes back the way you paid, by {refund_by} at "
            "the latest.\n\n"
            "Send or bring back what you have within 14 days, with the number {return_number}. The money follows as "
            "soon as it is here.\n\n"
            "{link}"
        ),
        placeholders=("name", "order_number", "at", "statement", "refund_by", "return_number", "link"),
        needed=("at", "statement"),
    ),
    Letter(
        code="draft",
        title=_("Link that pays a prepared order"),
        subject=_("Your order is ready to be paid"),
        text=_(
            "Hello {name},\n\n"
            "we have put your order together:\n\n"
            "{lines}\n\n"
            "{sums}\n\n"
            "Choose how to pay and place it here; we keep the goods for you until {until}:\n"
            "{link}"
        ),
        placeholders=("name", "lines", "sums", "total", "delivery", "place", "until", "link"),
        needed=("lines", "sums", "until", "link"),
    ),
    Letter(
        code="back_in_stock",
        title=_("Back in stock"),
        subject=_("{product} is back"),
        text=_(
            "You asked to be told when “{product}” is back. It is, and one piece is held for you until {until}.\n\n"
            "Put it into the cart: {link}\n\n"
            "If you do not want it any more, there is nothing to do: after that time it goes to the next in the queue."
        ),
        placeholders=("product", "until", "link"),
        needed=("until", "link"),
    ),
)
LETTERS: Mapping[str, Letter] = {letter.code: letter for letter in _ALL}

"""Refusals: what the shop says no to, each with a stable code and a sentence for the person who asked.

HTTP is not known here; shop.api.problems chooses the status for each code.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Refusal(Exception):
    """A rule said no and nothing was changed."""

    code = "refused"

    def __init__(self, detail: str = "", **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail or self.sentence()
        self.extra = extra

    def sentence(self) -> str:
        return _("This is not possible.")


class NotFound(Refusal):
    """It is not there, or it is somebody else's: the answer is the same."""

    code = "not_found"

    def sentence(self) -> str:
        return _("There is no such thing here.")


class UnknownSku(Refusal):
    code = "unknown_sku"

    def __init__(self, sku: str) -> None:
        super().__init__(_("We do not sell “%(sku)s”.") % {"sku": sku}, sku=sku)


class VariantUnavailable(Refusal):
    """The variant exists but has no price, or its product has left the catalogue."""

    code = "unavailable"

    def __init__(self, sku: str, name: str = "") -> None:
        super().__init__(_("“%(name)s” is no longer on sale.") % {"name": name or sku}, sku=sku)


class InvalidQuantity(Refusal):
    code = "invalid_quantity"

    def sentence(self) -> str:
        return _("Enter a whole number from 1 to 999.")


class OutOfStock(Refusal):
    """Fewer pieces than asked for are free."""

    code = "out_of_stock"

    def __init__(self, sku: str, available: int, name: str = "", **extra: Any) -> None:
        self.sku, self.available = sku, available
        name = name or sku
        if available:
            detail = ngettext(
                "Only %(count)d piece of “%(name)s” is left.",
                "Only %(count)d pieces of “%(name)s” are left.",
                available,
            ) % {"count": available, "name": name}
        else:
            detail = _("“%(name)s” is sold out.") % {"name": name}
        super().__init__(detail, sku=sku, available=available, **extra)


class PriceChanged(Refusal):
    """The total is no longer what the shopper was shown; ``lines`` name old and new prices."""

    code = "price_changed"

    def sentence(self) -> str:
        return _("Prices have changed. Check the new total and confirm it.")


class CartNotOpen(Refusal):
    code = "cart_not_open"

    def sentence(self) -> str:
        return _("This cart has already become an order.")


class EmptyCart(Refusal):
    code = "empty_cart"

    def sentence(self) -> str:
        return _("The cart is empty.")


class CartFull(Refusal):
    code = "cart_full"

    def sentence(self) -> str:
        return _("A cart holds at most 100 different goods.")


class ContactIncomplete(Refusal):
    code = "contact_incomplete"

    def sentence(self) -> str:
        return _("Enter your name, e-mail address and phone number.")


class DeliveryIncomplete(Refusal):
    code = "delivery_incomplete"

    def sentence(self) -> str:
        return _("Choose how the order gets to you.")


class DeliveryUnavailable(Refusal):
    code = "delivery_unavailable"

    def sentence(self) -> str:
        return _("This way of delivery is not on offer any more. Choose another one.")


class PaymentMethodUnavailable(Refusal):
    code = "payment_method_unavailable"

    def sentence(self) -> str:
        return _("This way of payment is not on offer. Choose another one.")


class PromotionUsedUp(Refusal):
    """Others have used up a promotion, or it was switched off, after the shopper was shown its price."""

    code = "promotion_used_up"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” has just been used up. Check the new total and confirm it.") % {"name": name}, name=name
        )


class VoucherUnknown(Refusal):
    code = "voucher_unknown"

    def sentence(self) -> str:
        return _("There is no such voucher. Check the code.")


class VoucherExpired(Refusal):
    code = "voucher_expired"

    def sentence(self) -> str:
        return _("This voucher is no longer valid.")


class VoucherUsedUp(Refusal):
    code = "voucher_used_up"

    def sentence(self) -> str:
        return _("This voucher has been used already.")


class VoucherSetInvalid(Refusal):
    code = "voucher_set_invalid"

    def __init__(self, most: int, longest: int) -> None:
        super().__init__(
            _("A set has 1 to %(most)d codes, and a beginning of at most %(longest)d letters and figures.")
            % {"most": most, "longest": longest}
        )


class GiftCardUnknown(Refusal):
    """No card has this code, or it was blocked: the answer is the same."""

    code = "gift_card_unknown"

    def sentence(self) -> str:
        return _("There is no such gift card. Check the code.")


class GiftCardExpired(Refusal):
    code = "gift_card_expired"

    def sentence(self) -> str:
        return _("This gift card has expired.")


class GiftCardEmpty(Refusal):
    """The card holds less than is to be paid with it."""

    code = "gift_card_empty"

    def sentence(self) -> str:
        return _("There is not enough money left on this gift card.")


class GiftCardOtherCurrency(Refusal):
    code = "gift_card_other_currency"

    def __init__(self, currency: str) -> None:
        super().__init__(
            _("This gift card is in %(currency)s and cannot pay here.") % {"currency": currency}, currency=currency
        )


class GiftCardBelowZero(Refusal):
    code = "gift_card_below_zero"

    def sentence(self) -> str:
        return _("The balance of a gift card cannot become negative.")


class IllegalTransition(Refusal):
    """The life cycle of orders has no such step."""

    code = "illegal_transition"

    def __init__(self, now: str, to: str) -> None:
        super().__init__(
            _("An order that is “%(now)s” cannot become “%(to)s”.") % {"now": now, "to": to}, now=now, to=to
        )


class StockBelowZero(Refusal):
    code = "stock_below_zero"

    def __init__(self, sku: str, available: int) -> None:
        super().__init__(
            _("Only %(count)d free pieces of %(sku)s are there; the rest is promised to shoppers.")
            % {"count": available, "sku": sku},
            sku=sku,
            available=available,
        )


class NotOnShelf(Refusal):
    """Pieces that an order was promised do not lie where they are to be taken from."""

    code = "not_on_shelf"

    def __init__(self, sku: str, available: int) -> None:
        super().__init__(
            _("Only %(count)d pieces of %(sku)s are on the shelf for this order.") % {"count": available, "sku": sku},
            sku=sku,
            available=available,
        )


class BundleRefused(Refusal):
    """A bundle cannot consist of this; the sentence says why."""

    code = "bundle_refused"


class OfferOver(Refusal):
    """What was held for somebody on the waiting list is taken, or his time is over."""

    code = "offer_over"

    def sentence(self) -> str:
        return _("The time for this offer is over, or it has been used already.")


class DifferenceUnpaid(Refusal):
    """A changed order waits for the rest of its money; its goods wait too."""

    code = "difference_unpaid"

    def sentence(self) -> str:
        return _("The order was changed, and a part of its price has not been paid yet.")


class NothingToShip(Refusal):
    code = "nothing_to_ship"

    def sentence(self) -> str:
        return _("Nothing of this order is left to send.")


class TooManyPieces(Refusal):
    """More pieces of an order line than there are to send or to give money back for."""

    code = "too_many_pieces"

    def __init__(self, name: str, possible: int) -> None:
        super().__init__(
            ngettext(
                "“%(name)s”: only %(count)d piece is possible.",
                "“%(name)s”: only %(count)d pieces are possible.",
                possible,
            )
            % {"name": name, "count": possible},
            possible=possible,
        )


class RefundTooLarge(Refusal):
    """More than was received and has not gone back yet."""

    code = "refund_too_large"

    def __init__(self, shown: str, possible: int) -> None:
        super().__init__(_("At most %(amount)s can be given back.") % {"amount": shown}, possible=possible)


class OrderNotEditable(Refusal):
    """It waits for its first payment, or all of it has left, or it is over."""

    code = "order_not_editable"

    def sentence(self) -> str:
        return _("This order can no longer be changed.")


class NothingChanged(Refusal):
    code = "nothing_changed"

    def sentence(self) -> str:
        return _("Nothing would change.")


class NothingToRefund(Refusal):
    code = "nothing_to_refund"

    def sentence(self) -> str:
        return _("There is nothing to give back.")


class NothingToPay(Refusal):
    """So much is not owed, or another payment is already on its way."""

    code = "nothing_to_pay"

    def sentence(self) -> str:
        return _("There is nothing to pay here, or the payment is already on its way.")


class PaymentNotOpen(Refusal):
    """The payment is not in the state that this step begins from."""

    code = "payment_not_open"

    def sentence(self) -> str:
        return _("This is not possible with the payment as it is now.")


class WrongAmount(Refusal):
    """Another amount has come than the payment is about; nothing was written down."""

    code = "wrong_amount"

    def __init__(self, amount: int, expected: int) -> None:
        super().__init__(
            _("This is not the amount that the order waits for. Send the money back, or change the order first."),
            amount=amount,
            expected=expected,
        )


class MoneyBookedElsewhere(Refusal):
    """This line of the statement is another order's money; nothing was written down."""

    code = "money_booked_elsewhere"

    def __init__(self, number: str) -> None:
        super().__init__(
            _(
                "This reference is booked to order %(number)s already. "
                "If one transfer pays for two orders, add “/2” to the reference."
            )
            % {"number": number},
            order_number=number,
        )


class InvoiceNotIssued(Refusal):
    """The order is not agreed for good yet, or was cancelled before it had an invoice."""

    code = "invoice_not_issued"

    def sentence(self) -> str:
        return _("There is no invoice for this order.")


class AlreadyRecorded(Refusal):
    """The same movement was recorded before; nothing was changed."""

    code = "already_recorded"

    def sentence(self) -> str:
        return _("This movement has been recorded before.")


class ResyncRequired(Refusal):
    """The reader's place in the change log is gone; it has to start anew."""

    code = "resync_required"

    def sentence(self) -> str:
        return _("This place in the list of changes is too old. Start again without it.")


class Busy(Refusal):
    """The database stayed locked for too long; trying again later is safe."""

    code = "busy"

    def sentence(self) -> str:
        return _("The shop is very busy. Try again in a few seconds.")

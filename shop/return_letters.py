"""Letters about returns, refunds and withdrawals: what each kind of entry in the change log makes us write."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from shop import money, return_document, withdrawals
from shop.models import Change, Order, Return, Withdrawal

# Subject and first sentence by kind.
ABOUT_RETURNS = ("return_requested", "return_approved", "return_rejected", "return_received")
KINDS = (*ABOUT_RETURNS, "refunded", "withdrawn", "withdrawal_link")


def letter(order: Order, change: Change) -> EmailMultiAlternatives | None:
    """The letter that this entry asks for; None if what it speaks of is gone."""
    if change.kind == "withdrawn":
        return _receipt(order, change)
    with override(order.language):
        if change.kind == "withdrawal_link":
            path = reverse("shop:withdraw-declare", args=[withdrawals.link_token(order)])
            context = {
                "subject": _("Withdraw from order %(number)s") % {"number": order.number},
                "sentence": _("With this link you can withdraw from the contract; it works for 24 hours."),
                "address": settings.SITE_URL + path,
                "link": _("To the withdrawal"),
            }
            return _written(order, change, "mail/return", context)
        context = _about_refund(order, change) if change.kind == "refunded" else _about_return(order, change)
        return _written(order, change, "mail/return", context) if context else None


def _about_refund(order: Order, change: Change) -> dict[str, Any]:
    amount = money.formatted(change.data["amount"], order.currency, order.language)
    return {
        "subject": _("Order %(number)s: %(amount)s go back to you") % {"number": order.number, "amount": amount},
        "sentence": _("%(amount)s go back the way you paid. Banks take up to three days to show it.")
        % {"amount": amount},
        "address": _order_address(order),
        "link": _("Follow the order"),
    }


def _about_return(order: Order, change: Change) -> dict[str, Any] | None:
    ret = Return.objects.filter(public_id=change.data["return"]).first()
    if ret is None:
        return None
    shown = return_document.represent(ret, order.language)
    amount = (shown["expected_refund"] or {}).get("formatted", "")
    subjects = {
        "return_requested": _("We have got your request: return %(number)s"),
        "return_approved": _("Return %(number)s is approved"),
        "return_rejected": _("Return %(number)s is rejected"),
        "return_received": _("The goods of return %(number)s have arrived"),
    }
    sentences = {
        "return_requested": _("We answer within two working days."),
        "return_approved": _("Bring the goods to any of our shops or hand them to our courier."),
        "return_rejected": _("We cannot take the goods back."),
        "return_received": _("We check them and send %(amount)s back.") % {"amount": amount},
    }
    return {
        "subject": subjects[change.kind] % {"number": ret.number},
        "sentence": sentences[change.kind],
        "answer": ret.answer,
        "lines": shown["lines"],
        "amount": amount,
        "address": _return_address(order, ret),
        "link": _("Follow the return"),
    }


def _receipt(order: Order, change: Change) -> EmailMultiAlternatives | None:
    """On a durable medium: what was declared, on which day and at what time (2011/83/EU, article 11a, paragraph 4)."""
    statement = Withdrawal.objects.filter(public_id=change.data["withdrawal"]).first()
    if statement is None:
        return None
    with override(statement.language):
        shown = withdrawals.represent(statement, statement.language)
        context = {
            "subject": _("Receipt of your withdrawal from order %(number)s") % {"number": order.number},
            "receipt": shown,
            "address": _return_address(order, statement.belongs_to) if statement.belongs_to else _order_address(order),
        }
        return _written(order, change, "mail/withdrawal", context, to=statement.email)


def _written(
    order: Order, change: Change, template: str, context: dict[str, Any], *, to: str = ""
) -> EmailMultiAlternatives:
    context = {"name": order.contact["name"], **context}
    written = EmailMultiAlternatives(
        context["subject"],
        render_to_string(f"{template}.txt", context),
        to=[to or order.contact["email"]],
        # The same letter sent again after a crash is recognised by mail programs as the same.
        headers={"Message-ID": f"<{change.sequence}.{order.public_id}@technomart>"},
    )
    written.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return written


def _order_address(order: Order) -> str:
    from shop.views.checkout import done_url

    return settings.SITE_URL + done_url(order)


def _return_address(order: Order, ret: Return) -> str:
    from shop.views.own_order import order_key

    return settings.SITE_URL + reverse("shop:return", args=[order_key(order), ret.public_id])

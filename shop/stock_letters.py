"""Letters of the waiting list: what was asked for is back, and a piece of it is held for a while."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from shop import carts, waiting
from shop.models import Change, Reservation, StockRequest
from shop.order_document import in_words

# What the change log calls it.
TYPE, KIND = waiting.TYPE, waiting.KIND


def asks_for_letter(change: Change) -> bool:
    return (change.type, change.kind) == (TYPE, KIND)


def letter(change: Change) -> EmailMultiAlternatives | None:
    """The letter to whoever waited; None if the offer is over or used by now."""
    request = StockRequest.objects.filter(public_id=change.object_id, state=StockRequest.State.OFFERED).first()
    if request is None:
        return None
    held = request.reservations.filter(state=Reservation.State.HELD, expires_at__gt=timezone.now()).first()
    if held is None or held.expires_at is None:
        return None
    with override(request.language):
        name = carts.name_of(request.variant.sku, request.language)
        context = {
            "name": name,
            "subject": _("%(name)s is back") % {"name": name},
            "until": in_words(held.expires_at, request.language),
            "address": settings.SITE_URL + reverse("shop:stock-offer", args=[waiting.token_of(request)]),
        }
        written = EmailMultiAlternatives(
            context["subject"],
            render_to_string("mail/back_in_stock.txt", context),
            to=[request.email],
            headers={"Message-ID": f"<{change.sequence}.{request.public_id}@technomart>"},
        )
        written.attach_alternative(render_to_string("mail/back_in_stock.html", context), "text/html")
    return written

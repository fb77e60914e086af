"""Returns: asked for by the shopper, decided and received by staff, then the money goes back to where it came from.

Every step first locks the order's row, then changes the return by one conditional UPDATE; two requests at once never
ask for more pieces than were handed over.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shop import orders, own_words, payments, refunds, returnable, shipments, stock
from shop.errors import NotFound, Refusal
from shop.models import Order, OrderLine, Refund, Return, ReturnLine, ReturnPhoto
from shop.retry import retried

State, Kind, Reason = Return.State, Return.Kind, ReturnLine.Reason

MOST_PHOTOS = 5
# Until the goods are here, their shopper may change his mind once more.
CALLED_OFF_FROM = (State.REQUESTED, State.APPROVED)


class NotReturnable(Refusal):
    """Of a line fewer pieces can come back than were asked for."""

    code = "not_returnable"

    def __init__(self, sku: str = "", name: str = "", left: int = 0) -> None:
        detail = _("Choose what you want to return.")
        if sku:
            detail = ngettext(
                "Of “%(name)s” %(count)d piece can be returned.",
                "Of “%(name)s” %(count)d pieces can be returned.",
                left,
            ) % {"name": name or sku, "count": left}
        super().__init__(detail, **({"sku": sku, "returnable": left} if sku else {}))


class ReturnTooLate(Refusal):
    code = "return_too_late"

    def sentence(self) -> str:
        days = settings.SHOP["RETURN_DAYS"]
        return ngettext(
            "Goods can be returned within %(days)d day of delivery. If something is faulty, call us.",
            "Goods can be returned within %(days)d days of delivery. If something is faulty, call us.",
            days,
        ) % {"days": days}


class ReturnMovedOn(Refusal):
    """The return is past that step."""

    code = "return_moved_on"

    def __init__(self, now: str, to: str = "") -> None:
        detail = _("A return that is “%(now)s” cannot become “%(to)s”.")
        super().__init__(
            (detail if to else _("A return that is “%(now)s” takes no more photos.")) % {"now": now, "to": to}
        )


class TooManyPhotos(Refusal):
    code = "too_many_photos"

    def sentence(self) -> str:
        return _("A return has at most %(count)d photos.") % {"count": MOST_PHOTOS}


def find(return_id: str, *, order: Order) -> Return:
    """A return of this order.  Raises NotFound for everything else."""
    found = Return.objects.filter(public_id=return_id, order=order).first()
    if found is None:
        raise NotFound
    found.order = order
    return found


def photo(number: int, *, ret: Return) -> ReturnPhoto:
    """A photo of this return.  Raises NotFound for everything else."""
    found = ret.photos.filter(pk=number).first()
    if found is None:
        raise NotFound
    return found


def can_begin(order: Order) -> bool:
    """Whether its shopper can ask to return something now."""
    return returnable.is_open(order, settings.SHOP["RETURN_DAYS"]) and bool(returnable.pieces(order))


@retried
@transaction.atomic
def request_return(
    *,
    order: Order,
    lines: Mapping[int, tuple[int, str]],
    reference: str,
    comment: str = "",
    photos: Sequence[bytes] = (),
    actor: Any = None,
    is_late_allowed: bool = False,
) -> Return:
    """Ask to take goods back: pieces and reason by order line; photos as ``photos.cleaned`` gives them.

    Repeating a reference gives the same return.  Raises NotReturnable, ReturnTooLate (unless staff allow it) or
    TooManyPhotos.
    """
    order = orders.locked(order)
    if made := _repeated(order, reference):
        return made
    if not is_late_allowed and not returnable.is_open(order, settings.SHOP["RETURN_DAYS"]):
        raise ReturnTooLate
    if len(photos) > MOST_PHOTOS:
        raise TooManyPhotos
    ret = open_return(order, lines, reference=reference, comment=comment)
    ReturnPhoto.objects.bulk_create([ReturnPhoto(belongs_to=ret, picture=picture) for picture in photos])
    tell(order, ret, "return_requested", actor=actor)
    return ret


def open_return(order: Order, lines: Mapping[int, tuple[int, str]], **fields: Any) -> Return:
    """Write a return of pieces that can come back; the order is locked by the caller.  Raises NotReturnable."""
    check_pieces(order, {line: quantity for line, (quantity, _reason) in lines.items()})
    ret = Return.objects.create(order=order, **fields)
    ReturnLine.objects.bulk_create(
        [
            ReturnLine(belongs_to=ret, order_line_id=line, quantity=quantity, reason=reason)
            for line, (quantity, reason) in sorted(lines.items())
        ]
    )
    return ret


def check_pieces(order: Order, quantities: Mapping[int, int]) -> None:
    """Refuse nothing at all, and more than can come back."""
    if not quantities:
        raise NotReturnable
    free = returnable.pieces(order)
    known = {line.pk: line for line in order.lines.all()}
    for pk, quantity in quantities.items():
        line = known.get(pk)
        if line is None:
            raise NotReturnable
        if not 1 <= quantity <= free.get(pk, 0):
            raise NotReturnable(line.sku, line.name, free.get(pk, 0))


@retried
@transaction.atomic
def add_photo(*, ret: Return, picture: bytes) -> ReturnPhoto:
    """Add a photo, as ``photos.cleaned`` gives it; the same one twice is one.  Raises TooManyPhotos, ReturnMovedOn."""
    orders.locked(ret.order)
    ret.refresh_from_db(fields=["state"])
    if ret.state not in CALLED_OFF_FROM:
        raise ReturnMovedOn(ret.get_state_display())
    for photo in ret.photos.all():
        if bytes(photo.picture) == picture:
            return photo
    if ret.photos.count() >= MOST_PHOTOS:
        raise TooManyPhotos
    return ReturnPhoto.objects.create(belongs_to=ret, picture=picture)


@retried
@transaction.atomic
def approve(*, ret: Return, answer: str = "", actor: Any = None) -> None:
    """Staff: the goods may come."""
    order = orders.locked(ret.order)
    _step(ret, State.APPROVED, (State.REQUESTED,), answer=answer, decided_at=timezone.now())
    tell(order, ret, "return_approved", actor=actor)


@retried
@transaction.atomic
def reject(*, ret: Return, answer: str, actor: Any = None) -> None:
    """Staff: the goods stay with the shopper, who is told why."""
    order = orders.locked(ret.order)
    _step(ret, State.REJECTED, (State.REQUESTED,), answer=answer, decided_at=timezone.now())
    tell(order, ret, "return_rejected", actor=actor)


@retried
@transaction.atomic
def call_off(*, ret: Return, actor: Any = None) -> None:
    """The shopper keeps the goods after all; possible until they have arrived.  A withdrawal cannot be called off."""
    order = orders.locked(ret.order)
    if ret.kind == Kind.WITHDRAWAL:
        raise ReturnMovedOn(ret.get_kind_display(), str(State.WITHDRAWN.label))
    _step(ret, State.WITHDRAWN, CALLED_OFF_FROM)
    tell(order, ret, "return_called_off", actor=actor)


@retried
@transaction.atomic
def receive(*, ret: Return, restock: Mapping[int, int], actor: Any = None) -> None:
    """Staff: the goods are here.  ``restock`` says by order line how many pieces go back on the shelf; else none do.

    The order becomes "returned" once every piece of it has come back.
    """
    order = orders.locked(ret.order)
    before = shipments.progress(order)
    _step(ret, State.RECEIVED, (State.APPROVED,), received_at=timezone.now())
    on_shelf: dict[OrderLine, int] = {}
    for line in ret.lines.select_related("order_line"):
        count = restock.get(line.order_line_id, 0)
        # Staff may have taken the whole order back already.
        away = before[line.order_line_id].shipped - before[line.order_line_id].returned
        if not 0 <= count <= min(line.quantity, away):
            raise NotReturnable(line.order_line.sku, line.order_line.name, min(line.quantity, away))
        ReturnLine.objects.filter(pk=line.pk).update(restocked=count)
        on_shelf[line.order_line] = count
    if any(on_shelf.values()):
        parts = shipments.parts_of(on_shelf)
        stock.take_back(order=order, reference=ret.public_id, quantities=parts, actor=actor)
    shipments.follow(order, kind="return_received", data=told(ret), actor=actor)


def refund(*, ret: Return, actor: Any = None) -> Refund | None:
    """Staff: the money goes back; None if there was none to give.  Repeating it gives the same refund."""
    made = _refund(ret=ret, actor=actor)
    if made is not None:
        payments.carry_out(made)
    ret.refresh_from_db()
    return made


@retried
@transaction.atomic
def _refund(*, ret: Return, actor: Any) -> Refund | None:
    order = orders.locked(ret.order)
    ret.refresh_from_db(fields=["state"])
    if ret.state == State.REFUNDED:
        return ret.refunds.first()
    standing = returnable.Standing(order)
    due = returnable.due(ret, standing)
    lines = returnable.owed_for(ret, standing)
    _step(ret, State.REFUNDED, (State.RECEIVED,), refunded_at=timezone.now())
    if not due.amount:
        tell(order, ret, "return_closed", actor=actor)
        return None
    return refunds.refund(
        order=order,
        lines=lines,
        other_amount=due.delivery,
        delivery_amount=due.delivery,
        # What is good enough went back on the shelf when it arrived.
        restock=False,
        reason=own_words.RETURN % {"number": ret.number},
        reference=ret.public_id,
        actor=actor,
        belongs_to=ret,
    )


def tell(order: Order, ret: Return, kind: str, *, actor: Any = None) -> None:
    """Write a step of a return into its order's timeline, and tell whoever follows the order."""
    orders.record(order, order.status, actor=actor, kind=kind, data=told(ret))


def told(ret: Return) -> dict[str, str]:
    return {"return": ret.public_id, "return_number": ret.number}


def _repeated(order: Order, reference: str) -> Return | None:
    """The return that this very request has made before."""
    made = Return.objects.filter(reference=reference).first()
    if made is not None and made.order_id != order.pk:
        raise NotFound
    return made


def _step(ret: Return, to: Return.State, allowed: Sequence[str], **changes: Any) -> None:
    if not Return.objects.filter(pk=ret.pk, state__in=allowed).update(state=to, **changes):
        ret.refresh_from_db(fields=["state"])
        raise ReturnMovedOn(ret.get_state_display(), str(to.label))
    ret.refresh_from_db()

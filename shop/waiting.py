"""The waiting list: who asks to be told gets a piece held, in the order of asking, and a letter with a link to it."""

import hmac
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from shop import carts
from shop.changes import log
from shop.errors import NotFound, OfferOver, Refusal, VariantUnavailable
from shop.models import Cart, CatalogEntry, Reservation, StockRequest, Variant
from shop.orders import hashed
from shop.retry import retried
from shop.stock.levels import Shelves, lock
from shop.stock.pieces import Need, Piece, needs
from shop.stock.promises import Taken, give_back
from shop.stock.promises import take as take_pieces

State = StockRequest.State
LIVE = (State.WAITING, State.OFFERED)
# What the change log calls it; a letter follows.
TYPE, KIND = "stock_request", "back_in_stock"
# Nobody waits for more goods than this at once, and no stranger's letter box is filled.
MOST_PER_ADDRESS = 20
# Older ones are over for long.
MOST_SHOWN = 100


class NotOffered(Refusal):
    """Its turn has not come."""

    code = "not_offered"

    def sentence(self) -> str:
        return _("Nothing is held for you yet. A letter comes when it is.")


@retried
@transaction.atomic
def ask(*, variant: Variant, email: str, language: str, customer: Any = None) -> None:
    """Join the queue of a variant.  Nothing tells whether the address was in it already, or waits for too much.

    Raises VariantUnavailable if it is no longer sold.
    """
    if not variant.is_active or not CatalogEntry.objects.filter(product=variant.product_id).exists():
        raise VariantUnavailable(variant.sku)
    email = email.strip().lower()
    mine = StockRequest.objects.filter(email=email, state__in=LIVE)
    if customer is not None and customer.email.lower() == email:
        # What he asked for before he signed in is his.
        mine.filter(variant=variant, customer=None).update(customer=customer)
    if mine.filter(variant=variant).exists() or mine.count() >= MOST_PER_ADDRESS:
        return
    try:
        with transaction.atomic():
            StockRequest.objects.create(variant=variant, email=email, language=language, customer=customer)
    except IntegrityError:
        # The same form was sent twice at once.
        return
    # It may have come back while the form was open.
    offer([need.piece for need in needs({variant.sku: 1}).values()])


@retried
@transaction.atomic
def serve() -> int:
    """Hold what is free for those who wait; how many got a piece.  For what a crash or a setting has left undone."""
    waited_for = Variant.objects.filter(requests__state=State.WAITING).distinct()
    free = Variant.objects.filter(levels__on_hand__gt=F("levels__reserved"))
    on_shelf = free.filter(Q(pk__in=waited_for) | Q(in_bundles__bundle__in=waited_for)).distinct()
    return offer([Piece.of(row) for row in on_shelf.order_by("sku")])


def offer(pieces: Sequence[Piece]) -> int:
    """Hold free pieces for those who wait for them, in the order of asking; how many got one.

    Call it inside the transaction that made them free, so that nobody comes between.
    """
    ids = [piece.pk for piece in pieces]
    queue = StockRequest.objects.filter(Q(variant__in=ids) | Q(variant__parts__part__in=ids), state=State.WAITING)
    skus = sorted(set(queue.values_list("variant__sku", flat=True)))
    if not skus:
        return 0
    wanted = {sku: needs({sku: 1}) for sku in skus}
    shelves = Shelves(_all_pieces(wanted))
    return sum(_offer_one(sku, wanted[sku], shelves) for sku in skus)


def _all_pieces(wanted: dict[str, dict[str, Need]]) -> list[Piece]:
    pieces = {need.piece for of_one in wanted.values() for need in of_one.values()}
    return sorted(pieces, key=lambda piece: piece.sku)


def _offer_one(sku: str, parts: dict[str, Need], shelves: Shelves) -> int:
    """Hold as many of one SKU as are free for the head of its queue."""
    possible = min(
        sum(max(level.available, 0) for level in shelves.preferred(need.piece, None)) // need.quantity
        for need in parts.values()
    )
    if possible <= 0:
        return 0
    # Locked, so that two deliveries at once do not serve the same people.
    queue = StockRequest.objects.select_for_update(of=("self",)).filter(variant__sku=sku, state=State.WAITING)
    served = list(queue.order_by("pk")[:possible])
    now = timezone.now()
    until = now + settings.SHOP["WAITING_HOLD"]
    holds = []
    for need in parts.values() if served else ():
        taken = take_pieces(shelves, need.piece, need.quantity * len(served), None, sold=need.sold)
        pools = _dealt(taken, [need.quantity] * len(served))
        for request, dealt in zip(served, pools, strict=True):
            holds += [
                Reservation(
                    variant_id=need.piece.pk,
                    warehouse_id=one.warehouse_id,
                    quantity=one.quantity,
                    state=Reservation.State.HELD,
                    request=request,
                    expires_at=until,
                )
                for one in dealt
            ]
    Reservation.objects.bulk_create(holds)
    for request in served:
        request.state, request.offered_at = State.OFFERED, now
        request.token_hash = hashed(token_of(request))
    StockRequest.objects.bulk_update(served, ["state", "offered_at", "token_hash"])
    log.append_all(log.change(type=TYPE, object_id=one.public_id, kind=KIND, is_public=False) for one in served)
    return len(served)


def _dealt(taken: Sequence[Taken], shares: Sequence[int]) -> list[list[Taken]]:
    """The pieces of several places dealt out, so many to each."""
    single = [one._replace(quantity=1) for one in taken for _ in range(one.quantity)]
    dealt, start = [], 0
    for share in shares:
        mine = Counter(single[start : start + share])
        dealt.append([one._replace(quantity=count) for one, count in mine.items()])
        start += share
    return dealt


def token_of(request: StockRequest) -> str:
    """What the link in the letter carries; it can be made again for the letter, and only its hash is stored."""
    at = request.offered_at.isoformat() if request.offered_at else ""
    secret = salted_hmac("shop.waiting", f"{request.public_id}:{at}", algorithm="sha256").hexdigest()
    return f"{request.public_id}.{secret}"


def find(token: str) -> StockRequest:
    """The request that a letter's link names.  Raises NotFound."""
    return find_own(token.partition(".")[0], token=token)


def find_own(request_id: str, *, customer: Any = None, token: str = "") -> StockRequest:
    """A request for the customer who asked, or for whoever has the letter's token.  Raises NotFound for all others."""
    found = StockRequest.objects.select_related("variant__product").filter(public_id=request_id).first()
    if found is None:
        raise NotFound
    is_owner = customer is not None and found.customer_id == customer.pk
    is_bearer = bool(found.token_hash) and hmac.compare_digest(hashed(token), found.token_hash)
    if not (is_owner or is_bearer):
        raise NotFound
    return found


def of_customer(customer: Any) -> list[StockRequest]:
    """What a customer has asked for, the newest first."""
    asked = StockRequest.objects.filter(customer=customer).select_related("variant__product")
    return list(asked.prefetch_related("reservations").order_by("-pk")[:MOST_SHOWN])


def take(*, token: str, cart: Cart) -> StockRequest:
    """Put the piece that a letter offers into a cart.  Raises NotFound or OfferOver."""
    return accept(request=find(token), cart=cart)


@retried
@transaction.atomic
def accept(*, request: StockRequest, cart: Cart) -> StockRequest:
    """Put the piece that was held into a cart, where it stays held.  Raises NotOffered or OfferOver."""
    Cart.objects.select_for_update(no_key=True).get(pk=cart.pk)
    request.refresh_from_db(fields=["state"])
    if request.state == State.WAITING:
        raise NotOffered
    holds = list(request.reservations.filter(state=Reservation.State.HELD, expires_at__gt=timezone.now()))
    # The pieces first, as in everything that ends a hold.
    for held in holds:
        _into_cart(held, cart)
    offered = StockRequest.objects.filter(pk=request.pk, state=State.OFFERED)
    if not holds or not offered.update(state=State.TAKEN):
        raise OfferOver
    carts.add(cart=cart, sku=request.variant.sku)
    request.refresh_from_db()
    return request


def _into_cart(held: Reservation, cart: Cart) -> None:
    """From now on an ordinary hold of this cart; pieces that it holds of the same place already add up."""
    live = Reservation.objects.filter(pk=held.pk, state=Reservation.State.HELD)
    same = cart.reservations.filter(
        variant=held.variant_id, warehouse=held.warehouse_id, state=Reservation.State.HELD
    ).first()
    if same is not None and _add_to(same, held):
        is_ours = live.update(state=Reservation.State.RELEASED, expires_at=None)
    else:
        is_ours = live.update(cart=cart, request=None)
    if not is_ours:
        raise OfferOver


def _add_to(same: Reservation, held: Reservation) -> bool:
    """Count what is held in a hold of the cart; false if the clock has ended that one meanwhile."""
    until = max(filter(None, (same.expires_at, held.expires_at)))
    still = Reservation.objects.filter(pk=same.pk, state=Reservation.State.HELD)
    return still.update(quantity=F("quantity") + held.quantity, expires_at=until) == 1


def cancel(*, token: str) -> None:
    """Leave the queue by a letter's link.  Raises NotFound."""
    leave(request=find(token))


@retried
@transaction.atomic
def leave(*, request: StockRequest) -> None:
    """Leave the queue; a piece that was held goes to the next.  Repeating it changes nothing."""
    from shop.stock.after import came_free

    holds = request.reservations.filter(state=Reservation.State.HELD).select_related("variant")
    lock(holds.values("variant"))
    given_back = [Piece.of(row.variant) for row in holds.order_by("variant__sku", "pk") if give_back(row)]
    StockRequest.objects.filter(pk=request.pk, state__in=LIVE).update(state=State.CANCELLED)
    came_free(given_back)


def expire(request_ids: Sequence[int]) -> None:
    """Their holds are over; the next in the queue comes."""
    StockRequest.objects.filter(pk__in=request_ids, state=State.OFFERED).update(state=State.EXPIRED)

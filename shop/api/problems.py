"""Problem documents (RFC 9457): the one form in which the API says no, and the one table of codes and statuses."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from shop.errors import Refusal

from . import language

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
PAGE = "/api/v1/docs/errors/"


@dataclass(frozen=True)
class Kind:
    """What all problems of one code have in common."""

    status: int
    title: str | Promise
    # What a client does about it; stands on the page that ``type`` opens.
    advice: str | Promise


KINDS: dict[str, Kind] = {
    # The request itself
    "bad_request": Kind(
        400, _("The request cannot be read"), _("Mend the request; the same one will be refused again.")
    ),
    "malformed_json": Kind(
        400,
        _("The body is not valid JSON"),
        _("Send one JSON object in UTF-8, at most 32 levels deep, without repeated names."),
    ),
    "invalid": Kind(
        400, _("Some values are not valid"), _("Each entry of “errors” names a value and says what is wrong with it.")
    ),
    "invalid_characters": Kind(
        400, _("The request contains characters that are not allowed"), _("Take the NUL character out of the address.")
    ),
    "invalid_cursor": Kind(
        400,
        _("This cursor belongs to another list"),
        _("Take cursors from “next” and “previous” as they are, or start from the first page."),
    ),
    "not_authenticated": Kind(
        401, _("Sign in first"), _("Send X-Session-Token or Authorization: Bearer; get them under /_allauth/app/v1/.")
    ),
    "permission_denied": Kind(403, _("This is not allowed"), _("The account may not do this.")),
    "csrf_failed": Kind(
        403,
        _("The request did not come from our site"),
        _("With a session cookie, send X-CSRFToken; apps use tokens instead."),
    ),
    "not_found": Kind(404, _("Not found"), _("The address is wrong, or the object belongs to somebody else.")),
    "method_not_allowed": Kind(405, _("This method is not possible here"), _("The Allow header lists those that are.")),
    "not_acceptable": Kind(406, _("The answer is not available in this format"), _("Accept application/json.")),
    "length_required": Kind(
        411,
        _("The request does not say how long it is"),
        _("Send Content-Length instead of sending the body in chunks."),
    ),
    "too_large": Kind(413, _("The request is too large"), _("A body has at most 256 KB.")),
    "unsupported_media_type": Kind(415, _("The body has another format"), _("Send Content-Type: application/json.")),
    "rate_limited": Kind(429, _("Too many requests"), _("Wait as many seconds as Retry-After says.")),
    # Preconditions
    "precondition_failed": Kind(
        412,
        _("It has changed in the meantime"),
        _("“current” holds it as it is now: apply the change to that and send its ETag."),
    ),
    "precondition_required": Kind(428, _("If-Match is missing"), _("Send the ETag of what you have seen in If-Match.")),
    # Repeats
    "idempotency_key_missing": Kind(
        400,
        _("Idempotency-Key is missing"),
        _("Send a new random key, 1 to 255 characters, and the same one when repeating."),
    ),
    "idempotency_key_reused": Kind(
        422, _("This Idempotency-Key was used for another request"), _("Use a new key for a new request.")
    ),
    "idempotency_key_running": Kind(
        409, _("The first request with this key is still running"), _("Repeat it after Retry-After seconds.")
    ),
    # Markets
    "unknown_market": Kind(400, _("There is no such market"), _("Take its code from /markets/.")),
    "not_sold_here": Kind(404, _("Not sold in this market"), _("It has no price there; ask without “market”.")),
    # Carts
    "unknown_sku": Kind(400, _("There is no such SKU"), _("Take SKUs from the variants of a product.")),
    "unavailable": Kind(409, _("No longer on sale"), _("Remove it from the cart.")),
    "invalid_quantity": Kind(400, _("Not a quantity"), _("A quantity is a whole number from 1 to 999.")),
    "out_of_stock": Kind(409, _("Not enough in stock"), _("“available” says how many are left.")),
    "cart_full": Kind(409, _("The cart is full"), _("Order what is in it first.")),
    "cart_not_open": Kind(409, _("The cart is closed"), _("It has become an order; open a new cart.")),
    "voucher_unknown": Kind(400, _("There is no such voucher"), _("Check the code.")),
    "voucher_expired": Kind(400, _("The voucher is no longer valid"), _("Take it out of the cart.")),
    "voucher_used_up": Kind(400, _("The voucher has been used already"), _("Take it out of the cart.")),
    "voucher_set_invalid": Kind(400, _("Not a set of vouchers"), _("Ask for fewer codes or a shorter beginning.")),
    "gift_card_unknown": Kind(400, _("There is no such gift card"), _("Check the code.")),
    "gift_card_expired": Kind(400, _("The gift card has expired"), _("Pay in another way.")),
    "gift_card_empty": Kind(
        409, _("The gift card holds less than that"), _("Read the cart again and show what is left to be paid.")
    ),
    "gift_card_other_currency": Kind(
        400, _("The gift card is in another currency"), _("Pay in another way, or in the card's market.")
    ),
    "gift_card_below_zero": Kind(409, _("The balance cannot become negative"), _("Take away less.")),
    # Orders
    "empty_cart": Kind(409, _("The cart is empty"), _("Put something into it.")),
    "contact_incomplete": Kind(
        409, _("Name, e-mail address or phone number is missing"), _("PATCH the cart with “contact”.")
    ),
    "delivery_incomplete": Kind(409, _("The way of delivery is missing"), _("PATCH the cart with “delivery”.")),
    "delivery_unavailable": Kind(
        409, _("This way of delivery is not on offer"), _("Choose one of the cart's delivery-options.")
    ),
    "price_changed": Kind(
        409,
        _("The total has changed"),
        _("Show the new lines and total; order again with the new expected_total and a new key."),
    ),
    "promotion_used_up": Kind(
        409,
        _("A promotion has been used up"),
        _("Read the cart again, show the new total and order with it and a new key."),
    ),
    "cart_already_ordered": Kind(409, _("The cart is already an order"), _("Look at the order instead.")),
    "payment_method_unavailable": Kind(400, _("This way of payment is not on offer"), _("Choose another method.")),
    "difference_unpaid": Kind(
        409, _("The change is not paid yet"), _("Wait for the payment, or change the order back.")
    ),
    "nothing_to_ship": Kind(409, _("Nothing is left to send"), _("Look at what has left already.")),
    "too_many_pieces": Kind(409, _("So many pieces are not there"), _("Ask for fewer.")),
    "refund_too_large": Kind(409, _("More than was received"), _("Ask for no more than is possible.")),
    "order_not_editable": Kind(409, _("The order cannot be changed"), _("Look at its status.")),
    "nothing_changed": Kind(400, _("Nothing would change"), _("Say what shall be different.")),
    "nothing_to_refund": Kind(409, _("There is nothing to give back"), _("Look at the refunds of the order.")),
    "nothing_to_pay": Kind(
        409, _("There is nothing to pay"), _("Read the order again; its payment may be on its way.")
    ),
    "payment_not_open": Kind(409, _("The payment cannot do that any more"), _("Read the order again.")),
    "wrong_amount": Kind(409, _("Another amount is expected"), _("“expected” says which one, in minor units.")),
    "money_booked_elsewhere": Kind(
        409, _("The money is another order's"), _("“order_number” says whose; give each order a reference of its own.")
    ),
    "not_on_shelf": Kind(409, _("Not on the shelf"), _("Wait for the delivery that the pieces are promised from.")),
    "bundle_refused": Kind(409, _("Not possible for a bundle"), _("Look at the parts of the bundle.")),
    "offer_over": Kind(
        409, _("The offer is over"), _("Ask again to be told; the piece went to the next in the queue.")
    ),
    "not_offered": Kind(409, _("Nothing is held yet"), _("Wait for the letter; “state” becomes “offered” then.")),
    "illegal_transition": Kind(
        409, _("The order cannot do that any more"), _("Read the order again; its status has moved on.")
    ),
    "invoice_not_issued": Kind(
        409, _("There is no invoice yet"), _("It is issued once the order is paid for, or confirmed.")
    ),
    # Returns
    "not_returnable": Kind(
        409, _("Not that many pieces can be returned"), _("“returnable” says how many of “sku” can be.")
    ),
    "return_too_late": Kind(409, _("The time for returns is over"), _("Ask the store about faulty goods.")),
    "return_moved_on": Kind(
        409, _("The return cannot do that any more"), _("Read the return again; its state has moved on.")
    ),
    "too_many_photos": Kind(409, _("The return has all the photos it can have"), _("A return has at most 5.")),
    "photo_too_large": Kind(413, _("The photo is too large"), _("Send at most 8 MB and 50 megapixels.")),
    "photo_unreadable": Kind(400, _("This is not a photo"), _("Send a JPEG, PNG or WebP file as the body.")),
    "draft_sent": Kind(409, _("The pay link has been sent"), _("Withdraw the link first.")),
    "draft_over": Kind(409, _("The pay link is no longer valid"), _("Ask the store for a new one.")),
    "withdrawal_too_late": Kind(409, _("The time for withdrawing is over"), _("Ask the store.")),
    "nothing_to_withdraw": Kind(
        409, _("There is nothing left to withdraw from"), _("Read the order again; its status has moved on.")
    ),
    # Reading changes
    "resync_required": Kind(
        410, _("Start again without “since”"), _("The place is older than 30 days: read everything again.")
    ),
    # Ours
    "server_error": Kind(
        500, _("Something went wrong on our side"), _("Repeat it later; tell us the request_id if it stays.")
    ),
    "busy": Kind(503, _("The shop is busy"), _("Repeat it after Retry-After seconds.")),
}
STATUS = {code: kind.status for code, kind in KINDS.items()}
# What a rule of the shop refuses, if the table does not say otherwise.
REFUSED = Kind(400, _("This is not possible"), _("“detail” says why."))

# Exceptions of Django and of the framework; the first that fits counts.
CODES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    ((Http404, exceptions.NotFound), "not_found"),
    ((exceptions.NotAuthenticated, exceptions.AuthenticationFailed), "not_authenticated"),
    ((exceptions.PermissionDenied, PermissionDenied), "permission_denied"),
    (exceptions.MethodNotAllowed, "method_not_allowed"),
    (exceptions.NotAcceptable, "not_acceptable"),
    (exceptions.UnsupportedMediaType, "unsupported_media_type"),
    (RequestDataTooBig, "too_large"),
    ((exceptions.ParseError, SuspiciousOperation, UnreadablePostError), "bad_request"),
    # The database stayed locked, or is away for a moment.
    (OperationalError, "busy"),
)


def handle(exc: Exception, context: Mapping[str, Any]) -> Response:
    """Turn whatever a view raised into the problem document for it."""
    set_rollback()
    request = context["request"]
    if isinstance(exc, exceptions.ValidationError):
        return answer(request, "invalid", errors=listed(exc.get_full_details()))
    if isinstance(exc, Refusal):
        extra = dict(exc.extra)
        headers = {"Retry-After": str(extra["retry_after"])} if "retry_after" in extra else {}
        if "etag" in extra:
            headers["ETag"] = extra.pop("etag")
        if STATUS.get(exc.code) == HTTPStatus.SERVICE_UNAVAILABLE:
            headers.setdefault("Retry-After", "1")
        return answer(request, exc.code, exc.detail, headers, **extra)
    code = next((code for kinds, code in CODES if isinstance(exc, kinds)), "server_error")
    headers = {}
    if code == "not_authenticated":
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(exc, exceptions.PermissionDenied) and str(exc.detail).startswith("CSRF Failed"):
        code = "csrf_failed"
    if code == "busy":
        headers["Retry-After"] = "1"
        logger.warning("The database did not answer in time: %s", exc)
    if code == "server_error":
        logger.error("%s %s failed", request.method, request.path, exc_info=exc)
        got_request_exception.send(sender=context.get("view").__class__, request=request._request)
    return answer(request, code, None, headers)


def listed(details: Any, pointer: str = "") -> list[dict[str, str]]:
    """The errors of a serializer as one flat list; ``pointer`` is a JSON pointer (RFC 6901) to the value."""
    if isinstance(details, Mapping) and set(details) == {"message", "code"} and isinstance(details["code"], str):
        return [{"pointer": pointer, "code": str(details["code"]), "detail": str(details["message"])}]
    if isinstance(details, Mapping):
        found = []
        for name, inner in details.items():
            step = "" if name == "non_field_errors" else "/" + str(name).replace("~", "~0").replace("/", "~1")
            found += listed(inner, pointer + step)
        return found
    return [error for inner in details for error in listed(inner, pointer)]


def document(request: HttpRequest, code: str, detail: str | None = None, **extra: Any) -> dict[str, Any]:
    """The problem as a dict, in the language that is active."""
    kind = KINDS.get(code, REFUSED)
    return {
        "type": f"{settings.SITE_URL}{PAGE}#{code}",
        "title": str(kind.title),
        "status": kind.status,
        "detail": detail or str(kind.advice),
        "code": code,
        "request_id": getattr(request, "request_id", ""),
        **extra,
    }


def answer(
    request: HttpRequest, code: str, detail: str | None = None, headers: dict[str, str] | None = None, **extra: Any
) -> Response:
    """The problem as an answer of a view."""
    content = document(request, code, detail, **extra)
    return Response(content, status=content["status"], headers=headers, content_type=MEDIA_TYPE)


def problem_response(
    request: HttpRequest, code: str, detail: str | None = None, headers: dict[str, str] | None = None, **extra: Any
) -> HttpResponse:
    """The problem as an answer of a middleware, before any view has been chosen."""
    spoken = language.of(request)
    with translation.override(spoken):
        content = document(request, code, detail, **extra)
    response = HttpResponse(orjson.dumps(content), status=content["status"], content_type=MEDIA_TYPE, headers=headers)
    response["Content-Language"] = spoken
    response["Cache-Control"] = "private, no-store"
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler404`` for addresses under ``/api/``."""
    return problem_response(request, "not_found")


def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500`` for addresses under ``/api/``."""
    return problem_response(request, "server_error")

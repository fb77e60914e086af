"""Requests that have one effect however often they are sent: claimed by Idempotency-Key, answered from the record."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from shop import idempotency
from shop.errors import Refusal

from . import problems


def once(
    request: Request,
    *,
    actor: str,
    endpoint: str,
    body: Any,
    run: Callable[[str], tuple[int, dict[str, Any]]],
    sealed: str | None = None,
) -> Response:
    """Run it with the reference of this request, or repeat what it was answered; a refusal is an answer too.

    The field of the answer that ``sealed`` names is kept encrypted.
    """
    key = request.headers.get("Idempotency-Key", "")
    claimed = idempotency.claim(actor=actor, endpoint=endpoint, key=key, body=body)
    if isinstance(claimed, idempotency.Replay):
        return _answer(claimed.status, claimed.answer, {"Idempotent-Replayed": "true"})
    try:
        status, content = _run(request, claimed.reference, run)
    except BaseException:
        # Our fault or the database's: the next repeat runs it again under the same reference.
        idempotency.give_back(claimed)
        raise
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        idempotency.record(claimed, status=status, answer=content, sealed=sealed)
    else:
        idempotency.give_back(claimed)
    return _answer(status, content)


def _run(
    request: Request, reference: str, run: Callable[[str], tuple[int, dict[str, Any]]]
) -> tuple[int, dict[str, Any]]:
    try:
        return run(reference)
    except Refusal as refusal:
        problem = problems.document(request, refusal.code, refusal.detail, **refusal.extra)
        return problem["status"], problem


def _answer(status: int, content: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    refused = status >= HTTPStatus.BAD_REQUEST
    return Response(content, status=status, headers=headers, content_type=problems.MEDIA_TYPE if refused else None)

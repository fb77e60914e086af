"""A return as pages and the API show it."""

from typing import Any

from django.conf import settings
from django.utils.translation import override

from shop import money, orders, returnable
from shop.models import Order, Return
from shop.returns import CALLED_OFF_FROM

State, Kind = Return.State, Return.Kind
# What ``brief`` reads; a list brings it along, so that its queries do not grow with it.
WITH_ALL = ("lines__order_line", "refunds")


def brief(ret: Return, language: str) -> dict[str, Any]:
    """A return as a row of a list, from rows that the list has fetched along."""
    with override(language):
        return {
            "id": ret.public_id,
            "number": ret.number,
            "order_id": ret.order.public_id,
            "order_number": ret.order.number,
            "kind_label": str(ret.get_kind_display()),
            "state": ret.state,
            "state_label": str(ret.get_state_display()),
            "lines": [{"name": line.order_line.name, "quantity": line.quantity} for line in ret.lines.all()],
            "created_label": orders.in_words(ret.created_at, language),
            "refunded": _refunded(ret, language),
        }


def _refunded(ret: Return, language: str) -> money.Money | None:
    made = list(ret.refunds.all())
    return money.present(sum(one.amount for one in made), ret.order.currency, language) if made else None


def represent(ret: Return, language: str, standing: returnable.Standing | None = None) -> dict[str, Any]:
    """A return as pages and the API show it, in that language."""
    order, lines = ret.order, list(ret.lines.all())
    is_over = ret.state in (State.REFUNDED, State.REJECTED, State.WITHDRAWN)
    with override(language):
        due = None if is_over else returnable.due(ret, standing)
        return {
            "id": ret.public_id,
            "number": ret.number,
            "order_id": order.public_id,
            "order_number": order.number,
            "kind": ret.kind,
            "kind_label": str(ret.get_kind_display()),
            "state": ret.state,
            "state_label": str(ret.get_state_display()),
            "lines": [
                {
                    "sku": line.order_line.sku,
                    "name": line.order_line.name,
                    "quantity": line.quantity,
                    "reason": line.reason or None,
                    "reason_label": str(line.get_reason_display()) if line.reason else "",
                }
                for line in lines
            ],
            "comment": ret.comment,
            "answer": ret.answer,
            "photos": [{"id": photo.pk, "created_at": orders.instant(photo.created_at)} for photo in ret.photos.all()],
            "expected_refund": money.present(due.amount, order.currency, language) if due else None,
            "refund_by": returnable.refund_day(ret.received_at or ret.created_at) if due else None,
            "refunded": _refunded(ret, language),
            "can_be_called_off": ret.kind == Kind.RETURN and ret.state in CALLED_OFF_FROM,
            "timeline": _timeline(ret, language),
            "created_at": orders.instant(ret.created_at),
        }


def _timeline(ret: Return, language: str) -> list[dict[str, str]]:
    decided = State.REJECTED if ret.state == State.REJECTED else State.APPROVED
    steps = (
        (State.REQUESTED, ret.created_at),
        (decided, ret.decided_at),
        (State.RECEIVED, ret.received_at),
        (State.REFUNDED, ret.refunded_at),
    )
    return [
        {
            "state": state.value,
            "label": str(state.label),
            "at": orders.instant(at),
            "at_label": orders.in_words(at, language),
        }
        for state, at in steps
        if at is not None
    ]


def returnable_lines(order: Order) -> list[dict[str, Any]]:
    """What of an order can be returned now, for those who ask by SKU."""
    if not returnable.is_open(order, settings.SHOP["RETURN_DAYS"]):
        return []
    free = returnable.pieces(order)
    return [{"sku": line.sku, "quantity": free[line.pk]} for line in order.lines.all() if line.pk in free]

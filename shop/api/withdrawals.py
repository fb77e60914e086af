"""The right of withdrawal over HTTP: what an order can be withdrawn from, the declaration, its receipt."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from shop import orders, returnable, returns, withdrawals
from shop.models import Order

from . import limits, shapes
from .base import PRIVATE, Public, operation
from .carts import customer_of
from .fields import Email, Input, Quantity, Text
from .once import once
from .orders import OrderView

TAG = "Orders"


class WithdrawnLineInput(Input):
    sku = Text(max_length=80, help_text="Of a line of the order.")
    quantity = Quantity()


class WithdrawalInput(Input):
    """Without ``lines`` it is about everything that can still be withdrawn from."""

    name = Text(max_length=150, help_text="Of the consumer who declares it.")
    email = Email(help_text="The receipt goes there.")
    lines = serializers.ListField(child=WithdrawnLineInput(), min_length=1, max_length=100, required=False)

    def validate_lines(self, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({line["sku"] for line in lines}) < len(lines):
            raise serializers.ValidationError(_("Name each SKU once."), code="repeated_sku")
        return lines


class WithdrawalLinkInput(Input):
    number = Text(max_length=24, help_text="Of the order, such as TM-4K7X-92BD.")
    email = Email(help_text="That it was ordered with.")


class Withdrawals(OrderView):
    """What was declared about one order, and what still can be."""

    def limit_of(self, request: Request) -> limits.Limit:
        return limits.ORDERING if request.method == "POST" else limits.SHOPPING

    @operation(
        "listWithdrawals",
        "Show what an order can be withdrawn from, until when, and what was declared",
        tag=TAG,
        answer=shapes.Withdrawals,
        headers=("Order-Token",),
        description=(
            "`withdrawable` says how many pieces of each SKU, `until` the end of the last day; `until` is null until "
            "everything has arrived, for the time has not begun then."
        ),
    )
    def get(self, request: Request, order: str, query: dict[str, Any]) -> Response:
        found = self.found(request, order)
        until = returnable.open_until(found, settings.SHOP["WITHDRAWAL_DAYS"])
        return Response(
            {
                "results": withdrawals.declared(found, get_language()),
                "withdrawable": withdrawals.withdrawable(found),
                "until": orders.instant(until) if until else None,
            }
        )

    @operation(
        "declareWithdrawal",
        "Declare the withdrawal from a contract",
        tag=TAG,
        body=WithdrawalInput,
        answer=shapes.Withdrawal,
        status=HTTPStatus.CREATED,
        headers=("Idempotency-Key", "Order-Token"),
        refusals=("withdrawal_too_late", "nothing_to_withdraw", "not_returnable"),
        description=(
            "This call is the confirmation (2011/83/EU, article 11a): show the consumer the whole statement first, "
            "with who declares it, the order and the goods, below a button that says that it confirms. No reason is "
            "asked. What has not left the house is cancelled and paid back, what has comes back as the return "
            "`return_id`. The answer is the receipt, which is mailed to `email` too."
        ),
    )
    def post(self, request: Request, order: str, query: dict[str, Any], body: dict[str, Any]) -> Response:
        found = self.found(request, order)

        def run(reference: str) -> tuple[int, dict[str, Any]]:
            statement = withdrawals.withdraw(
                order=found,
                name=body["name"],
                email=body["email"],
                lines=_lines(found, body["lines"]) if "lines" in body else None,
                language=get_language(),
                reference=reference,
                actor=customer_of(request),
            )
            return HTTPStatus.CREATED, withdrawals.represent(statement, get_language())

        return once(request, actor=f"order:{found.public_id}", endpoint="withdrawals", body=body, run=run)


class WithdrawalOne(OrderView):
    """The receipt of one declaration."""

    @operation(
        "getWithdrawal",
        "Show the receipt of a withdrawal",
        tag=TAG,
        answer=shapes.Withdrawal,
        headers=("Order-Token",),
    )
    def get(self, request: Request, order: str, withdrawal: str, query: dict[str, Any]) -> Response:
        statement = withdrawals.find(withdrawal, order=self.found(request, order))
        return Response(withdrawals.represent(statement, get_language()))


class WithdrawalLinks(Public):
    """For guests who have lost their token: whoever reads the letter has ordered with its address."""

    # Who asks makes no difference; guesses are counted by where they come from.
    limit = limits.GUESSING
    cache_control = PRIVATE

    @operation(
        "askForWithdrawalLink",
        "Have a link mailed that opens the withdrawal from a guest's order",
        tag=TAG,
        body=WithdrawalLinkInput,
        answer=shapes.WithdrawalLink,
        status=HTTPStatus.ACCEPTED,
        description=(
            "The letter goes to the address that the order was placed with, and its link opens the site for a day. The "
            "answer is the same whether there is such an order or not."
        ),
    )
    def post(self, request: Request, query: dict[str, Any], body: dict[str, Any]) -> Response:
        withdrawals.ask_for_link(**body)
        return Response({"email": body["email"]}, status=HTTPStatus.ACCEPTED)


def _lines(order: Order, given: list[dict[str, Any]]) -> dict[int, int]:
    """By the key of the line; nobody withdraws from a SKU that the order does not have."""
    known = {line.sku: line.pk for line in order.lines.all()}
    for line in given:
        if line["sku"] not in known:
            raise returns.NotReturnable(line["sku"])
    return {known[line["sku"]]: line["quantity"] for line in given}

"""Tickets with which an app opens the live socket to private topics, so that no token stands in an address."""

from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from shop.changes import tickets, visitors

from . import shapes
from .base import View, operation
from .fields import Input, Text
from .policies import Holder


class TicketInput(Input):
    topics = serializers.ListField(child=Text(max_length=60), required=False, max_length=visitors.TOPICS_AT_MOST)


class LiveTickets(View):
    """A ticket opens one connection within thirty seconds."""

    permission_classes = (Holder,)

    @operation(
        "createLiveTicket",
        "Get a one-time ticket for the live socket",
        tag="Live",
        body=TicketInput,
        answer=shapes.Ticket,
        status=201,
        headers=("Order-Token",),
        description=(
            "For the private topics `cart:…` and `order:…`. A guest names carts by their id and proves orders with "
            "Order-Token. A topic that is not the caller's is answered 404."
        ),
    )
    def post(self, request: Request, query: dict[str, Any], body: dict[str, Any]) -> Response:
        topics = body.get("topics", [])
        if topics and not visitors.are_well_formed(topics):
            raise serializers.ValidationError({"topics": [_("These are not topics.")]})
        ticket = tickets.issue(visitor=visitor(request), topics=topics)
        content = {"ticket": ticket, "expires_in": int(tickets.LIFETIME.total_seconds())}
        return Response(content, status=HTTPStatus.CREATED)


def visitor(request: Request) -> visitors.Visitor:
    """What the caller has proved to the API, in the words of the socket."""
    order_token = request.headers.get("Order-Token", "")
    if not request.user.is_authenticated:
        return visitors.Visitor(order_token=order_token)
    return visitors.Visitor(user_id=request.user.pk, session_key=_session_key(request), order_token=order_token)


def _session_key(request: Request) -> str:
    """The session that the caller's proof belongs to: when it ends, so does the connection."""
    return visitors.recognise(request._request, trusts_cookies=True).session_key

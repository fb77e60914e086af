"""Who may call an operation: each view names one of these, and a view that names none is closed."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class Nobody(BasePermission):
    """The default: closed until a view says whom it is for."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return False


class Anyone(BasePermission):
    """Public: nothing of one person is shown to another, though prices may be the caller's own."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return True


class Holder(BasePermission):
    """Whoever holds what cannot be guessed: a guest's cart id or Order-Token, a customer's own session.

    The object is looked up with the caller (``carts.find``, ``orders.find``), which answers 404 for another person's.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        return True


class Customer(BasePermission):
    """Signed-in people, who see only what is theirs."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(request.user and request.user.is_authenticated)

"""The account of whoever is signed in: what the shop keeps about a person, and what he may change himself."""

from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response

from . import shapes
from .base import View, operation
from .fields import Choice, Input, Phone, Text
from .policies import Customer

TAG = "Account"


class MeInput(Input):
    """The e-mail address is changed where it is verified: under /_allauth/app/v1/."""

    name = Text(max_length=150, required=False, allow_blank=True)
    phone = Phone(required=False, allow_blank=True)
    language = Choice(choices=[code for code, _name in settings.LANGUAGES], required=False)


class Me(View):
    """One's own account."""

    permission_classes = (Customer,)

    @operation("getMe", "Show one's account", tag=TAG, answer=shapes.Me, refusals=("not_authenticated",))
    def get(self, request: Request, query: dict[str, Any]) -> Response:
        return Response(represent(request.user))

    @operation(
        "updateMe",
        "Change name, telephone number or language",
        tag=TAG,
        body=MeInput,
        answer=shapes.Me,
        refusals=("not_authenticated",),
    )
    def patch(self, request: Request, query: dict[str, Any], body: dict[str, Any]) -> Response:
        user: Any = request.user
        for name, value in body.items():
            setattr(user, name, value)
        user.save(update_fields=list(body))
        return Response(represent(user))


def represent(user: Any) -> dict[str, Any]:
    return {
        "email": user.email,
        "name": user.name,
        "phone": user.phone,
        "language": user.language,
    }

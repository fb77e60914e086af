"""What a product page shows: the read model's detail, the chosen variant, and the choices around it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from content.models import ProductPage
    from django.http import HttpRequest


def context(page: "ProductPage", request: "HttpRequest") -> dict[str, Any]:
    return {}

"""What all views of the API share: who may call, JSON, languages, limits, ETags, problem documents.

The framework's global defaults stay untouched, because Wagtail's admin is built on the same framework; every view
here inherits its classes from ``View`` instead.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from shop import markets, prepared
from shop.errors import NotFound, Refusal
from shop.markets import Buyer

from . import conditional, language, limits, problems
from .authentication import Bearer, Cookie, SessionToken
from .fields import Input, Query
from .formats import Json, OnlyJson, StrictJson
from .policies import Anyone, Nobody
from .schema import Operation, Schema

PRIVATE = "private, no-store"
CATALOGUE = "public, max-age=60, stale-while-revalidate=300"


class LengthRequired(Refusal):
    code = "length_required"

    def sentence(self) -> str:
        return _("Send the length of the body in Content-Length.")


class View(APIView):
    """A resource of the API; closed until it names its policy."""

    authentication_classes = (Bearer, SessionToken, Cookie)
    permission_classes = (Nobody,)
    renderer_classes = (Json,)
    parser_classes = (StrictJson,)
    content_negotiation_class = OnlyJson
    throttle_classes = ()
    schema = Schema()
    limit = limits.SHOPPING
    cache_control = PRIVATE

    format_kwarg = None
    _counted: limits.Count | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        spoken = language.of(request)
        translation.activate(spoken)
        response = super().dispatch(request, *args, **kwargs)
        if isinstance(response, Response):
            response.render()
        if response.status_code == 200 and request.method in ("GET", "HEAD"):
            response.setdefault("Cache-Control", self.cache_control)
            conditional.mark(response)
            if conditional.is_known(request, response):
                self._pay_back()
                # What the middleware keeps it needs whole; it answers 304 itself.
                if not (getattr(response, "is_prepared", False) and prepared.is_for_everybody(request)):
                    conditional.empty(response)
        response.setdefault("Cache-Control", PRIVATE)
        response.setdefault("Content-Language", spoken)
        patch_vary_headers(response, [language.HEADER])
        if self.authentication_classes:
            patch_vary_headers(response, ["Authorization", "X-Session-Token", "Cookie"])
        limits.put_headers(response, self._counted)
        return response

    def _pay_back(self) -> None:
        """Asking whether something has changed costs nothing."""
        if self._counted:
            self._counted = limits.give_back(self._counted)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check format, caller, limits, policy; a caller with a wrong token is counted by his address."""
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
            # Django reads as much of a body as was announced, which is nothing.
            raise LengthRequired
        request.version, request.versioning_scheme = None, None
        try:
            self.perform_authentication(request)
        finally:
            self._counted = limits.count(request, self.limit_of(request), request.user)
            limits.refuse_excess(self._counted)
        self.check_permissions(request)

    def limit_of(self, request: Request) -> limits.Limit:
        """By which limit this request is counted."""
        return self.limit

    def get_exception_handler(self) -> Callable:
        return problems.handle

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Say which methods there are, nothing else."""
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})


class Public(View):
    """Part of the catalogue: the same for everybody, kept by caches for a minute."""

    authentication_classes = ()
    permission_classes = (Anyone,)
    limit = limits.CATALOGUE
    cache_control = CATALOGUE


class Priced(View):
    """Part of the catalogue that shows prices: those of a market, or of the customer who says who he is.

    Everybody may read it, so that a token which is no longer good makes the caller a guest and nothing worse.
    """

    permission_classes = (Anyone,)
    limit = limits.CATALOGUE
    cache_control = CATALOGUE

    def perform_authentication(self, request: Request) -> None:
        with suppress(AuthenticationFailed):
            super().perform_authentication(request)

    def buyer_of(self, request: Request, query: dict[str, Any]) -> Buyer | None:
        """Whose prices are asked for; None for everybody's."""
        market = markets.chosen(query["market"]) if "market" in query else None
        customer = request.user if request.user.is_authenticated else None
        if market is None and customer is None:
            return None
        buyer = markets.buyer(customer=customer, market=market)
        if buyer.group_ids:
            self.cache_control = PRIVATE
        return None if buyer.is_everybody else buyer


def operation(
    name: str,
    summary: str,
    *,
    tag: str,
    answer: Any = None,
    status: int = 200,
    query: type[Query] = Query,
    body: type[Input] | None = None,
    refusals: tuple[str, ...] = (),
    headers: tuple[str, ...] = (),
    description: str = "",
) -> Callable:
    """Declare a method of a view once, for the reader and for the machine.

    Parameters and body are validated by the declared serializers before the method runs, which gets them as
    ``query`` and ``body``; the OpenAPI document is made from the same declaration.
    """

    def declare(method: Callable) -> Callable:
        @wraps(method)
        def run(self: View, request: Request, **path: Any) -> Response:
            given: dict[str, Any] = {"query": query.read(request)}
            if body is not None:
                given["body"] = body.reader().run_validation(request.data)
            return method(self, request, **path, **given)

        run.operation = Operation(refusals=refusals, headers=headers, status=status, body=body, answer=answer)  # type: ignore[attr-defined]
        return extend_schema(
            operation_id=name,
            summary=summary,
            description=description or summary,
            tags=[tag],
            parameters=[query],
            request=body,
            responses={status: answer},
        )(run)

    return declare


class Unknown(Public):
    """Every address under ``/api/`` that no other route takes."""

    schema = None
    cache_control = PRIVATE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.http_method_not_allowed = self._refuse  # type: ignore[method-assign]
        return super().dispatch(request, *args, **kwargs)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._refuse(request)

    def _refuse(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        raise NotFound

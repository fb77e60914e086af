"""What every page of the site has: its way up, its translations, and how it is served."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.models import Page

from content import addresses
from shop import prepared


class StorePage(Page):
    """A page of the store; guests get it as prepared bytes while the catalogue's version stays the same."""

    # A short name for clients of the API.
    kind: str = ""

    class Meta:
        abstract = True

    @property
    def language(self) -> str:
        return self.locale.language_code

    @property
    def public_id(self) -> str:
        """The same for as long as the page exists, and impossible to count up."""
        return f"page_{self.translation_key.hex}_{self.language}"

    @cached_property
    def breadcrumbs(self) -> list[dict[str, str]]:
        return addresses.breadcrumbs(self)

    @cached_property
    def alternates(self) -> dict[str, str]:
        return addresses.alternates(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.breadcrumbs
        context["alternates"] = self.alternates
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Whoever is let past a view restriction has a session, and is never served from what is kept for everybody.
        response = super().serve(request, *args, **kwargs)
        return response if request.is_preview else prepared.mark(response)  # type: ignore[attr-defined]

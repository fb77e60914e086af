"""What search engines read: the map of all published addresses, and where not to go."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from shop.models import CategoryPresentation, PageDocument, Presentation

# Pages for one person, and endless combinations of filters.
NOT_FOR_ROBOTS = ("/admin/", "/api/", "/_allauth/", "/payments/", "/ws/", "/*/accounts/", "/*/account/", "/*/cart/")
NOT_FOR_ROBOTS += ("/*/checkout/", "/*/search/", "/*/compare/")


class Published(Sitemap):
    """Every published page in every language, from the read model: no page is asked."""

    def items(self) -> list[str]:
        return sorted({*self._addresses()})

    def location(self, item: str) -> str:
        return item

    @staticmethod
    def _addresses() -> Iterator[str]:
        yield from PageDocument.objects.values_list("path", flat=True)
        yield from CategoryPresentation.objects.values_list("url", flat=True)
        yield from Presentation.objects.filter(product__entries__isnull=False).values_list("url", flat=True)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt, with the address of the map."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)]
    lines += ["", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")

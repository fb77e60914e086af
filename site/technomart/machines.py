"""What search engines read: the map of all published addresses, and where not to go."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from shop.models import CatalogEntry, PageDocument

# Pages for one person, and endless combinations of filters.
NOT_FOR_ROBOTS = ("/admin/", "/api/", "/_allauth/", "/payments/", "/ws/", "/*/accounts/", "/*/account/", "/*/cart/")
NOT_FOR_ROBOTS += ("/*/checkout/", "/*/search/", "/*/compare/")


class Published(Sitemap):
    """Every published page with its translations, from the read model: no page is asked.

    A product that is sold no more keeps its page, which answers 410, and is left out.
    """

    def items(self) -> list[PageDocument]:
        # As text: PostgreSQL compares no JSON with a column of text.
        addresses = CatalogEntry.objects.annotate(address=KT("card__url"))
        on_sale = addresses.filter(language=OuterRef("language"), address=OuterRef("path"))
        shown = PageDocument.objects.filter(~Q(type="product") | Exists(on_sale))
        return list(shown.only("public_id", "path", "language").order_by("path"))

    def location(self, item: PageDocument) -> str:
        return item.path

    def get_urls(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        urls = super().get_urls(*args, **kwargs)
        locations = {url["item"].pk: url["location"] for url in urls}
        translations: defaultdict[str, list[PageDocument]] = defaultdict(list)
        for item in self.paginator.object_list:
            translations[_without_language(item)].append(item)
        for url in urls:
            url["alternates"] = [
                {"location": locations[other.pk], "lang_code": other.language}
                for other in translations[_without_language(url["item"])]
                if other.pk in locations
            ]
        return urls


def _without_language(page: PageDocument) -> str:
    """What the ids of a page's translations have in common: page_…_en, page_…_ru."""
    return page.public_id.rpartition("_")[0]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt, with the address of the map."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)]
    lines += ["", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")

"""Where pages are: their paths on the site, the way up from them, their translations."""

from wagtail.models import Page


def path_of(page: Page) -> str:
    """The page's path such as ``/en/smartphones/``, or nothing for a page outside every site."""
    parts = page.get_url_parts()
    return (parts[2] or "") if parts else ""


def breadcrumbs(page: Page) -> list[dict[str, str]]:
    """The pages from the home page down to this one."""
    # The root of all trees has depth 1; what editors build begins at 2.
    above = page.get_ancestors().filter(depth__gt=1).order_by("path")
    return [{"name": one.title, "url": path_of(one)} for one in (*above, page)]


def alternates(page: Page) -> dict[str, str]:
    """The page's published translations, itself included: language → path."""
    pages = page.get_translations(inclusive=True).live().public().select_related("locale")
    return {one.locale.language_code: path_of(one) for one in pages}

"""The page of a department or of a part of one, in one language."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.url_routing import RouteResult

from content import addresses, product_view
from content.blocks import article_blocks
from content.forms import CategoryPageForm
from shop import prepared
from shop.models import Category

from .base import StorePage


class CategoryPage(StorePage):
    """Words and a picture for a category of the shop; its products come from the shop."""

    kind = "category"

    # Required by the form.  A copy of the page begins without, so that it cannot take the original's place.
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("category"),
        help_text=_("The shop's category whose products this page lists."),
    )
    introduction = models.TextField(
        _("introduction"), max_length=600, blank=True, help_text=_("One to three sentences over the list.")
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Stands on the tile of the home page."),
    )
    body = StreamField(
        article_blocks(),
        verbose_name=_("text below the list"),
        blank=True,
        help_text=_("Advice and questions for this category."),
    )

    template = "content/category_page.html"
    base_form_class = CategoryPageForm
    parent_page_types = ["content.HomePage", "content.CategoryPage"]
    subpage_types = ["content.CategoryPage", "content.ProductPage"]
    exclude_fields_in_copy = ["category"]
    content_panels = [
        *StorePage.content_panels,
        FieldPanel("category"),
        FieldPanel("introduction"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("category page")
        verbose_name_plural = _("category pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Children first; then a product that the catalogue shows at this address although no page describes it."""
        try:
            return super().route(request, path_components)
        except Http404:
            if not self.live or len(path_components) != 1:
                raise
            path = f"{addresses.path_of(self)}{path_components[0]}/"
            shown = product_view.context_without_page(self, path, request)
            if shown is None:
                raise
            return RouteResult(self, kwargs={"shown": shown})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "shown" not in kwargs:
            return super().serve(request, *args, **kwargs)
        context = super().get_context(request) | kwargs["shown"]
        return prepared.mark(render(request, "content/product_page.html", context))

    @cached_property
    def words(self) -> dict[str, Any]:
        from content import category_view

        return category_view.words(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from content import category_view

        return super().get_context(request, *args, **kwargs) | category_view.context(self, request)

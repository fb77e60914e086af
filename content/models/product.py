"""The page of a product in one language: words and pictures, never prices or stock."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField

from content import product_view
from content.admin.panel import LedgerPanel
from content.blocks import ProductPictureBlock, article_blocks
from content.forms import ProductPageForm
from shop.models import Product

from .base import StorePage


class ProductPage(StorePage):
    """Words and pictures for a product of the shop; both languages point at one product."""

    kind = "product"

    # Required by the form.  A copy of the page begins without, so that it cannot take the original's place.
    product = models.ForeignKey(
        Product,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("product"),
        help_text=_("What this page describes; the same in all languages."),
    )
    summary = models.TextField(
        _("in short"),
        max_length=600,
        blank=True,
        help_text=_("Three sentences: what it is, for whom, and for whom not."),
    )
    pictures = StreamField(
        [("picture", ProductPictureBlock())],
        verbose_name=_("pictures"),
        blank=True,
        help_text=_("At least three; the first one stands in lists."),
    )
    body = StreamField(
        article_blocks(),
        verbose_name=_("description"),
        blank=True,
        help_text=_("Benefits, what is in the box, care."),
    )

    template = "content/product_page.html"
    base_form_class = ProductPageForm
    parent_page_types = ["content.CategoryPage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["product"]
    content_panels = [
        *StorePage.content_panels,
        FieldPanel("product"),
        FieldPanel("summary"),
        FieldPanel("pictures"),
        FieldPanel("body"),
    ]

    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList([LedgerPanel()], heading=_("Variants, prices, stock")),
            ObjectList(StorePage.promote_panels, heading=_("Promote")),
            # Scheduling and comments; Wagtail draws them beside the form.
            ObjectList(StorePage.settings_panels, heading=_("Settings")),
        ]
    )

    class Meta:
        verbose_name = _("product page")
        verbose_name_plural = _("product pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | product_view.context(self, request)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.product_id is None:
            raise Http404("This page names no product.")
        try:
            return super().serve(request, *args, **kwargs)
        except product_view.NotOnSale:
            return render(request, "shop/gone.html", product_view.gone(self, request), status=410)

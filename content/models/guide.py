"""Guides: articles that help to choose, and the page that lists them."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from content import guides
from content.blocks import story_blocks
from shop.models import Category

from .base import StorePage


class GuideIndexPage(StorePage):
    """Lists the guides below it, newest first."""

    kind = "guides"

    introduction = models.TextField(
        _("introduction"), max_length=400, blank=True, help_text=_("One or two sentences over the list.")
    )

    template = "content/guide_index_page.html"
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.GuidePage"]
    content_panels = [*StorePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("list of guides")
        verbose_name_plural = _("lists of guides")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["guides"] = guides.below(self)
        return context


class GuidePage(StorePage):
    """An article that answers first and shows products where they are discussed."""

    kind = "guide"

    author = models.CharField(_("author"), max_length=80, blank=True, help_text=_("Who answers for the advice."))
    introduction = models.TextField(
        _("answer"), max_length=400, blank=True, help_text=_("The answer first, in two sentences.")
    )
    cover = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover"),
        help_text=_("The picture in lists of guides."),
    )
    category = models.ForeignKey(
        Category,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("about"),
        help_text=_("Products of this category link to the guide."),
    )
    body = StreamField(
        story_blocks(), verbose_name=_("article"), blank=True, help_text=_("Headings make the list of contents.")
    )

    template = "content/guide_page.html"
    parent_page_types = ["content.GuideIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *StorePage.content_panels,
        FieldPanel("author"),
        FieldPanel("introduction"),
        FieldPanel("cover"),
        FieldPanel("category"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | guides.context(self, context)

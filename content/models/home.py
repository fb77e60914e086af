"""The home page of one language."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from content import home
from content.blocks import TEXT_FEATURES, ProductShelfBlock, story_blocks

from .base import StorePage


class HomePage(StorePage):
    """The first page of a language; departments and guides below it are listed by themselves."""

    kind = "home"

    introduction = RichTextField(
        _("introduction"), blank=True, features=TEXT_FEATURES, help_text=_("A few sentences below the shelves.")
    )
    hero_kicker = models.CharField(
        _("kicker"), max_length=60, blank=True, help_text=_("A few words over the large heading.")
    )
    hero_title = models.CharField(
        _("large heading"), max_length=80, blank=True, help_text=_("What this week is about.")
    )
    hero_text = models.CharField(
        _("sentence"), max_length=200, blank=True, help_text=_("One sentence under the heading.")
    )
    hero_link = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("button leads to"),
        help_text=_("The page that the button opens."),
    )
    hero_label = models.CharField(
        _("button says"), max_length=40, blank=True, help_text=_("What happens when it is pressed.")
    )
    hero_image = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Stands beside the heading."),
    )
    hero_alt = models.CharField(
        _("what the picture shows"), max_length=160, blank=True, help_text=_("Leave empty if it only decorates.")
    )
    shelves = StreamField(
        [("product_shelf", ProductShelfBlock())],
        verbose_name=_("product shelves"),
        blank=True,
        help_text=_("Rows of products, from top to bottom."),
    )
    body = StreamField(
        story_blocks(), verbose_name=_("further content"), blank=True, help_text=_("Stands at the end of the page.")
    )

    template = "content/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["content.CategoryPage", "content.GuideIndexPage", "content.StaticPage"]
    content_panels = [
        *StorePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero_kicker"),
                FieldPanel("hero_title"),
                FieldPanel("hero_text"),
                FieldPanel("hero_label"),
                FieldPanel("hero_link"),
                FieldPanel("hero_image"),
                FieldPanel("hero_alt"),
            ],
            heading=_("Opening"),
        ),
        FieldPanel("shelves"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | home.context(self, request)

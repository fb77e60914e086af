"""Pages of plain words: delivery, returns, terms."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from content.blocks import story_blocks

from .base import StorePage


class StaticPage(StorePage):
    """A page of words that changes seldom."""

    kind = "static"

    body = StreamField(story_blocks(), verbose_name=_("content"), blank=True, help_text=_("What the page says."))

    template = "content/static_page.html"
    parent_page_types = ["content.HomePage", "content.StaticPage"]
    subpage_types = ["content.StaticPage"]
    content_panels = [*StorePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("static page")
        verbose_name_plural = _("static pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["blocks"] = self.body.render_as_block(context)
        return context

"""What stands around every page: who sells, how to reach them, and the links of the footer."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField


class FooterColumnBlock(blocks.StructBlock):
    title_en = blocks.CharBlock(label=_("Heading (English)"), max_length=40, help_text=_("Two words at most."))
    title_ru = blocks.CharBlock(label=_("Heading (Russian)"), max_length=40, help_text=_("Two words at most."))
    pages = blocks.ListBlock(
        blocks.PageChooserBlock(label=_("Page")),
        label=_("Pages"),
        min_num=1,
        max_num=10,
        help_text=_("In any language: each language links to its own translation."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Column")
        label_format = "{title_en} · {title_ru}"
        description = _("A heading with links to pages.")


@register_setting(icon="home", order=100)
class StoreSettings(BaseGenericSetting):
    """The seller and the footer, for all languages."""

    phone = models.CharField(
        _("telephone"), max_length=40, default="8 800 555-01-20", help_text=_("As people read it, with spaces.")
    )
    email = models.EmailField(
        _("e-mail"), default="shop@technomart.example", help_text=_("Shoppers' letters come here.")
    )
    seller_en = models.TextField(
        _("seller (English)"),
        max_length=600,
        blank=True,
        help_text=_("Legal name, registration number and address, one a line."),
    )
    seller_ru = models.TextField(
        _("seller (Russian)"),
        max_length=600,
        blank=True,
        help_text=_("Legal name, registration number and address, one a line."),
    )
    footer = StreamField(
        [("column", FooterColumnBlock())],
        verbose_name=_("footer"),
        blank=True,
        help_text=_("Columns of links, from left to right; the header shows the first four links of the first."),
    )

    panels = [
        MultiFieldPanel([FieldPanel("phone"), FieldPanel("email")], heading=_("Contacts")),
        MultiFieldPanel([FieldPanel("seller_en"), FieldPanel("seller_ru")], heading=_("Seller")),
        FieldPanel("footer"),
    ]

    class Meta:
        verbose_name = _("store")
        verbose_name_plural = _("store")

    def seller(self, language: str) -> list[str]:
        """The seller's lines in a language."""
        return (getattr(self, f"seller_{language}", "") or self.seller_en).splitlines()

"""The shop window: pages, blocks, menus; pushes what is published into the shop's catalogue."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        from content import receivers

        receivers.connect()

"""The project itself: start-up checks and the commands that wire the apps together."""

from django.apps import AppConfig


class TechnomartConfig(AppConfig):
    name = "technomart"
    verbose_name = "Technomart"

    def ready(self) -> None:
        from . import checks

        checks.register_all()

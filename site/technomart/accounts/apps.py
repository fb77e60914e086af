"""People: the user, signing up and in, roles of staff."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "technomart.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from . import receivers

        user_logged_in.connect(receivers.keep_what_the_guest_chose)
        post_migrate.connect(receivers.make_roles)

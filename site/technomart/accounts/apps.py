"""People: the user, signing up and in, personal data."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "technomart.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

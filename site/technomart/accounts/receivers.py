"""What follows from a sign-in and from an installation."""

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from shop.views import current


def keep_what_the_guest_chose(sender: Any, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    """Puts the guest's cart, known by the signed cookie, into the cart of the customer he turns out to be."""
    current.merge_at_sign_in(request, user)


def make_roles(app_config: AppConfig, **kwargs: Any) -> None:
    """Makes the groups of staff once the last app has its permissions; Django tells of each app with models."""
    with_models = [app for app in apps.get_app_configs() if app.models_module is not None]
    if app_config is with_models[-1]:
        from . import roles

        roles.make()

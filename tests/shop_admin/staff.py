"""People of the shop's staff, as tests need them: by role, or with single rights."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.test import Client

from tests import factories as make


def staff_in(role: str) -> Any:
    user = make.make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def staff_with(*codenames: str) -> Any:
    """Somebody who may enter the admin and has these rights, and no other."""
    user = make.make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    return user


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client

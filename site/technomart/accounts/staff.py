"""Wagtail's screens for users, with the store's own user: one name, no password set by others."""

from wagtail.users.apps import WagtailUsersAppConfig


class StaffConfig(WagtailUsersAppConfig):
    user_viewset = "technomart.accounts.viewsets.StaffViewSet"

"""The sockets of the store without its pages, for processes that tests start and kill."""

import django

django.setup()

from shop.changes.routing import websocket_application as application  # noqa: E402

__all__ = ["application"]

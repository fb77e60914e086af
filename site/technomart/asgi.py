"""Entry for HTTP and sockets in one process: `make run`, and the live process in production."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "technomart.settings.production")
# Django is set up before the consumers are imported: they use its models.
pages = get_asgi_application()

from channels.routing import ProtocolTypeRouter  # noqa: E402

from shop.changes.routing import sse_application, websocket_application  # noqa: E402
from technomart.middleware.bodies import BoundedBodies  # noqa: E402

EVENTS = "/api/v1/live/"


async def http(scope, receive, send):  # type: ignore[no-untyped-def]
    """Server-sent events stay open without a thread; everything else is Django's."""
    if scope["path"] == EVENTS:
        await sse_application(scope, receive, send)
    else:
        await pages(scope, receive, send)


application = ProtocolTypeRouter({"http": BoundedBodies(http), "websocket": websocket_application})

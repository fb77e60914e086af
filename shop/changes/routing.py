"""The two doors to live changes, for the ASGI entry."""

from .sockets import Message, Receive, Send, live_socket, unknown_socket
from .streams import live_stream as sse_application

__all__ = ["sse_application", "websocket_application"]


async def websocket_application(scope: Message, receive: Receive, send: Send) -> None:
    """Every WebSocket of the store."""
    is_live = scope["path"].rstrip("/") == "/ws/v1/live"
    await (live_socket if is_live else unknown_socket)(scope, receive, send)

"""Orders in the admin: found, opened, moved along their transitions, sent, changed and refunded."""

from .audit import log_words
from .viewset import OrderViewSet

__all__ = ["OrderViewSet", "log_words"]

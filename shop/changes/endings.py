"""Why the server ends a connection: each reason has a close code, a word for programs and a sentence for people.

The codes are 4000 and the HTTP status that says the same; Daphne sends no others.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Ending(NamedTuple):
    """What a client is told when it is sent away."""

    code: int
    word: str
    sentence: str | Promise


NOT_SUBSCRIBED = Ending(4400, "not_subscribed", _("Nothing was subscribed to in time."))
MALFORMED = Ending(4400, "malformed", _("Send JSON objects, one a message."))
WRONG_TICKET = Ending(4401, "wrong_ticket", _("This ticket is unknown, used or too old. Ask for a new one."))
WRONG_CREDENTIALS = Ending(4401, "wrong_credentials", _("These credentials are not valid. Sign in again."))
SIGNED_OUT = Ending(4401, "signed_out", _("The session has ended. Sign in again."))
WRONG_ORIGIN = Ending(4403, "wrong_origin", _("Other sites may not connect."))
UNKNOWN_TOPIC = Ending(4404, "unknown_topic", _("There is no such topic, or it belongs to somebody else."))
UNKNOWN_ADDRESS = Ending(4404, "unknown_address", _("There is nothing at this address."))
TOO_SLOW = Ending(4408, "too_slow", _("Too much was waiting to be read. Connect again with the last “since”."))
TOO_LARGE = Ending(4413, "too_large", _("A message has at most 16 KB."))
NOT_TEXT = Ending(4415, "not_text", _("Messages are text, not binary."))
TOO_MANY_MESSAGES = Ending(4429, "too_many_messages", _("Too many messages. Connect again a little later."))
TOO_MANY_CONNECTIONS = Ending(4429, "too_many_connections", _("Too many open connections. Close some of them."))
UNAVAILABLE = Ending(4503, "unavailable", _("This is not possible at the moment. Connect again a little later."))

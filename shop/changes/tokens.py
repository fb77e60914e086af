"""A reader's place in the log as a word that clients keep: opaque, fit for addresses, bound to this log."""

import base64
import binascii
import struct

from django.utils.crypto import constant_time_compare, salted_hmac

from shop.errors import ResyncRequired

from . import log

# The log's identity (8 characters) and the sequence, followed by the first 12 bytes of a keyed digest.
_LAYOUT = struct.Struct(">8sQ")
_SEAL = 12


def encode(sequence: int) -> str:
    return sealed(log.remembered_state().identity, sequence)


def sealed(identity: str, sequence: int) -> str:
    """The token for a place in a log whose identity is known already."""
    place = _LAYOUT.pack(identity.encode(), sequence)
    return base64.urlsafe_b64encode(place + _seal(place)).decode().rstrip("=")


def decode(token: str) -> int:
    """The sequence behind a token; ResyncRequired if it is not ours, of another log, or too old to go on from."""
    sequence = _open(token)
    if sequence is None or not log.is_complete_after(sequence):
        raise ResyncRequired
    return sequence


def place_of(token: str) -> int:
    """The sequence behind a token of this log, whether or not one can still go on from there; 0 if it is none."""
    return _open(token) or 0


def _open(token: str) -> int | None:
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except (UnicodeEncodeError, binascii.Error):
        return None
    if len(raw) != _LAYOUT.size + _SEAL:
        return None
    place, seal = raw[: _LAYOUT.size], raw[_LAYOUT.size :]
    if not constant_time_compare(seal, _seal(place)):
        return None
    identity, sequence = _LAYOUT.unpack(place)
    if identity.decode() not in (log.remembered_state().identity, log.state().identity):
        return None
    return sequence


def _seal(place: bytes) -> bytes:
    return salted_hmac("shop.changes.tokens", place, algorithm="sha256").digest()[:_SEAL]

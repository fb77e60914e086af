"""Who is asking: the caller's network address, believing no more of X-Forwarded-For than our own proxies wrote.

Anybody can send that header.  Each proxy appends the address it was called from, so with two proxies of ours only
the last two entries are true, and the first of these two is the caller.
"""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

# What a server without a network address (a unix socket without a proxy) is given: all such callers are one.
NOBODY = "0.0.0.0"  # noqa: S104 (an address that nobody has, not one to listen on)
_WITH_PORT = re.compile(r"\[(?P<six>[^\]]+)\](?::\d+)?|(?P<four>\d+\.\d+\.\d+\.\d+):\d+")


def client_address(request: HttpRequest) -> str:
    """The caller's IP address; a header with fewer entries than there are proxies is not believed at all."""
    connected = request.META.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(forwarded) >= proxies:
        return _address(forwarded[-proxies]) or _address(connected) or NOBODY
    return _address(connected) or NOBODY


def client_network(request: HttpRequest) -> str:
    """What limits count by: the IPv4 address, or the /64 of an IPv6 address, which one household owns whole."""
    address = client_address(request)
    if ":" in address:
        return str(ipaddress.IPv6Network(f"{address}/64", strict=False))
    return address


def _address(text: str) -> str:
    """The address in its one spelling, without a port; empty if there is none."""
    text = text.strip()
    if found := _WITH_PORT.fullmatch(text):
        text = found["six"] or found["four"]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)

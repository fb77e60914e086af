"""Fetches pictures by address without letting a file reach into the shop's own network.

A name is resolved once, every address it has must be public, and the connection goes to the address that was checked:
a name that resolves otherwise a moment later (DNS rebinding) gains nothing.  No redirects, no credentials, no other
ports, at most ten megabytes in at most twenty seconds, and only what Pillow recognises as a picture.
"""

import hashlib
import http.client
import io
import ipaddress
import socket
import ssl
import threading
import time
import warnings
from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from wagtail.images import get_image_model

TIME_LIMIT = 20.0
CONNECT_LIMIT = 8.0
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
CHUNK = 64 * 1024
PORTS = {"http": 80, "https": 443}
# Pillow's name of a format → the ending of its files.  SVG is not among them: it can carry scripts.
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}
# Servers that do not know better send pictures as bytes; Pillow then decides alone.
UNSPECIFIC = ("application/octet-stream", "binary/octet-stream")


class NotFetched(Exception):
    """The picture stays away; the message is the reason in words."""


class HostUnreachable(NotFetched):
    """Nobody answers there."""


class HostSkipped(NotFetched):
    """The host did not answer before; asking again would only take more time."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A fetched picture that is not in the library yet."""

    url: str
    content: bytes
    ending: str


class Fetcher:
    """Fetches during one import; remembers which hosts did not answer."""

    def __init__(self) -> None:
        # Host → how many pictures were not even asked for.
        self.unreachable: Counter[str] = Counter()
        # A fresh name resolution for each picture would let the answer change; this also saves time.
        self.checked: dict[str, str] = {}

    def fetch(self, url: str) -> Picture:
        """The picture at an address; raises NotFetched with the reason."""
        parts = _checked_parts(url)
        host = parts.hostname or ""
        if host in self.unreachable:
            self.unreachable[host] += 1
            raise HostSkipped
        deadline = time.monotonic() + TIME_LIMIT
        try:
            if host not in self.checked:
                self.checked[host] = _public_address(host, PORTS[parts.scheme])
            content = _download(parts, self.checked[host], deadline)
        except HostUnreachable:
            self.unreachable[host] = 0
            raise
        return Picture(url=url, content=content, ending=_ending(content))


def name_of(url: str) -> str:
    """The beginning of the file name under which the picture of an address is kept, so that it is fetched once."""
    return f"fetched-{hashlib.sha256(url.encode()).hexdigest()[:20]}"


def find(url: str) -> Any:
    """The picture that was fetched from this address before, if it is still in the library."""
    return get_image_model().objects.filter(file__contains=f"/{name_of(url)}").order_by("pk").first()


def keep(picture: Picture, *, title: str, description: str) -> Any:
    """Put a fetched picture into the library."""
    file = ContentFile(picture.content, name=f"{name_of(picture.url)}.{picture.ending}")
    return get_image_model().objects.create(title=title[:255], description=description[:255], file=file)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet, whatever it is wrapped in."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        # 64:ff9b::/96 leads to IPv4 through a translator (RFC 6052); ::/96 once did.
        if ip in ipaddress.ip_network("64:ff9b::/96") or ip in ipaddress.ip_network("::/96"):
            wrapped.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if any(inner is not None and not is_public(str(inner)) for inner in wrapped):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _checked_parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotFetched(_("This is not a web address.")) from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise NotFetched(_("Pictures are fetched from addresses that begin with http:// or https:// only."))
    if parts.username is not None or parts.password is not None or port not in (None, PORTS[parts.scheme]):
        raise NotFetched(_("Addresses with a user name or a port of their own are not opened."))
    if any(letter <= " " or letter == "\x7f" for letter in url):
        raise NotFetched(_("This is not a web address."))
    return parts


def _public_address(host: str, port: int) -> str:
    """The address to connect to; refused if any that the name has is not public."""
    try:
        addresses = [str(one[4][0]) for one in _resolved(host, port)]
    except (OSError, UnicodeError):
        raise HostUnreachable(_("There is no server named %(host)s.") % {"host": host}) from None
    if not addresses:
        raise HostUnreachable(_("There is no server named %(host)s.") % {"host": host})
    if not all(is_public(address) for address in addresses):
        raise HostUnreachable(_("%(host)s is not on the open internet.") % {"host": host})
    return addresses[0]


def _resolved(host: str, port: int) -> list[Any]:
    """Resolve a name; the system's resolver knows no time limit, so it is left behind when the time is over."""
    answer: list[Any] = []
    failure: list[OSError] = []

    def ask() -> None:
        try:
            answer.extend(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failure.append(OSError(str(error)))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(CONNECT_LIMIT)
    if failure:
        raise failure[0]
    return list(answer)


def _download(parts: SplitResult, address: str, deadline: float) -> bytes:
    host = parts.hostname or ""
    visit = _Visit(parts, address)
    # A server that sends one byte a second never makes a read time out: the whole visit has an end.
    alarm = threading.Timer(max(deadline - time.monotonic(), 0.1), visit.hang_up)
    alarm.start()
    try:
        visit.ask()
        try:
            with visit.connection.getresponse() as answer:
                content = _body(answer)
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise NotFetched(_("%(host)s did not send the picture in time.") % {"host": host}) from error
        if visit.is_over:
            # To a reader, hanging up looks like the end of the picture.
            raise NotFetched(_("%(host)s did not send the picture in time.") % {"host": host})
        return content
    finally:
        alarm.cancel()
        visit.connection.close()


class _Visit:
    """One request to a server: by its name for TLS and the Host header, at the address that was checked."""

    def __init__(self, parts: SplitResult, address: str) -> None:
        self.parts = parts
        self.host, self.port = parts.hostname or "", PORTS[parts.scheme]
        self.address = address
        self.is_over = False
        self.socket: socket.socket | None = None
        self.connection = http.client.HTTPConnection(self.host, self.port, timeout=CONNECT_LIMIT)
        # Otherwise the Host header would name the port, because HTTPS has another than plain HTTP.
        self.connection.default_port = self.port  # type: ignore[misc]

    def ask(self) -> None:
        parts = self.parts
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        headers = {"User-Agent": "Technomart", "Accept": "image/*", "Accept-Encoding": "identity"}
        try:
            self.socket = socket.create_connection((self.address, self.port), timeout=CONNECT_LIMIT)
            if parts.scheme == "https":
                self.socket = ssl.create_default_context().wrap_socket(self.socket, server_hostname=self.host)
            self.connection.sock = self.socket
            self.connection.request("GET", _ascii(path), headers=headers)
        except (OSError, http.client.HTTPException) as error:
            if self.socket is not None:
                self.socket.close()
            raise HostUnreachable(_("%(host)s does not answer.") % {"host": self.host}) from error

    def hang_up(self) -> None:
        """End it from another thread, whatever it is doing."""
        self.is_over = True
        if self.socket is not None:
            try:
                self.socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                # It has ended by itself.
                return


def _ascii(path: str) -> str:
    """The path as HTTP can carry it."""
    return quote(path, safe="%/:=&?~#+!$,;'@()*[]")


def _body(answer: http.client.HTTPResponse) -> bytes:
    if 300 <= answer.status < 400:
        raise NotFetched(_("The address leads elsewhere; write the address of the picture itself."))
    if answer.status != 200:
        raise NotFetched(_("The server answered %(status)d.") % {"status": answer.status})
    kind = (answer.headers.get_content_type() or "").lower()
    if not kind.startswith("image/") and kind not in UNSPECIFIC:
        raise NotFetched(_("This is no picture but “%(type)s”.") % {"type": kind})
    content = bytearray()
    while chunk := answer.read(CHUNK):
        content += chunk
        if len(content) > MOST_BYTES:
            raise NotFetched(_("The picture is larger than %(count)d MB.") % {"count": MOST_BYTES // 1024 // 1024})
    return bytes(content)


def _ending(content: bytes) -> str:
    """The ending for a picture of a known format that can be decoded."""
    try:
        with warnings.catch_warnings():
            # A picture that claims a billion pixels is refused below, by our own limit.
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            with Pillow.open(io.BytesIO(content), formats=list(FORMATS)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise NotFetched(_("The picture has too many pixels."))
                ending = FORMATS[picture.format or ""]
                picture.load()
    except (OSError, SyntaxError, ValueError, KeyError, EOFError, Pillow.DecompressionBombError) as error:
        raise NotFetched(_("The file is no picture that can be opened.")) from error
    return ending

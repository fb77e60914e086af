"""Rule: a picture is fetched from the open internet only, once, in bounds, and never on behalf of an attacker."""

import io
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image as Pillow
from wagtail.images.models import Image

from content.importing import images
from content.models import ProductPage
from shop import listing

from .conftest import KETTLE, OURS, as_csv, bring, written


def drawing(kind="PNG", size=(40, 30)):
    content = io.BytesIO()
    Pillow.new("RGB", size, "teal").save(content, kind)
    return content.getvalue()


class Canary(BaseHTTPRequestHandler):
    """Answers by path, and remembers who knocked."""

    seen: list = []

    def do_GET(self):
        self.seen.append((self.path, self.headers["Host"]))
        kind, body, status = "image/png", drawing(), 200
        if self.path.startswith("/elsewhere"):
            status = 302
        elif self.path.startswith("/gone"):
            status = 404
        elif self.path.startswith("/page"):
            kind, body = "text/html", b"<html>"
        elif self.path.startswith("/fake"):
            body = b"<svg onload=alert(1)>"
        elif self.path.startswith("/svg"):
            kind, body = "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"
        elif self.path.startswith("/large"):
            body = bytes(images.MOST_BYTES + 1)
        elif self.path.startswith("/pixels"):
            body = drawing(size=(9_000, 6_000))
        elif self.path.startswith("/slow"):
            time.sleep(3)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Location", "http://127.0.0.1/secret")
        self.end_headers()
        if self.path.startswith("/drip"):
            for byte in body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.2)
        else:
            self.wfile.write(body)

    def handle(self):
        try:
            super().handle()
        except OSError:
            # The fetcher has hung up.
            return

    def log_message(self, *args):
        return


@pytest.fixture
def canary(monkeypatch):
    """A server on this machine that counts as public, reached under the name pictures.example."""
    Canary.seen = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    real = socket.getaddrinfo

    def resolve(host, port, *args, **kwargs):
        return real("127.0.0.1" if host == "pictures.example" else host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(images, "is_public", lambda address: True)
    monkeypatch.setattr(images, "PORTS", {"http": server.server_port, "https": 443})
    yield Canary
    server.shutdown()
    server.server_close()


def fetch(path):
    return images.Fetcher().fetch(f"http://pictures.example{path}")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "ftp://example.com/a.png",
        "http://127.0.0.1/a.png",
        "http://localhost/a.png",
        "http://[::1]/a.png",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/a.png",
        "http://192.168.1.1/a.png",
        "http://172.16.0.1/a.png",
        "http://100.64.0.1/a.png",
        "http://0.0.0.0/a.png",
        "http://2130706433/a.png",
        "http://0x7f000001/a.png",
        "http://017700000001/a.png",
        "http://127.1/a.png",
        "http://[::ffff:127.0.0.1]/a.png",
        "http://[fd00::1]/a.png",
        "http://[fe80::1]/a.png",
        "http://[64:ff9b::7f00:1]/a.png",
        "http://[2002:7f00:1::]/a.png",
        "http://user:secret@example.com/a.png",
        "http://example.com:6379/a.png",
        "http://example.com:99999/a.png",
        "https:///a.png",
        "http://exa mple.com/a.png",
        "http://example.com/a\r\nHost: evil",
        "javascript:alert(1)",
        "",
    ],
)
def test_no_address_leads_into_the_own_network(url, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("connected"))
    with pytest.raises(images.NotFetched):
        images.Fetcher().fetch(url)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111"])
def test_the_open_internet_is_public(address):
    assert images.is_public(address)


def test_one_private_address_among_several_is_enough_to_refuse(monkeypatch):
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("8.8.8.8", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers)
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("connected"))
    with pytest.raises(images.NotFetched, match="not on the open internet"):
        images.Fetcher().fetch("http://pictures.example/a.png")


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    """A name that resolves otherwise the second time (DNS rebinding) is not resolved a second time."""
    asked, connected = [], []

    def resolve(host, *args, **kwargs):
        asked.append(host)
        ip = "8.8.8.8" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80))]

    def connect(address, *args, **kwargs):
        connected.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(images.NotFetched):
        images.Fetcher().fetch("http://pictures.example/a.png")
    assert (asked, connected) == (["pictures.example"], [("8.8.8.8", 80)])


def test_a_picture_is_fetched_under_the_name_of_its_server(canary):
    picture = fetch("/a%20b.png?size=1")
    assert (picture.ending, picture.content) == ("png", drawing())
    ((path, host),) = canary.seen
    assert (path, host.split(":")[0]) == ("/a%20b.png?size=1", "pictures.example")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/elsewhere", "The address leads elsewhere; write the address of the picture itself."),
        ("/gone", "The server answered 404."),
        ("/page", "This is no picture but “text/html”."),
        ("/fake", "The file is no picture that can be opened."),
        ("/svg", "The file is no picture that can be opened."),
        ("/large", "The picture is larger than 10 MB."),
        ("/pixels", "The picture has too many pixels."),
    ],
)
def test_what_is_no_fit_picture_is_left_out(canary, path, sentence):
    with pytest.raises(images.NotFetched) as refused:
        fetch(path)
    assert str(refused.value) == sentence
    assert len(canary.seen) == 1


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_a_slow_server_is_left_in_time(canary, monkeypatch, path):
    monkeypatch.setattr(images, "TIME_LIMIT", 1.0)
    began = time.monotonic()
    with pytest.raises(images.NotFetched, match="in time"):
        fetch(path)
    assert time.monotonic() - began < 2.5


def test_a_server_that_does_not_answer_is_asked_once(monkeypatch):
    asked = []

    def resolve(host, *args, **kwargs):
        asked.append(host)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    fetcher = images.Fetcher()
    for number in range(3):
        with pytest.raises(images.NotFetched):
            fetcher.fetch(f"https://pictures.example/{number}.png")
    assert asked == ["pictures.example"]
    assert fetcher.unreachable == {"pictures.example": 2}


# On pages

PICTURES = "http://pictures.example/front.png The kettle from the front\nhttp://pictures.example/side.png"


def test_pictures_are_shown_in_the_order_of_the_file_and_fetched_once(home, canary):
    data = as_csv([*OURS, "images_en"], [*KETTLE, PICTURES])
    assert bring(data).created == 1
    shown = listing.detail("kettle", "en")["pictures"]
    assert [(one["alt"], one["role"]) for one in shown] == [("The kettle from the front", "hero"), ("Kettle", "detail")]
    before = written()
    assert bring(data).unchanged == 1
    assert written() == before
    assert [path for path, _host in canary.seen] == ["/front.png", "/side.png"]


def test_another_order_moves_the_pictures_without_fetching(home, canary):
    bring(as_csv([*OURS, "images_en"], [*KETTLE, PICTURES]))
    turned = "http://pictures.example/side.png\nhttp://pictures.example/front.png"
    assert bring(as_csv(["sku", "images_en"], ["K-1", turned])).updated == 1
    assert [one["alt"] for one in listing.detail("kettle", "en")["pictures"]] == ["Kettle", "The kettle from the front"]
    assert len(canary.seen) == 2


def test_no_picture_is_taken_away_while_another_cannot_be_had(home, canary):
    bring(as_csv([*OURS, "images_en"], [*KETTLE, PICTURES]))
    report = bring(as_csv(["sku", "images_en"], ["K-1", "http://pictures.example/gone.png"]))
    assert (report.unchanged, len(report.notices)) == (1, 1)
    assert len(ProductPage.objects.get().pictures) == 2


def test_one_picture_serves_both_languages(home, canary):
    data = as_csv([*OURS, "name_ru", "images"], [*KETTLE, "Чайник", "http://pictures.example/front.png"])
    bring(data)
    assert Image.objects.count() == 1
    assert [listing.detail("kettle", one)["pictures"][0]["alt"] for one in ("en", "ru")] == ["Kettle", "Чайник"]
    assert bring(data).unchanged == 1


def test_a_dry_run_fetches_nothing(home, canary):
    report = bring(as_csv([*OURS, "images_en"], [*KETTLE, PICTURES]), is_dry_run=True)
    assert [note.sentence for note in report.notices] == ["2 pictures would be fetched."]
    assert canary.seen == []


def test_a_refused_product_leaves_no_picture_behind(home, canary):
    row = [*KETTLE, "http://pictures.example/front.png", "Кипятит."]
    assert bring(as_csv([*OURS, "images_en", "summary_ru"], row)).refused == 1
    assert not Image.objects.exists()

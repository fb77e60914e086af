"""Security headers on every kind of answer: pages, redirects, refusals, faults and files."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.accounts.people import customer, staff

pytestmark = pytest.mark.django_db

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(self)",
}
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def directives(response):
    parts = (part.strip().split(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: set(values) for name, *values in parts}


@pytest.fixture
def drawing():
    return "/media/" + default_storage.save("images/drawing.svg", ContentFile(DRAWING))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/accounts/login/", 200),
        ("/", 302),
        ("/en/nothing-here/", 404),
        ("/en/search/?q=%ff", 400),
        ("/api/v1/nothing/", 404),
        ("/admin/", 302),
        ("/healthz", 200),
    ],
)
def test_every_answer_is_guarded(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    for name, value in EVERYWHERE.items():
        assert response[name] == value
    assert directives(response)["default-src"] == {"'none'"}
    assert directives(response)["frame-ancestors"] == {"'self'"}


def test_pages_allow_no_inline_script(client):
    allowed = directives(client.get("/en/accounts/login/"))
    assert allowed["script-src"] == allowed["style-src"] == {"'self'"}


def test_the_admin_allows_its_own_inline_scripts_but_no_eval(client):
    client.force_login(staff("Editors"))
    response = client.get("/admin/")
    assert response.status_code == 200
    allowed = directives(response)
    assert allowed["script-src"] == {"'self'", "'unsafe-inline'"}
    for name, value in EVERYWHERE.items():
        assert response[name] == value


def test_files_are_sandboxed_whatever_is_in_them(client, drawing):
    response = client.get(drawing)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == DRAWING
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_known_file_is_not_sent_twice(client, drawing):
    modified = client.get(drawing)["Last-Modified"]
    assert client.get(drawing, HTTP_IF_MODIFIED_SINCE=modified).status_code == 304


@pytest.mark.parametrize("name", ["page.html", "letter.xml", "letter.pdf", "unknown"])
def test_what_a_browser_would_run_or_open_is_offered_for_saving(client, name):
    path = default_storage.save(f"images/{name}", ContentFile(b"<script>alert(1)</script>"))
    assert client.get(f"/media/{path}")["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "path",
    [
        "/media/documents/price-list.csv",
        "/media/original_images/photo.jpg",
        "/media/nothing.png",
        "/media/",
        "/media/images/",
        "/media/../settings/base.py",
        "/media/images/../../settings/base.py",
        "/media/%2e%2e/settings/base.py",
    ],
)
def test_files_that_are_not_for_everybody_are_404(client, path):
    default_storage.save("documents/price-list.csv", ContentFile(b"x"))
    default_storage.save("original_images/photo.jpg", ContentFile(b"x"))
    assert client.get(path).status_code == 404


def test_one_persons_page_is_kept_by_nobody(client):
    client.force_login(customer())
    for path in ("/en/accounts/email/", "/en/accounts/sessions/", "/en/account/"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_an_answer_with_a_cookie_is_kept_by_nobody(client):
    response = client.get("/en/accounts/login/")
    assert response.cookies
    assert {"no-store", "private"} & set(response["Cache-Control"].replace(" ", "").split(","))

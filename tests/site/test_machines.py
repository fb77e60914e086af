"""What search engines read."""

import pytest

pytestmark = pytest.mark.django_db


def test_robots_stay_out_of_personal_pages_and_know_the_map(client, settings):
    settings.SITE_URL = "https://shop.example"
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /*/cart/" in lines
    assert "Disallow: /admin/" in lines
    assert lines[-1] == "Sitemap: https://shop.example/sitemap.xml"


def test_the_map_lists_published_addresses_of_both_languages(client):
    from shop.models import PageDocument

    for number, path in enumerate(("/en/guides/first/", "/ru/guides/first/")):
        PageDocument.objects.create(
            public_id=f"page_{number}", path=path, language=path[1:3], type="guide", title="x", document={}, source=path
        )
    text = client.get("/sitemap.xml").content.decode()
    assert "<loc>http://testserver/en/guides/first/</loc>" in text
    assert "<loc>http://testserver/ru/guides/first/</loc>" in text

"""Rule: an editor sees first what a file would change, and brings it in with one more press."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shop.models import Price, Product
from tests import factories as make

from .conftest import KETTLE, OURS, as_csv, bring, written

pytestmark = pytest.mark.django_db

PAN = ["pan", "Kitchen", "Orvelo", "Pan", "P-1", "dear", "1"]


@pytest.fixture
def staff():
    return make.make_staff()


@pytest.fixture
def screen(client, staff):
    client.force_login(staff)

    class Screen:
        address = reverse("product_import")

        def look_at(self, data, name="goods.csv"):
            return client.post(self.address, {"file": SimpleUploadedFile(name, data), "language": "en"})

        def bring_in(self, token):
            return client.post(self.address, {"token": token}, follow=True)

    return Screen()


def test_looking_at_a_file_changes_nothing_and_names_every_fault(home, screen):
    before = written()
    answer = screen.look_at(as_csv(OURS, KETTLE, PAN))
    assert (answer.context["report"].created, answer.context["report"].refused) == (1, 1)
    assert "“dear” is not a number." in answer.content.decode()
    assert written() == before


def test_one_more_press_brings_it_in_under_the_editors_name(home, screen, staff):
    token = screen.look_at(as_csv(OURS, KETTLE)).context["token"]
    answer = screen.bring_in(token)
    assert answer.context["report"].created == 1
    assert Price.objects.get().actor == staff
    assert Product.objects.get().slug == "kettle"


def test_a_second_press_brings_nothing_in_and_says_so(home, screen):
    token = screen.look_at(as_csv(OURS, KETTLE)).context["token"]
    screen.bring_in(token)
    before = written()
    assert "The file is no longer here. Choose it again." in screen.bring_in(token).content.decode()
    assert written() == before


def test_a_file_that_is_no_table_is_refused_at_its_field(home, screen):
    answer = screen.look_at(b"\x89PNG\r\n\x1a\n" + bytes(100), "photo.png")
    assert answer.context["form"].errors == {"file": ["This is not a table. Choose a CSV or XLSX file."]}


def test_a_file_that_takes_too_long_for_a_screen_is_sent_to_the_command(home, screen, monkeypatch):
    monkeypatch.setattr("content.admin.importing.MOST_ROWS", 1)
    answer = screen.look_at(as_csv(OURS, KETTLE, PAN))
    assert "import_products" in str(answer.context["form"].errors)


def test_nobody_brings_in_what_another_has_looked_at(home, screen, client):
    token = screen.look_at(as_csv(OURS, KETTLE)).context["token"]
    client.force_login(make.make_staff())
    screen.bring_in(token)
    assert not Product.objects.exists()


def test_order_managers_may_not_import(home, client):
    clerk = make.make_user(is_staff=True)
    clerk.groups.add(Group.objects.get(name="Order managers"))
    client.force_login(clerk)
    answer = client.get(reverse("product_import"))
    assert answer.status_code in (302, 403)
    assert "file" not in answer.content.decode()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_is_a_download_that_reads_back_as_unchanged(home, screen, client, ending):
    bring(as_csv(OURS, KETTLE))
    answer = client.get(reverse("product_export", args=[ending]))
    assert f".{ending}" in answer["Content-Disposition"]
    assert bring(b"".join(answer.streaming_content)).unchanged == 1

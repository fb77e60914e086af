"""The command that repairs the catalogue and says where it is wrong."""

import io

import pytest
from django.core.management import CommandError, call_command

from shop.models import CatalogEntry, PageDocument, Presentation
from tests import factories as make

pytestmark = pytest.mark.django_db


def check() -> str:
    told = io.StringIO()
    call_command("rebuild_catalog", "--check", stdout=told)
    return told.getvalue()


@pytest.fixture
def page():
    return make.make_product_page(product=make.make_product(slug="orvelo-9"), title="Orvelo 9")


def test_a_true_catalogue_has_no_differences(page):
    make.make_guide(title="How to choose")
    make.make_static_page(title="Delivery")

    assert check() == "No differences\n"


@pytest.mark.parametrize(
    "damage",
    [
        lambda page: Presentation.objects.update(name="Other words"),
        lambda page: Presentation.objects.all().delete(),
        lambda page: CatalogEntry.objects.update(price=1),
        lambda page: CatalogEntry.objects.all().delete(),
        lambda page: PageDocument.objects.update(title="Other words"),
        lambda page: type(page).objects.filter(pk=page.pk).update(live=False),
        lambda page: type(page).objects.filter(pk=page.pk).update(title="Saved by code"),
    ],
    ids=["words", "no words", "price", "no entry", "document", "page off line", "page saved by code"],
)
def test_what_differs_is_named_and_repaired(page, damage):
    damage(page)

    with pytest.raises(CommandError) as refusal:
        check()
    assert refusal.value.returncode == 1
    assert "differences" in str(refusal.value)

    call_command("rebuild_catalog", stdout=io.StringIO())
    assert check() == "No differences\n"


def test_checking_changes_nothing(page):
    CatalogEntry.objects.update(price=1)

    with pytest.raises(CommandError):
        check()

    assert CatalogEntry.objects.get().price == 1

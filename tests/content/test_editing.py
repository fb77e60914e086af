"""What editors do to pages never changes prices, stock, variants or carts; tried through the real editor views."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Revision

from content.models import CategoryPage, ProductPage
from shop import carts, listing, pricing, stock
from shop.models import CatalogEntry, CategoryPresentation, StockMovement
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return make.make_product(slug="orvelo-9", sku="OR-9", price=7_499_000, stock_count=10)


@pytest.fixture
def variant(product):
    return product.variants.get()


@pytest.fixture
def page(product):
    return make.make_product_page(product=product, title="Orvelo 9")


@pytest.fixture
def cart(page, variant):
    cart = carts.open_cart(customer=None, language="en", channel="web")
    carts.add(cart=cart, sku=variant.sku, quantity=2)
    return cart


def ledgers(variant, cart) -> dict:
    """Everything that a page must not touch."""
    offer = pricing.prices_at([variant.pk])[variant.pk]
    return {
        "product": variant.product.public_id,
        "variants": [one.public_id for one in variant.product.variants.all()],
        "price": offer.amount,
        "free": stock.available([variant.pk])[variant.pk],
        "movements": StockMovement.objects.count(),
        "lines": [(line.public_id, line.variant_id, line.quantity) for line in cart.lines.all()],
    }


def shown() -> dict | None:
    entry = CatalogEntry.objects.filter(language="en").first()
    return entry and {"name": entry.name, "price": entry.price, "url": entry.card["url"]}


def test_a_page_published_from_an_old_form_keeps_what_was_sold_and_repriced_meanwhile(editor, page, variant, cart):
    form = editor.open(page)
    pricing.change_prices(changes=[(variant, 6_999_000)])
    stock.correct(sku=variant.sku, change=-4, reason="sold over the counter")
    before = ledgers(variant, cart)

    editor.publish(page, form, title="Orvelo 9, a text mended")

    assert ledgers(variant, cart) == before
    assert shown() == {"name": "Orvelo 9, a text mended", "price": 6_999_000, "url": "/en/smartphones/orvelo-9/"}


def test_a_scheduled_revision_that_goes_live_brings_no_old_price(editor, page, variant, cart):
    tomorrow = timezone.now() + timedelta(days=1)
    at = timezone.localtime(tomorrow).strftime("%Y-%m-%d %H:%M")
    editor.post(page, editor.open(page), title="From tomorrow on", go_live_at=at, **{"action-publish": "1"})
    assert shown()["name"] == "Orvelo 9"
    pricing.change_prices(changes=[(variant, 6_999_000)])
    before = ledgers(variant, cart)
    scheduled = Revision.objects.exclude(approved_go_live_at=None).get()
    scheduled.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    scheduled.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    scheduled.save()

    call_command("publish_scheduled", verbosity=0)

    assert ledgers(variant, cart) == before
    assert shown() == {"name": "From tomorrow on", "price": 6_999_000, "url": "/en/smartphones/orvelo-9/"}


def test_a_page_that_expires_leaves_the_lists(page):
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()

    call_command("publish_scheduled", verbosity=0)

    assert shown() is None


def test_unpublishing_and_publishing_again_changes_only_what_is_shown(editor, page, variant, cart):
    before = ledgers(variant, cart)

    editor.do("wagtailadmin_pages:unpublish", page.pk)
    assert shown() is None
    assert [problem["code"] for problem in carts.represent(cart, "en")["problems"]] != []
    editor.publish(ProductPage.objects.get())

    assert ledgers(variant, cart) == before
    assert shown()["url"] == "/en/smartphones/orvelo-9/"
    assert carts.represent(cart, "en")["problems"] == []


def test_reverting_to_an_old_revision_keeps_the_price_of_today(editor, page, variant, cart):
    first = page.get_latest_revision()
    editor.publish(page, title="Second words")
    pricing.change_prices(changes=[(variant, 6_999_000)])
    before = ledgers(variant, cart)

    answer = editor.client.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk]))
    assert answer.status_code == 200
    form = editor.open(page)
    form["revision"] = str(first.pk)
    editor.publish(page, form, title="Orvelo 9")

    assert ledgers(variant, cart) == before
    assert shown() == {"name": "Orvelo 9", "price": 6_999_000, "url": "/en/smartphones/orvelo-9/"}


@pytest.mark.parametrize("publish_copies", ["on", ""], ids=["published copy", "draft copy"])
def test_a_copy_made_in_the_editor_takes_nothing_from_the_original(editor, page, variant, cart, publish_copies):
    before = ledgers(variant, cart)

    editor.do(
        "wagtailadmin_pages:copy",
        page.pk,
        new_title="A copy",
        new_slug="a-copy",
        new_parent_page=page.get_parent().pk,
        copy_subpages="",
        publish_copies=publish_copies,
        alias="",
    )

    copy = ProductPage.objects.get(slug="a-copy")
    assert copy.product is None
    assert ledgers(variant, cart) == before
    assert shown()["url"] == "/en/smartphones/orvelo-9/"
    assert editor.client.get("/en/smartphones/a-copy/").status_code == 404


def test_a_copy_is_not_published_before_it_names_another_product(editor, page, product):
    copy = page.copy(update_attrs={"slug": "a-copy"}, keep_live=False)

    answer = editor.post(copy, editor.open(copy), product=str(product.pk), **{"action-publish": "1"})

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["product"]
    assert "already describes this" in str(answer.context["form"].errors["product"])
    assert not ProductPage.objects.get(pk=copy.pk).live


def test_a_category_renamed_in_the_editor_takes_its_products_along(
    editor, page, variant, cart, django_capture_on_commit_callbacks
):
    before = ledgers(variant, cart)
    category = CategoryPage.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        editor.publish(category, slug="phones")

    assert ledgers(variant, cart) == before
    assert shown()["url"] == "/en/phones/orvelo-9/"
    assert CategoryPresentation.objects.get().url == "/en/phones/"
    assert editor.client.get("/en/phones/orvelo-9/").status_code == 200
    assert editor.client.get("/en/smartphones/orvelo-9/", follow=False).headers["Location"] == "/en/phones/orvelo-9/"


def test_a_category_moved_in_the_editor_takes_its_products_along(editor, page, variant, cart):
    before = ledgers(variant, cart)
    section = make.make_category_page(category=make.make_category(slug="mobile"))

    editor.do("wagtailadmin_pages:move_confirm", page.get_parent().pk, section.pk)

    assert ledgers(variant, cart) == before
    assert shown()["url"] == "/en/mobile/smartphones/orvelo-9/"


def test_a_section_made_private_in_the_editor_is_not_on_sale_until_it_is_public_again(editor, page, variant, cart):
    before = ledgers(variant, cart)
    section = page.get_parent()

    editor.do("wagtailadmin_pages:set_privacy", section.pk, restriction_type=PageViewRestriction.LOGIN)
    assert shown() is None
    assert listing.total(listing.Filters(language="en")) == 0

    editor.do("wagtailadmin_pages:set_privacy", section.pk, restriction_type="none")
    assert ledgers(variant, cart) == before
    assert shown()["url"] == "/en/smartphones/orvelo-9/"


def test_a_page_deleted_in_the_editor_leaves_the_product_with_its_stock_and_prices(editor, page, variant, cart):
    before = ledgers(variant, cart)

    editor.do("wagtailadmin_pages:delete", page.pk)

    assert not Page.objects.filter(pk=page.pk).exists()
    assert ledgers(variant, cart) == before
    assert shown() is None


def test_the_editor_shows_variants_prices_and_stock_without_putting_them_into_the_form(editor, page, variant):
    answer = editor.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    text = answer.content.decode()
    assert "Variants, prices, stock" in text
    assert "OR-9" in text
    assert "74\u00a0990\u00a0₽" in text
    assert not any("price" in name or "stock" in name for name in editor.open(page))


@pytest.mark.parametrize("kind", ["home", "category", "product", "guide", "static"])
def test_every_kind_of_page_can_be_previewed(editor, page, kind):
    made = {
        "home": lambda: make.make_home(),
        "category": lambda: CategoryPage.objects.get(),
        "product": lambda: page,
        "guide": lambda: make.make_guide(title="How to choose"),
        "static": lambda: make.make_static_page(title="Delivery"),
    }[kind]()
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[made.pk])

    stored = editor.client.post(url, editor.open(made).dict())

    assert stored.json()["is_valid"] is True
    assert editor.client.get(f"{url}?mode=").status_code == 200


def test_a_draft_about_a_product_without_price_can_be_previewed(editor):
    page = make.make_product_page(product=make.make_product(price=None, stock_count=0), title="Soon", is_live=False)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    editor.client.post(url, editor.open(page).dict())

    answer = editor.client.get(f"{url}?mode=")

    assert answer.status_code == 200
    assert "Soon" in answer.content.decode()

"""The grid and the product screens of the admin: the shop's ledgers, changed with their own rights."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from content.models import ProductPage
from shop import pricing, stock
from shop.models import CatalogEntry, Price, Product, StockMovement
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    product = make.make_product(slug="orvelo-9", sku="OR-9", price=7_499_000, stock_count=10)
    make.make_product_page(product=product)
    return product


@pytest.fixture
def variant(product):
    return product.variants.get()


def grid(variant, *, price="74990", seen_price="7499000", on_hand="10", seen_on_hand="10", reason=""):
    """What the grid's form posts for a product with one variant."""
    cell = {"price": price, "seen_price": seen_price, "on_hand": on_hand, "seen_on_hand": seen_on_hand}
    return {f"{variant.pk}-{name}": value for name, value in cell.items()} | {"reason": reason}


def save(editor, variant, **typed):
    return editor.do("product_grid", variant.product.pk, **grid(variant, **typed))


def state(variant) -> tuple[int, int]:
    return pricing.prices_at([variant.pk])[variant.pk].amount, stock.available([variant.pk])[variant.pk]


def test_a_price_typed_in_the_grid_holds_at_once_and_adds_a_row(editor, variant):
    answer = save(editor, variant, price="69 990,50")

    assert answer.status_code == 302
    assert state(variant) == (6_999_050, 10)
    assert [price.amount for price in Price.objects.order_by("pk")] == [7_499_000, 6_999_050]
    assert Price.objects.latest("pk").actor == editor.user
    assert CatalogEntry.objects.get().price == 6_999_050


def test_stock_is_changed_by_the_difference_with_a_reason_in_the_ledger(editor, variant):
    answer = save(editor, variant, on_hand="12", reason="counted on Monday")

    assert answer.status_code == 302
    assert state(variant) == (7_499_000, 12)
    movement = StockMovement.objects.order_by("pk").last()
    assert (movement.kind, movement.quantity, movement.reason, movement.actor) == (
        "corrected",
        2,
        "counted on Monday",
        editor.user,
    )


def test_stock_without_a_reason_is_refused_and_nothing_is_saved(editor, variant):
    answer = save(editor, variant, on_hand="12", price="1")

    assert answer.context["reason"].errors == {"reason": ["Say why the stock changes."]}
    assert state(variant) == (7_499_000, 10)


def test_saving_an_untouched_grid_writes_nothing(editor, variant):
    assert save(editor, variant).status_code == 302

    assert Price.objects.count() == 1
    assert StockMovement.objects.count() == 1


@pytest.mark.parametrize("typed", ["abc", "-1", "1,234", "NaN", "99999999999999999", "1e30"])
def test_what_is_no_amount_is_refused_in_its_cell(editor, variant, typed):
    answer = save(editor, variant, price=typed)

    assert answer.status_code == 200
    assert list(answer.context["cells"][0][1].errors) == ["price"]
    assert state(variant) == (7_499_000, 10)


def test_a_price_changed_meanwhile_is_shown_with_both_values_and_saved_only_when_confirmed(editor, variant):
    pricing.change_prices(changes=[(variant, 7_000_000)])

    answer = save(editor, variant, price="65000")

    assert answer.status_code == 409
    text = answer.content.decode()
    assert "you saw 74990, now it is 70000, you typed 65000" in text
    assert state(variant)[0] == 7_000_000

    assert f'name="{variant.pk}-seen_price" value="7000000"' in text
    save(editor, variant, price="65000", seen_price="7000000")
    assert state(variant)[0] == 6_500_000


def test_stock_counted_meanwhile_is_shown_with_both_values(editor, variant):
    stock.correct(sku=variant.sku, change=-3, reason="broken")

    answer = save(editor, variant, on_hand="12", reason="counted")

    assert answer.status_code == 409
    assert "you saw 10, now it is 7, you typed 12" in answer.content.decode()
    assert state(variant)[1] == 7


def test_a_cell_that_was_not_touched_never_takes_back_what_happened_meanwhile(editor, variant):
    stock.correct(sku=variant.sku, change=-3, reason="broken")

    assert save(editor, variant, price="65000").status_code == 302

    assert state(variant) == (6_500_000, 7)


def test_the_last_change_of_prices_can_be_taken_back_and_both_steps_stay_in_the_history(editor, product, variant):
    save(editor, variant, price="65000")
    last = Price.objects.latest("pk")

    editor.do("product_grid_undo", product.pk, last=last.pk)

    assert state(variant)[0] == 7_499_000
    assert [price.amount for price in Price.objects.order_by("pk")] == [7_499_000, 6_500_000, 7_499_000]
    text = editor.client.get(reverse("product_grid", args=[product.pk])).content.decode()
    assert "65\u00a0000\u00a0₽" in text
    assert "Undo it" not in text


def test_nothing_is_taken_back_when_prices_have_changed_since_the_button_was_drawn(editor, product, variant):
    save(editor, variant, price="65000")
    drawn = Price.objects.latest("pk").pk
    pricing.change_prices(changes=[(variant, 6_000_000)])

    editor.do("product_grid_undo", product.pk, last=drawn)

    assert state(variant)[0] == 6_000_000


@pytest.mark.parametrize(
    ("rights", "typed", "status"),
    [
        ([], {}, 403),
        (["view_product"], {}, 302),
        (["view_product"], {"price": "1"}, 403),
        (["view_product", "add_price"], {"price": "1"}, 302),
        (["view_product", "add_price"], {"on_hand": "1", "reason": "x"}, 403),
        (["view_product", "add_stockmovement"], {"on_hand": "1", "reason": "x"}, 302),
        (["view_product", "add_stockmovement"], {"price": "1"}, 403),
    ],
)
def test_prices_and_stock_have_rights_of_their_own(client, variant, rights, typed, status):
    clerk = make.make_user(is_staff=True)
    clerk.user_permissions.add(
        Permission.objects.get(codename="access_admin"), *Permission.objects.filter(codename__in=rights)
    )
    client.force_login(clerk)

    answer = client.post(reverse("product_grid", args=[variant.product.pk]), grid(variant, **typed))

    assert (answer.status_code if not answer.get("Location", "").endswith("/admin/") else 403) == status
    if status == 403:
        assert state(variant) == (7_499_000, 10)


def test_a_product_is_added_with_its_variant_price_stock_and_the_draft_of_its_page(editor):
    parent = make.make_category_page()
    form = {
        "name": "Смартфон Orvelo 10",
        "locale": parent.locale_id,
        "category": parent.category_id,
        "new_brand": "Orvelo",
        "sku": "OR-10",
        "price": "79 990",
        "on_hand": "5",
    }

    answer = editor.do("shop_products:add", **form)

    page = ProductPage.objects.get()
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    variant = page.product.variants.get()
    assert state(variant) == (7_999_000, 5)
    assert (page.live, page.title, page.get_parent().pk) == (False, "Смартфон Orvelo 10", parent.pk)
    assert not CatalogEntry.objects.exists()

    editor.publish(page)
    assert CatalogEntry.objects.get().name == "Смартфон Orvelo 10"


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"sku": "OR-9"}, ["sku"]),
        ({"price": ""}, ["price"]),
        ({"brand": "", "new_brand": "!"}, ["brand"]),
        ({"on_hand": "-1"}, ["on_hand"]),
    ],
)
def test_a_product_that_cannot_be_added_leaves_nothing_behind(editor, product, wrong, fields):
    parent = ProductPage.objects.get().get_parent().specific
    form = {"name": "Orvelo 10", "locale": parent.locale_id, "category": parent.category_id, "new_brand": "Orvelo"}
    form |= {"sku": "OR-10", "price": "1", "on_hand": "1"} | wrong

    answer = editor.do("shop_products:add", **form)

    assert list(answer.context["form"].errors) == fields
    assert Product.objects.count() == 1


def test_a_variant_is_added_with_its_options(editor, product):
    memory = make.make_attribute(code="memory", choices=["256"], category=product.category)
    choice = memory.choices.get()

    editor.do("product_add_variant", product.pk, sku="OR-9-256", price="84990", on_hand="2", choices=[choice.pk])

    variant = product.variants.get(sku="OR-9-256")
    assert [one.choice for one in variant.chosen.all()] == [choice]
    assert state(variant) == (8_499_000, 2)


def products_shown(editor, **asked) -> list[str]:
    answer = editor.client.get(reverse("shop_products:index"), asked)
    assert answer.status_code == 200
    return [product.slug for product in answer.context["page_obj"].object_list]


def test_products_are_found_by_sku_part_of_the_name_and_filters(editor, product):
    other = make.make_product(
        slug="zenit-tv",
        sku="ZN-55",
        stock_count=0,
        category=make.make_category(slug="tv"),
        brand=make.make_brand(name="Zenit"),
    )
    make.make_product_page(product=other, title="Телевизор Зенит")

    assert products_shown(editor) == ["orvelo-9", "zenit-tv"]
    assert products_shown(editor, q="OR-9") == ["orvelo-9"]
    assert products_shown(editor, q="зенит") == ["zenit-tv"]
    assert products_shown(editor, q='"') == []
    assert products_shown(editor, stock="none") == ["zenit-tv"]
    assert products_shown(editor, shown="not_ru") == ["orvelo-9", "zenit-tv"]
    assert products_shown(editor, category=product.category_id) == ["orvelo-9"]


def test_the_list_of_products_says_price_stock_status_and_languages(editor, product):
    text = editor.client.get(reverse("shop_products:index")).content.decode()

    for words in ("OR-9", "74\u00a0990\u00a0₽", "on sale", "EN"):
        assert words in text


def test_the_list_of_products_asks_as_many_queries_for_twenty_as_for_one(
    editor, product, django_assert_max_num_queries
):
    url = reverse("shop_products:index")
    editor.client.get(url)
    with django_assert_max_num_queries(100) as asked:
        editor.client.get(url)
    for_one = len(asked)
    for _ in range(19):
        make.make_product(is_presented=True)

    with django_assert_max_num_queries(for_one):
        editor.client.get(url)


def test_nobody_deletes_a_product_in_the_admin(editor, product):
    answer = editor.do("shop_products:delete", product.pk)

    assert answer.status_code in (302, 403)
    assert Product.objects.filter(pk=product.pk).exists()


def test_a_product_taken_off_sale_leaves_the_lists_at_once(editor, product):
    editor.do(
        "shop_products:edit",
        product.pk,
        category=product.category_id,
        brand=product.brand_id,
        popularity=1,
        released_at="2026-01-01 00:00",
    )

    product.refresh_from_db()
    assert product.is_active is False
    assert not CatalogEntry.objects.exists()


@pytest.mark.parametrize("q", ["OR-9", "orvelo", ""])
def test_the_chooser_finds_products_by_name_and_sku(editor, product, q):
    answer = editor.client.get(reverse("product_chooser:choose_results"), {"q": q})

    assert answer.status_code == 200
    assert "OR-9" in answer.content.decode()
    assert editor.client.get(reverse("product_chooser:choose"), {"q": q}).status_code == 200
    assert editor.client.get(reverse("product_chooser:chosen", args=[product.pk])).status_code == 200
    assert "OR-9" not in editor.client.get(reverse("product_chooser:choose_results"), {"q": "none"}).content.decode()


@pytest.mark.parametrize("name", ["product_grid", "shop_products:edit", "product_add_variant"])
def test_the_screens_of_a_product_open(editor, product, name):
    assert editor.client.get(reverse(name, args=[product.pk])).status_code == 200


def test_the_form_for_a_new_product_opens(editor):
    assert editor.client.get(reverse("shop_products:add")).status_code == 200

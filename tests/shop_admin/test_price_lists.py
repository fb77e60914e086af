"""Price lists in the admin: for whom they are, prices typed and pasted, dated, and taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from shop import price_lists, pricing
from shop.models import Price, PriceList, Variant
from tests import factories as make
from tests.shop_admin.staff import signed_in, staff_in, staff_with

pytestmark = pytest.mark.django_db

LISTS = "/admin/shop/price-lists/"


@pytest.fixture
def merchandiser():
    return signed_in(staff_in("Merchandisers"))


@pytest.fixture
def wholesale():
    for sku in ("PH-1", "PH-2"):
        make.make_product(slug=sku.lower(), sku=sku, price=10_000, stock_count=0, is_presented=True)
    return make.make_price_list(code="wholesale", group=make.make_group())


def address(price_list):
    return f"{LISTS}prices/{price_list.pk}/"


def variant(sku):
    return Variant.objects.get(sku=sku)


def cells(**typed):
    """The fields of the table: SKU with "_" for "-" → amount, or (amount, what it was when the form was opened)."""
    fields = {"save": "1"}
    for name, value in typed.items():
        amount, seen = value if isinstance(value, tuple) else (value, "")
        key = variant(name.replace("_", "-")).pk
        fields |= {f"{key}-amount": amount, f"{key}-seen": seen}
    return fields


def prices(price_list, at=None):
    own = pricing.list_and_campaign(Variant.objects.values_list("pk", flat=True), at, price_list=price_list)
    skus = dict(Variant.objects.values_list("pk", "sku"))
    return {skus[key]: amounts for key, amounts in own.items() if amounts != (None, None)}


# For whom


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "__all__"),
        ({"market": "ru"}, "group"),
        ({"market": "eu", "currency": "RUB"}, "currency"),
        ({"group": "wholesale", "currency": "XYZ"}, "currency"),
    ],
)
def test_a_price_list_is_for_somebody_and_in_his_currency(merchandiser, fields, wrong):
    rows = {
        "ru": make.make_market(code="ru", is_default=True, currency="RUB"),
        "eu": make.make_market(),
        "wholesale": make.make_group(),
    }
    chosen = {name: rows[value].pk if value in rows else value for name, value in fields.items()}

    answer = merchandiser.post(
        f"{LISTS}new/", {"name": "X", "code": "x", "currency": "RUB", "is_active": "on"} | chosen
    )

    assert wrong in answer.context["form"].errors
    assert not PriceList.objects.exists()


def test_a_price_list_of_a_market_is_made_and_keeps_its_currency(merchandiser):
    eu = make.make_market()
    form = {"name": "Europe", "code": "eu", "currency": "EUR", "market": eu.pk, "is_active": "on"}

    assert merchandiser.post(f"{LISTS}new/", form).status_code == 302
    price_list = PriceList.objects.get()
    merchandiser.post(f"{LISTS}edit/{price_list.pk}/", form | {"name": "EU", "code": "x", "currency": "RUB"})

    price_list.refresh_from_db()
    assert (price_list.name, price_list.code, price_list.currency) == ("EU", "eu", "EUR")


# Prices


def test_prices_are_typed_and_pasted_in_one_go(merchandiser, wholesale):
    merchandiser.post(address(wholesale), cells(PH_1="80,50") | {"pasted": "PH-2\t1 070.5\n\n", "note": "spring"})

    assert prices(wholesale) == {"PH-1": (8_050, None), "PH-2": (107_050, None)}
    row = Price.objects.filter(price_list=wholesale).first()
    assert (row.note, row.actor.is_staff, row.currency) == ("spring", True, "RUB")
    assert pricing.list_and_campaign([variant("PH-1").pk]) == {variant("PH-1").pk: (10_000, None)}


def test_a_price_to_come_and_a_campaign(merchandiser, wholesale):
    tomorrow, week = (timezone.localtime() + timedelta(days=days) for days in (1, 7))
    dates = {"starts_at": f"{tomorrow:%Y-%m-%d %H:%M}", "ends_at": f"{week:%Y-%m-%d %H:%M}"}

    merchandiser.post(address(wholesale), cells(PH_1="90"))
    merchandiser.post(address(wholesale), cells(PH_1=("80", "9000")) | dates)

    assert prices(wholesale) == {"PH-1": (9_000, None)}
    assert prices(wholesale, timezone.now() + timedelta(days=3)) == {"PH-1": (9_000, 8_000)}
    assert prices(wholesale, timezone.now() + timedelta(days=8)) == {"PH-1": (9_000, None)}


@pytest.mark.parametrize(
    "dates",
    [
        {"starts_at": "2020-01-01 00:00"},
        {"ends_at": "2020-01-01 00:00"},
        {"starts_at": "2999-01-02 00:00", "ends_at": "2999-01-01 00:00"},
        {"starts_at": "soon"},
    ],
)
def test_the_past_stays_as_it_was(merchandiser, wholesale, dates):
    answer = merchandiser.post(address(wholesale), cells(PH_1="80") | dates)

    assert answer.context["dates"].errors
    assert prices(wholesale) == {}


def test_an_emptied_amount_takes_goods_out_of_the_list(merchandiser, wholesale):
    pricing.change_prices(changes=[(variant("PH-1"), 8_000), (variant("PH-2"), 7_000)], price_list=wholesale)

    merchandiser.post(address(wholesale), cells(PH_1=("", "8000"), PH_2=("70", "7000")))

    assert prices(wholesale) == {"PH-2": (7_000, None)}


def test_a_price_that_somebody_else_has_changed_meanwhile_is_shown_first(merchandiser, wholesale):
    pricing.change_prices(changes=[(variant("PH-1"), 8_000)], price_list=wholesale)
    form = cells(PH_1=("70", ""))

    answer = merchandiser.post(address(wholesale), form)
    assert "Somebody else has changed it" in answer.content.decode()
    assert prices(wholesale) == {"PH-1": (8_000, None)}
    again = next(cell["form"] for cell in answer.context["cells"] if cell["row"].variant.sku == "PH-1")
    merchandiser.post(address(wholesale), cells(PH_1=("70", again["seen"].value())))

    assert prices(wholesale) == {"PH-1": (7_000, None)}


@pytest.mark.parametrize("amount", ["-1", "x", "1.234", "1e20"])
def test_one_wrong_amount_saves_nothing(merchandiser, wholesale, amount):
    answer = merchandiser.post(address(wholesale), cells(PH_1="80", PH_2=amount))

    assert "Nothing was saved" in answer.content.decode()
    assert prices(wholesale) == {}


@pytest.mark.parametrize(
    ("currency", "typed", "kept"), [("JPY", "1 500", 1_500), ("EUR", "15,5 €", 1_550), ("KWD", "1.505", 1_505)]
)
def test_amounts_have_the_decimals_of_their_currency(merchandiser, wholesale, currency, typed, kept):
    abroad = make.make_price_list(market=make.make_market(code="abroad", currency=currency))

    merchandiser.post(address(abroad), cells(PH_1=typed))
    refused = merchandiser.post(address(abroad), cells(PH_2="1.5055"))

    assert prices(abroad) == {"PH-1": (kept, None)}
    assert "decimals" in refused.content.decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("PH-1", "Line 1: Write a SKU and an amount."),
        ("PH-1 80\nPH-2 many", "Line 2: Enter an amount such as 74 990 or 74 990,50."),
        ("NO-SUCH 80", "Nothing has the SKU NO-SUCH."),
        ("PH-1 80\nPH-1 90", "Line 2: PH-1 has another price above."),
        ("PH-1 80\n" * 5_001, "At most 5000 lines at a time."),
    ],
)
def test_a_pasted_line_that_says_nothing_is_named(wholesale, text, said):
    with pytest.raises(ValidationError) as refused:
        price_lists.read_pasted(text, wholesale)

    assert refused.value.messages == [said]


@pytest.mark.parametrize("line", ["PH-1 80", "PH-1\t80", "PH-1;80", "PH-1 ; 80,00", "  PH-1   80 ₽ "])
def test_a_line_is_read_as_spreadsheets_write_it(wholesale, line):
    assert price_lists.read_pasted(line, wholesale) == [(variant("PH-1"), 8_000)]


# The way back


def test_what_holds_and_what_is_planned_can_be_taken_back_row_by_row(merchandiser, wholesale):
    phone, other = variant("PH-1"), variant("PH-2")
    (old,) = pricing.change_prices(changes=[(phone, 9_000)], price_list=wholesale)
    now, more = pricing.change_prices(changes=[(phone, 8_000), (other, 7_000)], price_list=wholesale)
    later = timezone.now() + timedelta(days=1)
    (planned,) = pricing.change_prices(changes=[(phone, 1)], price_list=wholesale, starts_at=later)

    merchandiser.post(address(wholesale), {"undo": "1", "row": [old.pk]})
    assert prices(wholesale) == {"PH-1": (8_000, None), "PH-2": (7_000, None)}
    merchandiser.post(address(wholesale), {"undo": "1", "row": [now.pk, planned.pk]})

    assert prices(wholesale, later) == {"PH-1": (9_000, None), "PH-2": (7_000, None)}
    merchandiser.post(address(wholesale), {"undo": "1", "row": [more.pk]})
    assert prices(wholesale) == {"PH-1": (9_000, None)}


def test_rows_of_another_list_are_not_taken_back_here(merchandiser, wholesale):
    other = make.make_price_list(group=make.make_group(code="club"), prices={"PH-1": 5_000})

    merchandiser.post(address(wholesale), {"undo": "1", "row": [Price.objects.get(price_list=other).pk]})

    assert prices(other) == {"PH-1": (5_000, None)}


# What is shown


def test_goods_are_found_by_sku_and_name_and_by_having_a_price(merchandiser, wholesale):
    pricing.change_prices(changes=[(variant("PH-2"), 7_000)], price_list=wholesale)

    def shown(query):
        return [cell["row"].variant.sku for cell in merchandiser.get(address(wholesale) + query).context["cells"]]

    assert shown("") == ["PH-1", "PH-2"]
    assert shown("?q=ph-1") == ["PH-1"]
    assert shown("?only=1") == ["PH-2"]


def test_a_page_of_prices_takes_the_same_number_of_queries_for_any_number_of_goods(
    merchandiser, wholesale, django_assert_max_num_queries
):
    counts = []
    for count in (0, 8):
        skus = [f"MORE-{n}" for n in range(count)]
        for sku in skus:
            make.make_product(sku=sku, stock_count=0, is_presented=True)
        pricing.change_prices(changes=[(variant(sku), 5) for sku in ["PH-1", *skus]], price_list=wholesale)
        merchandiser.get(address(wholesale))
        with django_assert_max_num_queries(40) as seen:
            merchandiser.get(address(wholesale))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_whoever_may_only_look_changes_no_price(wholesale):
    looker = signed_in(staff_with("view_pricelist"))

    page = looker.get(address(wholesale)).content.decode()
    looker.post(address(wholesale), cells(PH_1="1"))

    assert "PH-1" in page
    assert 'name="save"' not in page
    assert prices(wholesale) == {}


def test_without_a_right_there_is_no_page_of_prices(wholesale):
    assert signed_in(staff_with("view_order")).get(address(wholesale)).url == "/admin/"

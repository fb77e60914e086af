"""Markets, customer groups and taxes in the admin: what may be said, and what follows at once."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from shop import markets, taxes
from shop.changes import log
from shop.models import CustomerGroup, Market, TaxClass, TaxRate
from tests import factories as make
from tests.shop_admin.staff import signed_in, staff_in, staff_with

pytestmark = pytest.mark.django_db

MARKETS, GROUPS, TAXES = "/admin/shop/markets/", "/admin/shop/customer-groups/", "/admin/shop/taxes/"
FORM = {
    "name_en": "Europe",
    "name_ru": "Европа",
    "code": "eu",
    "countries": "de, FR",
    "currency": "EUR",
    "language": "en",
    "prices_include_tax": "on",
    "is_active": "on",
    "position": "1",
}


@pytest.fixture
def owner():
    return signed_in(staff_in("Owner"))


def errors(answer):
    return {name: list(said) for name, said in answer.context["form"].errors.items()}


# Markets


def test_a_market_is_opened_and_pages_are_made_anew(owner):
    before = log.version()

    assert owner.post(f"{MARKETS}new/", FORM).status_code == 302

    market = Market.objects.get()
    assert (market.code, market.countries, market.currency) == ("eu", ["DE", "FR"], "EUR")
    assert log.version() > before
    assert [terms.code for terms in markets.open_markets()] == ["eu"]


def test_there_is_one_default_market(owner):
    first = make.make_market(code="ru", is_default=True, currency="RUB")

    owner.post(f"{MARKETS}new/", FORM | {"code": "by", "currency": "RUB", "countries": "BY", "is_default": "on"})

    assert markets.default().code == "by"
    first.refresh_from_db()
    assert not first.is_default


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"is_default": "on"}, "is_default"),
        ({"is_default": "on", "currency": "RUB", "is_active": ""}, "is_active"),
        ({"countries": "Germany"}, "countries"),
        ({"countries": ""}, "countries"),
        ({"currency": "XYZ"}, "currency"),
        ({"language": "xx"}, "language"),
    ],
)
def test_a_market_has_to_make_sense(owner, changes, field):
    answer = owner.post(f"{MARKETS}new/", FORM | changes)

    assert field in errors(answer)
    assert not Market.objects.exists()


def test_code_and_currency_of_a_market_stay(owner):
    market = make.make_market()

    owner.post(f"{MARKETS}edit/{market.pk}/", FORM | {"code": "other", "currency": "USD", "name_en": "EU"})

    market.refresh_from_db()
    assert (market.code, market.currency, market.name_en) == ("eu", "EUR", "EU")


def test_the_default_market_is_neither_closed_nor_deleted_nor_left_without_a_follower(owner):
    market = make.make_market(code="ru", is_default=True, currency="RUB")
    form = FORM | {"currency": "RUB"}

    for changes in ({}, {"is_default": "on", "is_active": ""}):
        assert errors(owner.post(f"{MARKETS}edit/{market.pk}/", form | changes))
    owner.post(f"{MARKETS}delete/{market.pk}/")
    assert markets.default().pk == market.pk


def test_a_market_with_prices_is_not_deleted(owner):
    market = make.make_market()
    make.make_price_list(market=market)

    owner.post(f"{MARKETS}delete/{market.pk}/")

    assert Market.objects.filter(pk=market.pk).exists()


# Groups


def test_customers_are_found_and_join_and_leave(owner):
    group = make.make_group()
    anna, boris = make.make_user(email="anna@example.com"), make.make_user(email="boris@example.com", name="Boris K")
    address = f"{GROUPS}members/{group.pk}/"

    page = owner.get(f"{address}?{urlencode({'q': 'boris'})}").content.decode()
    assert "boris@example.com" in page
    assert "anna@example.com" not in page
    owner.post(address, {"join": boris.pk})
    assert list(group.members.all()) == [boris]
    owner.post(address, {"paste": "1", "addresses": "Anna@example.com,\nnobody@example.com"})
    assert set(group.members.all()) == {anna, boris}
    owner.post(address, {"leave": boris.pk})
    assert list(group.members.all()) == [anna]


def test_whoever_may_only_look_changes_no_group():
    group, person = make.make_group(), make.make_user()
    looker = signed_in(staff_with("view_customergroup"))

    assert looker.get(f"{GROUPS}members/{group.pk}/").status_code == 200
    looker.post(f"{GROUPS}members/{group.pk}/", {"join": person.pk})

    assert not group.members.exists()


@pytest.mark.parametrize("posted", [{"join": ""}, {"join": "x"}, {"leave": "9" * 30}, {}])
def test_nonsense_changes_no_group(owner, posted):
    group = make.make_group()

    assert owner.post(f"{GROUPS}members/{group.pk}/", posted).status_code == 302
    assert not group.members.exists()


# Taxes


def tax_form(*rates, **fields):
    """The form of a class with new rows: (country, percent, starts)."""
    rows = {"rates-TOTAL_FORMS": len(rates), "rates-INITIAL_FORMS": 0}
    for number, (country, percent, starts_at) in enumerate(rates):
        rows |= {
            f"rates-{number}-country": country,
            f"rates-{number}-percent": percent,
            f"rates-{number}-starts_at": starts_at,
        }
    return {"name_en": "Standard", "name_ru": "Обычная", "code": "standard", "is_default": "on", **rows} | fields


def test_rates_are_entered_in_percent_and_hold_from_their_day_on(owner):
    form = tax_form(
        ("de", "19", "2020-01-01 00:00"), ("FR", "5.5", "2020-01-01 00:00"), ("DE", "20", "2999-01-01 00:00")
    )

    assert owner.post(f"{TAXES}new/", form).status_code == 302

    assert taxes.rates("DE").of(None) == 1_900
    assert taxes.rates("FR").of(None) == 550
    assert taxes.rates("DE", timezone.now() + timedelta(days=365_000)).of(None) == 2_000
    assert "France 5.5\u00a0%, Germany 19\u00a0%" in owner.get(TAXES).content.decode()


@pytest.mark.parametrize(
    "rate", [("DE", "101", "2020-01-01 00:00"), ("DE", "-1", "2020-01-01 00:00"), ("XX", "19", "2020-01-01 00:00")]
)
def test_a_rate_has_to_make_sense(owner, rate):
    assert owner.post(f"{TAXES}new/", tax_form(rate)).status_code == 200
    assert not TaxClass.objects.exists()


def saved_rate(owner, starts_at):
    tax_class = TaxClass.objects.create(code="standard", name_en="Standard", name_ru="Обычная", is_default=True)
    rate = TaxRate.objects.create(tax_class=tax_class, country="DE", basis_points=1_900, starts_at=starts_at)
    rows = {
        "rates-TOTAL_FORMS": 1,
        "rates-INITIAL_FORMS": 1,
        "rates-0-id": rate.pk,
        "rates-0-country": "DE",
        "rates-0-percent": "7",
        "rates-0-starts_at": "2030-01-01 00:00",
    }
    return rate, lambda **more: owner.post(f"{TAXES}edit/{tax_class.pk}/", tax_form() | rows | more)


def test_a_rate_that_has_begun_stays_as_it_is(owner):
    rate, send = saved_rate(owner, timezone.now() - timedelta(days=1))

    send()
    send(**{"rates-0-DELETE": "on"})

    rate.refresh_from_db()
    assert rate.basis_points == 1_900


def test_a_rate_to_come_can_be_changed_and_removed(owner):
    rate, send = saved_rate(owner, timezone.now() + timedelta(days=1))

    send()
    rate.refresh_from_db()
    assert rate.basis_points == 700
    send(**{"rates-0-DELETE": "on"})
    assert not TaxRate.objects.exists()


def test_goods_are_put_into_a_class_by_their_skus(owner):
    phone, cable = make.make_product(sku="PH-1", stock_count=0), make.make_product(sku="CA-1", stock_count=0)

    owner.post(f"{TAXES}new/", tax_form(is_default="", code="books", goods="PH-1"))
    refused = owner.post(f"{TAXES}new/", tax_form(is_default="", code="more", goods="CA-1 NO-SUCH"))

    phone.refresh_from_db()
    cable.refresh_from_db()
    assert phone.tax_class.code == "books"
    assert cable.tax_class is None
    assert "NO-SUCH" in errors(refused)["goods"][0]


def test_the_default_class_gives_way_only_to_another(owner):
    first = TaxClass.objects.create(code="standard", name_en="Standard", name_ru="Обычная", is_default=True)

    assert "is_default" in errors(owner.post(f"{TAXES}edit/{first.pk}/", tax_form(is_default="")))
    owner.post(f"{TAXES}delete/{first.pk}/")
    assert TaxClass.objects.filter(is_default=True).get() == first
    owner.post(f"{TAXES}new/", tax_form(code="other"))
    assert TaxClass.objects.get(is_default=True).code == "other"


# Who may do what


LISTS = {MARKETS: "market", GROUPS: "customergroup", TAXES: "taxclass", "/admin/shop/price-lists/": "pricelist"}


@pytest.mark.parametrize(("address", "model"), LISTS.items())
def test_the_right_to_look_opens_the_list_and_its_menu(address, model):
    client = signed_in(staff_with(f"view_{model}"))

    assert client.get(address).status_code == 200
    assert address in client.get("/admin/").content.decode()
    assert client.get(f"{address}new/").url == "/admin/"


@pytest.mark.parametrize("address", LISTS)
def test_without_a_right_there_is_nothing(address):
    client = signed_in(staff_with("view_order"))

    assert client.get(address).url == "/admin/"
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize(("role", "may_add"), [("Owner", set(LISTS)), ("Merchandisers", {"/admin/shop/price-lists/"})])
def test_what_a_role_may_add(role, may_add):
    client = signed_in(staff_in(role))

    assert {address for address in LISTS if client.get(f"{address}new/").status_code == 200} == may_add
    assert {address for address in LISTS if client.get(address).status_code == 200} == set(LISTS)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_takes_the_same_number_of_queries_for_any_number_of_rows(owner, address, django_assert_max_num_queries):
    counts = []
    for count in (1, 5):
        for _ in range(count):
            number = make.number()
            market = make.make_market(code=f"m{number}")
            group = make.make_group(code=f"g{number}", members=[make.make_user()])
            make.make_price_list(market=market, group=group)
            tax_class = TaxClass.objects.create(code=f"t{number}", name_en="T", name_ru="Т")
            TaxRate.objects.create(tax_class=tax_class, country="DE", basis_points=1, starts_at=timezone.now())
        owner.get(address)
        with django_assert_max_num_queries(40) as seen:
            owner.get(address)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert CustomerGroup.objects.count() == 6

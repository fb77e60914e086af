"""Promotions, vouchers and gift cards in the admin: what editors build, what they are shown, and who may."""

import csv
import io
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from shop import gift_cards
from shop.models import DeliveryMethod, GiftCard, GiftCardEntry, Promotion, Voucher, VoucherSet
from shop.promotions import redemptions, sets
from tests import factories as make
from tests.shop.test_redemptions import Applied
from tests.shop_admin.staff import signed_in, staff_in, staff_with

pytestmark = pytest.mark.django_db

LIST = "/admin/shop/promotions/"
VOUCHERS = "/admin/shop/vouchers/"
SETS = "/admin/shop/voucher-sets/"
CARDS = "/admin/shop/gift-cards/"


@pytest.fixture
def editor():
    return signed_in(staff_in("Merchandisers"))


@pytest.fixture
def owner():
    return signed_in(staff_in("Owner"))


def page(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def form(**fields):
    return {
        "name_en": "Ten off",
        "name_ru": "Минус десять",
        "kind": "percentage",
        "currency": "RUB",
        "share": "10",
        "starts_at": "2026-01-01 00:00",
        "is_active": "on",
        "priority": "0",
        **fields,
    }


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return dict(response.context["form"].errors)


# What can be built

KINDS = [
    ({"kind": "percentage", "share": "12,5"}, {"basis_points": 1_250}),
    ({"kind": "percentage", "share": "100 %"}, {"basis_points": 10_000}),
    ({"kind": "amount", "amount": "1 500"}, {"amount": 150_000}),
    ({"kind": "free_delivery"}, {"amount": None}),
    ({"kind": "free_delivery", "amount": "500"}, {"amount": 50_000}),
    (
        {"kind": "buy_x_get_y", "buy_quantity": "2", "get_quantity": "1", "share": "50"},
        {"buy_quantity": 2, "get_quantity": 1, "basis_points": 5_000},
    ),
    ({"kind": "cheapest_free", "buy_quantity": "3"}, {"buy_quantity": 3}),
    ({"kind": "set_price", "buy_quantity": "3", "amount": "5000"}, {"buy_quantity": 3, "amount": 500_000}),
    (
        {"kind": "spend_and_save", "tiers_text": "30 000 = 2 000\n10 000 = 5 %\n"},
        {"tiers": [{"from": 1_000_000, "basis_points": 500}, {"from": 3_000_000, "amount": 200_000}]},
    ),
]


@pytest.mark.parametrize(("typed", "kept"), KINDS, ids=lambda fields: fields.get("kind", ""))
def test_each_kind_keeps_what_was_typed_as_minor_units_and_basis_points(editor, typed, kept):
    response = editor.post(f"{LIST}new/", form(share="") | typed)

    assert response.status_code == 302, errors(response)
    promotion = Promotion.objects.get()
    assert {name: getattr(promotion, name) for name in kept} == kept
    # What was kept is shown as it can be typed again.
    again = editor.get(f"{LIST}edit/{promotion.pk}/").context["form"]
    posted = {name: again[name].value() for name in typed}
    assert editor.post(f"{LIST}edit/{promotion.pk}/", form(share="") | posted).status_code == 302
    promotion.refresh_from_db()
    assert {name: getattr(promotion, name) for name in kept} == kept


def test_a_gift_and_goods_are_named_by_sku(editor):
    for sku in ("GIFT-1", "A-1", "B-1"):
        make.make_product(sku=sku)
    editor.post(f"{LIST}new/", form(kind="gift", gift_sku="GIFT-1", product_skus="A-1, B-1\n", excluded_skus="GIFT-1"))

    promotion = Promotion.objects.get()
    assert promotion.gift.sku == "GIFT-1"
    assert {product.variants.get().sku for product in promotion.products.all()} == {"A-1", "B-1"}
    assert [product.variants.get().sku for product in promotion.excluded_products.all()] == ["GIFT-1"]
    shown = editor.get(f"{LIST}edit/{promotion.pk}/").context["form"]
    assert shown["product_skus"].value() == "A-1\nB-1"
    assert shown["gift_sku"].value() == "GIFT-1"


WRONG = [
    ({"share": ""}, "share", "A promotion of this kind needs it."),
    ({"share": "101"}, "share", "Ensure this value is less than or equal to 100."),
    ({"kind": "amount"}, "amount", "A promotion of this kind needs it."),
    ({"kind": "cheapest_free", "buy_quantity": "1"}, "buy_quantity", "A set has at least two pieces."),
    ({"kind": "gift", "gift_sku": "NO-1"}, "gift_sku", "We do not sell “NO-1”."),
    ({"kind": "spend_and_save"}, "tiers_text", "A promotion of this kind needs it."),
    (
        {"kind": "spend_and_save", "tiers_text": "10 000: 5"},
        "tiers_text",
        "“10 000: 5” is not a step. Write it like “10 000 = 5 %”.",
    ),
    (
        {"kind": "spend_and_save", "tiers_text": "1 000 = 1 001"},
        "tiers_text",
        "A step takes off more than the goods cost that it begins at.",
    ),
    (
        {"kind": "spend_and_save", "tiers_text": "1 000 = 1\n1000 = 2 %"},
        "tiers_text",
        "Two steps begin at the same amount.",
    ),
    ({"ends_at": "2025-12-31 00:00"}, "ends_at", "It must end after it begins."),
    ({"most_uses": "0"}, "most_uses", "Leave it empty, or enter more than 0."),
    ({"product_skus": "NO-1 NO-2"}, "product_skus", "We do not sell: NO-1, NO-2."),
    ({"currency": "ZZZ"}, "currency", "Select a valid choice. ZZZ is not one of the available choices."),
    ({"budget": "ten"}, "budget", "Enter an amount such as 74 990 or 74 990,50."),
]


@pytest.mark.parametrize(("typed", "field", "sentence"), WRONG)
def test_what_cannot_be_is_refused_in_words_at_its_field(editor, typed, field, sentence):
    response = editor.post(f"{LIST}new/", form() | typed)

    assert errors(response) == {field: [sentence]}
    assert not Promotion.objects.exists()


def test_what_belongs_to_another_kind_is_dropped_even_if_it_is_wrong(editor):
    typed = form(kind="free_delivery", share="900", tiers_text="nonsense", buy_quantity="3", gift_sku="NO-1")

    assert editor.post(f"{LIST}new/", typed).status_code == 302

    promotion = Promotion.objects.get()
    assert (promotion.basis_points, promotion.tiers, promotion.buy_quantity, promotion.gift) == (None, [], None, None)


def test_limits_cannot_be_lower_than_what_is_used(editor):
    promotion = make.make_promotion(used=5, spent=100_000)

    response = editor.post(f"{LIST}edit/{promotion.pk}/", form(most_uses="4", budget="999,99"))

    assert errors(response) == {
        "most_uses": ["5 is used already; it cannot be less."],
        "budget": ["1000 is used already; it cannot be less."],
    }


def test_saving_never_takes_back_what_was_used_in_the_meantime(editor, monkeypatch):
    from shop.admin.promotion_form import PromotionForm

    promotion = make.make_promotion()
    checked = PromotionForm._check_goods

    def sold_meanwhile(self, cleaned):
        Promotion.objects.update(used=7, spent=700)
        return checked(self, cleaned)

    monkeypatch.setattr(PromotionForm, "_check_goods", sold_meanwhile)
    editor.post(f"{LIST}edit/{promotion.pk}/", form(name_en="Renamed"))
    promotion.refresh_from_db()
    assert (promotion.name_en, promotion.used, promotion.spent) == ("Renamed", 7, 700)

    response = editor.post(f"{LIST}edit/{promotion.pk}/", form(most_uses="7"))
    assert response.status_code == 302
    Promotion.objects.update(used=0)
    monkeypatch.setattr(PromotionForm, "_check_time_and_limits", lambda self, cleaned: None)
    response = editor.post(f"{LIST}edit/{promotion.pk}/", form(most_uses="6"))
    assert errors(response) == {"__all__": ["It has been used in the meantime, more often than the new limits allow."]}


# The list


def test_the_list_says_what_runs_and_what_is_used(editor):
    now = timezone.now()
    day = timedelta(days=1)
    expected = {
        "running": make.make_promotion(name="a"),
        "planned": make.make_promotion(name="b", starts_at=now + day),
        "over": make.make_promotion(name="c", starts_at=now - 2 * day, ends_at=now - day),
        "used_up": make.make_promotion(name="d", most_uses=3, used=3),
        "budget_spent": make.make_promotion(name="e", budget=100_000, spent=100_000),
        "off": make.make_promotion(name="f", is_active=False, ends_at=now + day),
    }

    everything = page(editor.get(LIST))
    for standing, promotion in expected.items():
        assert promotion.standing == standing
        assert str(promotion.standing.label) in everything
        assert list(editor.get(LIST, {"standing": standing}).context["object_list"]) == [promotion]
    assert '3 of 3 orders</span><progress value="3" max="3"' in everything
    assert '1 000 ₽ of 1 000 ₽</span><progress value="100000" max="100000"' in everything


def test_the_list_takes_the_same_number_of_queries_for_any_number(editor, django_assert_max_num_queries):
    counts = []
    make.make_promotion()
    editor.get(LIST)
    for count in (0, 10):
        for _ in range(count):
            make.make_promotion(most_uses=3, budget=100)
        with django_assert_max_num_queries(40) as seen:
            editor.get(LIST)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_orders_that_used_a_promotion_are_shown(editor):
    voucher = make.make_voucher(code="WELCOME10")
    order = make.make_order(number="TM-AB12-CD34")
    use = Applied(voucher.promotion_id, 150_000, voucher.code)
    redemptions.redeem(order=order, applied=[use], customer_key="anna")

    for address in (f"{LIST}inspect/{voucher.promotion_id}/", f"{VOUCHERS}inspect/{voucher.pk}/"):
        shown = page(editor.get(address))
        assert "TM-AB12-CD34" in shown
        assert "1 500 ₽" in shown


# Examples and clashes


@pytest.fixture
def goods():
    """Ten products from 1 000 to 10 000 roubles, and one of another category."""
    for number in range(1, 11):
        make.make_product(sku=f"PH-{number}", price=number * 100_000, is_presented=True)
    make.make_product(sku="TV-1", price=5_000_000, category=make.make_category(slug="tv"), is_presented=True)


def panel(client, **typed):
    return page(client.post(f"{LIST}examples/", form(**typed)))


def smartphones():
    return str(make.make_category().pk)


@pytest.mark.usefixtures("goods")
def test_examples_show_the_price_of_carts_of_matching_goods(editor):
    shown = editor.post(f"{LIST}examples/", form(categories=smartphones(), minimum_goods="8 000"))
    first, second, third = shown.context_data["examples"]

    assert shown.context_data["products_count"] == 10
    assert (first["before"], first["after"], first["saved"]) == ("6\u00a0000\u00a0₽", "6\u00a0000\u00a0₽", "")
    assert first["why"] == ["It counts from goods for 8\u00a0000\u00a0₽: add goods for 2\u00a0000\u00a0₽ more."]
    assert (second["before"], second["after"]) == ("8\u00a0000\u00a0₽", "7\u00a0200\u00a0₽")
    # Twice as much, with something that it is not for.
    assert [line["row"].sku for line in third["lines"]][-1] == "TV-1"
    assert third["lines"][-1]["row"].before == third["lines"][-1]["row"].after
    assert third["saved"]
    assert not Promotion.objects.exists()


@pytest.mark.usefixtures("goods")
@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ({"kind": "amount", "amount": "500"}, "500 ₽"),
        ({"kind": "buy_x_get_y", "buy_quantity": "2", "get_quantity": "1", "share": ""}, "5 000 ₽"),
        ({"kind": "cheapest_free", "buy_quantity": "3"}, "5 000 ₽"),
        ({"kind": "set_price", "buy_quantity": "3", "amount": "5 000"}, "13 000 ₽"),
        ({"kind": "spend_and_save", "tiers_text": "20 000 = 10 %"}, "5 000 ₽"),
        ({"kind": "gift", "gift_sku": "PH-1"}, "1 000 ₽"),
        ({"kind": "free_delivery"}, "390 ₽"),
        ({"most_per_order": "1"}, "600 ₽"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.get("kind", "share"),
)
def test_some_example_of_each_kind_saves_something(editor, typed, saved):
    DeliveryMethod.objects.create(code="courier", kind="courier", name_en="Courier", name_ru="Курьер", price=39_000)

    assert f"Saves {saved}" in panel(editor, **typed)


@pytest.mark.usefixtures("goods")
def test_the_form_shows_examples_without_a_script_and_saves_nothing(editor):
    shown = page(editor.post(f"{LIST}new/", form(show_examples="1")))
    assert "It is for 11 products." in shown
    assert not Promotion.objects.exists()

    promotion = make.make_promotion(name="Kept")
    shown = page(editor.post(f"{LIST}edit/{promotion.pk}/", form(name_en="Other", show_examples="1")))
    assert "It is for 11 products." in shown
    promotion.refresh_from_db()
    assert promotion.name_en == "Kept"
    assert "It is for 11 products." in page(editor.get(f"{LIST}edit/{promotion.pk}/"))


def test_an_incomplete_form_says_what_examples_wait_for(editor):
    assert 'Examples appear once these are filled in:</p> <ul class="shop-list"><li>Share off, %</li></ul>' in panel(
        editor, share=""
    )


def test_nothing_on_sale_has_no_examples(editor):
    assert "Nothing that is on sale now fits it." in panel(editor)


@pytest.mark.usefixtures("goods")
def test_promotions_that_combine_are_named_in_the_order_of_counting(editor):
    make.make_promotion(name="Spring", priority=-1)

    shown = panel(editor)

    assert "11 products in common" in shown
    assert "Both count: first “Spring”, then “Ten off” on what that leaves." in shown


@pytest.mark.usefixtures("goods")
def test_of_promotions_that_do_not_combine_the_one_that_saves_more_is_named(editor):
    make.make_promotion(name="Spring", basis_points=2_000)

    shown = panel(editor, is_exclusive="on")

    assert "Only one of them counts: the one that saves the shopper more." in shown
    assert "that is “Spring”: 1 200 ₽ against 600 ₽." in shown


@pytest.mark.usefixtures("goods")
def test_only_promotions_of_the_same_goods_time_and_people_clash(editor):
    now = timezone.now()
    vip, staff = make.make_group(code="vip"), make.make_group(code="staff")
    tv = make.make_category(slug="tv")
    make.make_promotion(name="Other goods", categories=[tv])
    make.make_promotion(name="Over", starts_at=now - timedelta(days=9), ends_at=now - timedelta(days=1))
    make.make_promotion(name="Later", starts_at=now + timedelta(days=60))
    make.make_promotion(name="Off", is_active=False)
    make.make_promotion(name="Spent", budget=1, spent=1)
    make.make_promotion(name="Other people", groups=[staff])
    make.make_promotion(name="Other currency", currency="EUR")
    make.make_promotion(name="Planned", starts_at=now + timedelta(days=3))
    make.make_promotion(name="Everybody")
    typed = form(
        categories=smartphones(),
        groups=str(vip.pk),
        ends_at=f"{now + timedelta(days=30):%Y-%m-%d %H:%M}",
    )

    response = editor.post(f"{LIST}examples/", typed)
    assert {clash["row"].promotion.name_en for clash in response.context_data["clashes"]} == {"Planned", "Everybody"}

    # Somebody is in both groups.
    anna = make.make_user()
    vip.members.add(anna)
    staff.members.add(anna)
    response = editor.post(f"{LIST}examples/", typed)
    assert "Other people" in {clash["row"].promotion.name_en for clash in response.context_data["clashes"]}


@pytest.mark.usefixtures("goods")
def test_prices_that_fall_below_half_are_told(editor):
    make.make_promotion(name="Spring", kind="amount", amount=90_000)

    shown = panel(editor, share="20")

    assert "Prices that fall below half" in shown
    # 1 000 − 900 − 20 %, and 2 000 as 900 + 20 % of the rest; 3 000 keeps more than half.
    assert "ph-1" not in shown
    assert "80 ₽ instead of 1 000 ₽" in shown
    assert "880 ₽ instead of 2 000 ₽" in shown
    assert "instead of 3 000 ₽" not in shown
    make.make_promotion(name="Summer", kind="amount", amount=90_000)
    assert "it costs nothing instead of 1 000 ₽" in panel(editor, share="20")


@pytest.mark.usefixtures("goods")
def test_an_exclusive_promotion_warns_of_its_own_prices_only(editor):
    make.make_promotion(name="Spring", kind="amount", amount=90_000)
    assert "Prices that fall below half" not in panel(editor, is_exclusive="on")
    assert "Prices that fall below half" in panel(editor, is_exclusive="on", share="51")


# Vouchers


@pytest.fixture
def promotion():
    return make.make_promotion(name="Ten off", needs_voucher=True)


def test_a_voucher_is_kept_as_it_is_found(editor, promotion):
    typed = {"promotion": promotion.pk, "code": " welcome-10 ", "most_uses": "", "is_active": "on"}
    editor.post(f"{VOUCHERS}new/", typed)

    voucher = Voucher.objects.get()
    assert (voucher.code, voucher.most_uses, voucher.promotion) == ("WELCOME10", None, promotion)
    assert errors(editor.post(f"{VOUCHERS}new/", typed)) == {"code": ["There is a voucher with this code already."]}


@pytest.mark.parametrize("code", ["ABC", "ЩИТ2026", "---", "Ä1234"])
def test_a_code_that_cannot_be_typed_everywhere_is_refused(editor, promotion, code):
    response = editor.post(f"{VOUCHERS}new/", {"promotion": promotion.pk, "code": code, "is_active": "on"})
    assert errors(response) == {"code": ["Enter 4 to 40 Latin letters and figures."]}


def test_a_voucher_is_taken_out_of_use_and_its_code_stays(editor, promotion):
    voucher = make.make_voucher(code="WELCOME10", promotion=promotion, most_uses=5)
    address = f"{VOUCHERS}edit/{voucher.pk}/"
    assert editor.post(address, {"code": "OTHER", "most_uses": "5"}).status_code == 302

    voucher.refresh_from_db()
    assert (voucher.code, voucher.is_active) == ("WELCOME10", False)
    Voucher.objects.update(used=3)
    assert errors(editor.post(address, {"most_uses": "2"})) == {"most_uses": ["It is at least 3, or empty."]}


def test_vouchers_are_found_however_the_code_is_typed(editor, promotion):
    voucher = make.make_voucher(code="WELCOME10", promotion=promotion)
    make.make_voucher(code="OTHER1", promotion=promotion)
    assert list(editor.get(VOUCHERS, {"q": "welcome-1"}).context["object_list"]) == [voucher]
    assert list(editor.get(VOUCHERS, {"q": "…"}).context["object_list"]) == []


def test_a_set_is_made_downloaded_and_taken_out_of_use(editor, promotion):
    typed = {"promotion": promotion.pk, "name": "=Mailing", "count": "3", "prefix": "spring", "most_uses": "1"}
    made_at = editor.post(f"{SETS}new/", typed)

    made = VoucherSet.objects.get()
    assert made_at.url == f"{SETS}inspect/{made.pk}/"
    assert "Number of codes" in page(editor.get(made_at.url))
    first = made.vouchers.order_by("pk").first()
    order = make.make_order(number="TM-AB12-CD34")
    redemptions.redeem(order=order, applied=[Applied(promotion.pk, voucher=first.code)], customer_key="anna")
    answer = editor.get(f"{SETS}codes/{made.pk}/")
    assert answer.streaming
    assert answer["Content-Disposition"] == 'attachment; filename="mailing.csv"'
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    heading, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert heading[0] == "Code"
    # No cell is a formula.
    assert rows[0] == [first.code, "Ten off", "'=Mailing", "yes", "", "1", "1", "TM-AB12-CD34"]
    assert len(rows) == 3

    assert "None of these codes" in page(editor.get(f"{SETS}deactivate/{made.pk}/"))
    assert made.vouchers.filter(is_active=True).count() == 3
    editor.post(f"{SETS}deactivate/{made.pk}/")
    assert made.vouchers.filter(is_active=True).count() == 0


def test_the_list_of_vouchers_is_exported_with_their_orders(editor, promotion):
    sets.generate(promotion=promotion, name="Mailing", count=2)
    answer = editor.get(VOUCHERS, {"export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 3
    assert rows[0][-1] == "Orders"
    assert editor.get(VOUCHERS, {"export": "xlsx"}).status_code == 200


def test_a_set_too_large_is_refused(editor, promotion):
    response = editor.post(f"{SETS}new/", {"promotion": promotion.pk, "name": "Mailing", "count": "50001"})
    assert list(errors(response)) == ["count"]
    assert not VoucherSet.objects.exists()


# Gift cards


def issue(client, key=None, **fields):
    typed = {"currency": "RUB", "amount": "5 000", "key": key or str(uuid.uuid4()), **fields}
    return client.post(f"{CARDS}new/", typed)


def test_a_card_is_issued_once_and_its_code_is_shown_once(owner):
    key = str(uuid.uuid4())
    shown = issue(owner, key=key, recipient="anna@example.com")

    card = GiftCard.objects.get()
    code = shown.context["code"]
    assert gift_cards.find(code) == card
    assert code in page(shown)
    assert "no-store" in shown["Cache-Control"]
    assert (card.initial, card.balance, card.currency) == (500_000, 500_000, "RUB")
    assert code not in page(owner.get(f"{CARDS}inspect/{card.pk}/"))
    again = issue(owner, key=key)
    assert (again.status_code, again.url, GiftCard.objects.count()) == (302, CARDS, 1)


@pytest.mark.parametrize(
    ("fields", "field"), [({"amount": "0"}, "amount"), ({"expires_at": "2020-01-01 00:00"}, "expires_at")]
)
def test_a_card_of_nothing_or_of_the_past_is_refused(owner, fields, field):
    assert list(errors(issue(owner, **fields))) == [field]
    assert not GiftCard.objects.exists()


def test_a_card_is_found_by_its_code(owner):
    code = issue(owner).context["code"]
    issue(owner)
    card = gift_cards.find(code)
    assert list(owner.get(CARDS, {"q": code.lower()}).context["object_list"]) == [card]
    assert list(owner.get(CARDS, {"q": card.last_letters}).context["object_list"]) == [card]


def test_a_correction_is_an_entry_with_its_reason_and_is_made_once(owner):
    issue(owner)
    card = GiftCard.objects.get()
    address = f"{CARDS}inspect/{card.pk}/"
    typed = {"direction": "take", "amount": "1 000", "reason": "Sold twice", "key": str(uuid.uuid4())}
    for _ in range(2):
        assert owner.post(address, typed).status_code == 302

    card.refresh_from_db()
    assert card.balance == 400_000
    entry = GiftCardEntry.objects.get(kind="corrected")
    assert (entry.amount, entry.note) == (-100_000, "Sold twice")
    assert "Sold twice" in page(owner.get(address))
    too_much = owner.post(address, typed | {"amount": "4 000,01", "key": str(uuid.uuid4())})
    assert "The balance of a gift card cannot become negative." in page(too_much)


def test_a_blocked_card_cannot_pay_until_it_is_let_again(owner):
    code = issue(owner).context["code"]
    card = GiftCard.objects.get()
    for to, standing in (("blocked", "blocked"), ("valid", "valid")):
        owner.post(f"{CARDS}block/{card.pk}/", {"to": to})
        card.refresh_from_db()
        assert card.standing == standing
        assert list(owner.get(CARDS, {"standing": standing}).context["object_list"]) == [card]
    assert gift_cards.find(code) == card


# Who may

SCREENS = {LIST: "promotion", VOUCHERS: "voucher", SETS: "voucherset", CARDS: "giftcard"}
ROLES = {
    "Merchandisers": {LIST, VOUCHERS, SETS},
    "Order managers": set(SCREENS),
    "Analysts": set(SCREENS),
    "Owner": set(SCREENS),
}
ADDING = {"Merchandisers": {LIST, VOUCHERS, SETS}, "Order managers": set(), "Analysts": set(), "Owner": set(SCREENS)}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_screens_and_no_other(role):
    client = signed_in(staff_in(role))

    assert {address for address in SCREENS if client.get(address).status_code == 200} == ROLES[role]
    assert {address for address in SCREENS if client.get(f"{address}new/").status_code == 200} == ADDING[role]


@pytest.mark.parametrize("address", SCREENS)
def test_the_right_to_look_opens_the_list_and_nothing_that_changes(address):
    client = signed_in(staff_with(f"view_{SCREENS[address]}"))

    assert client.get(address).status_code == 200
    assert client.get(f"{address}new/").url == "/admin/"
    assert client.post(f"{address}new/", {}).url == "/admin/"
    others = signed_in(staff_with(*(f"view_{model}" for model in SCREENS.values() if model != SCREENS[address])))
    assert others.get(address).url == "/admin/"


def test_who_may_only_look_changes_nothing(promotion):
    client = signed_in(staff_in("Order managers"))
    made = sets.generate(promotion=promotion, name="Mailing", count=1)
    card, _ = gift_cards.issue(amount=100, currency="RUB", reference="test")

    assert client.post(f"{LIST}edit/{promotion.pk}/", form()).url == "/admin/"
    assert client.post(f"{LIST}examples/", form()).url == "/admin/"
    assert client.post(f"{LIST}delete/{promotion.pk}/").url == "/admin/"
    assert client.post(f"{SETS}deactivate/{made.pk}/").url == "/admin/"
    assert client.get(f"{SETS}codes/{made.pk}/").status_code == 200
    assert client.post(f"{CARDS}block/{card.pk}/", {"to": "blocked"}).url == "/admin/"
    typed = {"direction": "add", "amount": "1", "reason": "Mine", "key": str(uuid.uuid4())}
    client.post(f"{CARDS}inspect/{card.pk}/", typed)
    card.refresh_from_db()
    assert (card.balance, card.is_active) == (100, True)
    assert made.vouchers.filter(is_active=True).count() == 1


def test_a_promotion_that_orders_have_used_cannot_be_deleted(editor):
    promotion = make.make_promotion()
    redemptions.redeem(order=make.make_order(), applied=[Applied(promotion.pk)], customer_key="anna")

    editor.post(f"{LIST}delete/{promotion.pk}/")

    assert Promotion.objects.exists()


def test_names_are_shown_in_the_readers_language(owner, promotion):
    assert promotion.name_ru not in page(owner.get(LIST))
    assert promotion.name_ru in page(owner.get(LIST, headers={"Accept-Language": "ru"}))

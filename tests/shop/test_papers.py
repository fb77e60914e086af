"""Invoices, credit notes and packing slips: what they say, how they are numbered, and who gets them."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pypdf
import pytest
from django.db import connection
from django.test import Client

from shop import books, edits, orders, papers, refunds, shipments
from shop.errors import InvoiceNotIssued, NotFound
from shop.models import Invoice, Order, Payment
from shop.papers.sheet import legible
from shop.payments import transfers
from shop.views.own_order import order_key
from tests import factories as make
from tests.shop.agreed import PICKUP, Bought, agree, line
from tests.shop_admin.staff import signed_in, staff_with

pytestmark = pytest.mark.django_db
SPACE = "\u00a0"


def words(content: bytes) -> str:
    """The text of a PDF, page after page, with usual spaces."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages).replace(SPACE, " ")


def refund(order, lines, *, reference="refund-1", **more):
    wanted = {line(order, sku).pk: pieces for sku, pieces in lines.items()}
    return refunds.refund(order=order, lines=wanted, reason="late", reference=reference, **more)


# Content


def test_an_invoice_says_who_sold_what_to_whom_and_for_how_much():
    order = agree(Bought(sku="CUP", quantity=3, unit_price=10_000, discount=1_000), delivery_price=39_000)

    text = words(papers.pdf(papers.invoice(order)))

    for part in (
        "Technomart 1 Example Street",
        "Anna Petrova 1 Bauman St 420111 Kazan Russia anna@example.com",
        f"Order {order.number}",
        "CUP name CUP 3 100 ₽ −10 ₽ 20 % 290 ₽",
        "Courier 390 ₽",
        "Goods 300 ₽ Discount −10 ₽ Delivery 390 ₽ Total 680 ₽ Paid so far 680 ₽",
        "Tax rate Without tax Tax With tax 20 % 566.67 ₽ 113.33 ₽ 680 ₽",
    ):
        assert part in text


def test_tax_on_top_is_a_sum_of_its_own():
    order = agree(Bought(sku="CUP", unit_price=10_001), prices_include_tax=False)

    text = words(papers.pdf(papers.invoice(order)))

    assert "Goods 100.01 ₽ Delivery 0 ₽ Tax 20 ₽ Total 120.01 ₽" in text
    assert "20 % 100.01 ₽ 20 ₽ 120.01 ₽" in text


def test_an_invoice_is_in_the_language_of_its_order_and_has_its_letters():
    order = agree(Bought(sku="CUP"))
    Order.objects.filter(pk=order.pk).update(language="ru", contact=order.contact | {"name": "Jürgen Straßer, Щёлково"})

    text = words(papers.pdf(papers.invoice(order)))

    assert "Jürgen Straßer, Щёлково" in text
    assert "1 000 ₽" in text
    assert "Техномарт" in text


def test_letters_of_other_scripts_are_spelt_in_latin():
    assert legible("Ёлка ₽ € 東京") == "Ёлка ₽ € DongJing"


def test_what_is_still_to_be_paid_is_named():
    order = agree(Bought(sku="CUP"), payments=[("gift_card", 40_000), ("on_receipt", None)])

    text = words(papers.pdf(papers.invoice(order)))

    assert "Total 1 000 ₽ Paid so far 400 ₽ To be paid 600 ₽" in text


def test_the_same_paper_has_the_same_bytes_and_is_never_written_again():
    order = agree(Bought(sku="CUP"))
    first = papers.invoice(order)
    order.lines.update(name="Another name")

    again = papers.invoice(order)

    assert "CUP name" in words(papers.pdf(first))
    assert papers.pdf(Invoice.objects.get(pk=first.pk)) == papers.pdf(first)
    # A name is part of what was agreed: were it changed, there would be another invoice.
    assert again.number != first.number


def test_a_long_order_goes_on_over_pages_that_are_counted():
    order = agree(*[Bought(sku=f"CUP-{number}") for number in range(40)])

    content = papers.pdf(papers.invoice(order))

    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) > 1
    assert "Page 1 of 2" in words(content).replace("Page 1 of 3", "Page 1 of 2")


# Numbers


def test_numbers_have_no_gaps_and_begin_anew_each_year(monkeypatch):
    made = [papers.invoice(agree(Bought(sku=f"CUP-{number}"))) for number in range(3)]
    year = made[0].year

    assert [one.number for one in made] == [f"{year}-{number:06d}" for number in (1, 2, 3)]

    monkeypatch.setattr("shop.papers.issuing.timezone.now", lambda: datetime(2031, 1, 1, 12, tzinfo=UTC))
    assert papers.invoice(agree(Bought(sku="POT"))).number == "2031-000001"


def test_an_order_has_one_invoice_however_often_it_is_asked_for():
    order = agree(Bought(sku="CUP"))

    assert {papers.invoice(order).pk for _ in range(3)} == {Invoice.objects.get().pk}


def test_credit_notes_have_numbers_of_their_own():
    order = agree(Bought(sku="CUP", quantity=2))
    note = papers.credit_note(refund(order, {"CUP": 1}))

    assert (note.number, papers.invoice(order).number) == (f"{note.year}-C000001", f"{note.year}-000001")
    assert papers.credit_note(note.refund) == note


@pytest.mark.django_db(transaction=True)
def test_two_invoices_at_once_get_two_numbers_without_a_gap():
    made = [agree(Bought(sku=f"CUP-{number}")) for number in range(6)]

    def issue(order):
        try:
            return papers.invoice(order).sequence
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(issue, [*made, *made]))

    assert sorted(set(numbers)) == [1, 2, 3, 4, 5, 6]
    assert Invoice.objects.count() == 6


def test_the_books_find_gaps_and_what_was_credited_beyond_its_invoice():
    order = agree(Bought(sku="CUP", quantity=2))
    note = papers.credit_note(refund(order, {"CUP": 1}))
    assert books.violations() == []

    Invoice.objects.filter(kind="invoice").update(sequence=2)
    note.content["total"], note.content["taxes"] = 900_000, [{"basis_points": 0, "net": 900_000, "tax": 0}]
    note.save()

    assert books.violations() == [
        f"invoices of {note.year}: 1 from 2 to 2",
        f"order {order.number}: 700000 more credited than charged",
    ]


# For staff


def test_staff_print_the_papers_of_an_order_that_they_may_see():
    order = agree(Bought(sku="CUP", quantity=2))
    given = refund(order, {"CUP": 1})
    parcel = shipments.ship(order=order, lines={line(order, "CUP").pk: 1}, reference="parcel-1", carrier="Post")
    manager, address = signed_in(staff_with("view_order")), "/admin/shop/orders"

    slip = manager.get(f"{address}/packing-slip/{order.pk}/")
    sent = manager.get(f"{address}/packing-slip/{order.pk}/?parcel={parcel.public_id}")
    invoice = manager.get(f"{address}/invoice/{order.pk}/")
    note = manager.get(f"{address}/invoice/{order.pk}/?refund={given.public_id}")

    assert slip["Content-Disposition"] == f'attachment; filename="packing-slip-{order.number}.pdf"'
    assert "Post" in words(sent.content)
    assert "Invoice" in words(invoice.content)
    assert "Credit note" in words(note.content)
    page = manager.get(f"{address}/inspect/{order.pk}/").content.decode()
    for link in (f"packing-slip/{order.pk}/", f"invoice/{order.pk}/", f"?refund={given.public_id}"):
        assert link in page


@pytest.mark.parametrize("paper", ["packing-slip", "invoice"])
def test_staff_without_the_right_print_nothing(client, paper):
    order = agree(Bought(sku="CUP"))
    address = f"/admin/shop/orders/{paper}/{order.pk}/"

    assert client.get(address).url == f"/admin/login/?next={address}"
    assert signed_in(staff_with("view_stocklevel")).get(address).url == "/admin/"
    assert not Invoice.objects.exists()


def test_staff_are_told_why_there_is_no_invoice_and_get_no_parcel_of_another_order():
    order, other = agree(Bought(sku="CUP")), agree(Bought(sku="POT"))
    parcel = shipments.ship(order=other, reference="parcel-1")
    Order.objects.filter(pk=order.pk).update(status="awaiting_payment")
    manager, address = signed_in(staff_with("view_order")), "/admin/shop/orders"

    assert manager.get(f"{address}/invoice/{order.pk}/").url == f"{address}/inspect/{order.pk}/"
    assert manager.get(f"{address}/packing-slip/{order.pk}/?parcel={parcel.public_id}").status_code == 404


# When there is one


@pytest.mark.parametrize("status", ["awaiting_payment", "cancelled"])
def test_what_is_not_agreed_has_no_invoice(status):
    order = agree(Bought(sku="CUP"))
    Order.objects.filter(pk=order.pk).update(status=status)

    assert papers.has_invoice(Order.objects.get()) is False
    with pytest.raises(InvoiceNotIssued):
        papers.invoice(order)


def test_a_cancelled_order_keeps_the_invoice_that_it_had():
    order = agree(Bought(sku="CUP"))
    made = papers.invoice(order)
    orders.cancel(order)

    assert papers.invoice(order) == made
    note = papers.credit_note(order.refunds.get())
    assert note.content["total"] == made.content["total"]
    assert note.content["taxes"] == made.content["taxes"]


def test_a_changed_order_gets_a_new_invoice_and_a_credit_note_for_the_old_one():
    order = agree(Bought(sku="CUP", quantity=3), delivery_price=39_000)
    old = papers.invoice(order)
    edits.edit(order=order, quantities={"CUP": 2}, reason="sold out", reference="edit-1")

    new = papers.invoice(order)

    note = old.cancelled_by
    assert Invoice.objects.get(pk=old.pk).is_replaced
    assert (new.content["total"], note.content["total"]) == (239_000, old.content["total"])
    assert note.content["taxes"] == old.content["taxes"]
    text = words(papers.pdf(note))
    assert f"For invoice {old.number}" in text
    assert "CUP name CUP 3 20 % −3 000 ₽ Courier −390 ₽ Total −3 390 ₽" in text.replace("  ", " ")
    with pytest.raises(NotFound):
        papers.credit_note(order.refunds.get())


# Credit notes


def test_a_credit_note_says_what_goes_back_with_its_tax():
    order = agree(Bought(sku="CUP", quantity=3, unit_price=10_000, discount=1_000), delivery_price=39_000)
    given = refund(order, {"CUP": 1}, other_amount=40_000, delivery_amount=39_000)

    note = papers.credit_note(given)

    text = words(papers.pdf(note))
    assert f"For invoice {papers.invoice(order).number}" in text
    assert "CUP name CUP 1 20 % −96.67 ₽ Courier −390 ₽ Goodwill −10 ₽" in text
    assert "Total −496.67 ₽" in text
    (row,) = note.content["taxes"]
    assert (row["net"] + row["tax"], row["tax"]) == (49_667, 1_611 + 6_500 + 167)


@pytest.mark.parametrize("prices_include_tax", [True, False])
def test_credit_notes_for_everything_take_back_exactly_what_the_invoice_charged(prices_include_tax):
    order = agree(
        Bought(sku="CUP", quantity=3, unit_price=3_333, discount=100),
        Bought(sku="POT", quantity=2, unit_price=9_999),
        delivery_price=29_000,
        prices_include_tax=prices_include_tax,
    )
    invoice = papers.invoice(order)
    pieces = [("CUP", 1), ("CUP", 1), ("POT", 1), ("CUP", 1), ("POT", 1)]
    notes = [
        papers.credit_note(refund(order, {sku: n}, reference=f"refund-{number}"))
        for number, (sku, n) in enumerate(pieces)
    ]
    rest = refunds.refund_rest(order=order, reason="all", reference="rest")
    notes.append(papers.credit_note(rest))

    assert books.violations() == []
    assert sum(note.content["total"] for note in notes) == invoice.content["total"]
    for part in ("net", "tax"):
        assert sum(row[part] for note in notes for row in note.content["taxes"]) == sum(
            row[part] for row in invoice.content["taxes"]
        )


def test_money_that_came_twice_has_no_credit_note():
    order = agree(Bought(sku="CUP"))
    payment = order.payments.get()
    Payment.objects.filter(pk=payment.pk).update(captured=2 * payment.captured)
    payment.refresh_from_db()
    given = transfers.give_back(payment, order.total, reason="paid twice")

    assert list(papers.credited(order)) == []
    with pytest.raises(NotFound):
        papers.credit_note(given)


# Packing slips


def test_a_packing_slip_says_what_to_take_from_where_and_names_no_price():
    order = agree(Bought(sku="SET", quantity=2, parts={"CUP": 3, "POT": 1}), Bought(sku="JUG", unit_price=77_700))

    text = words(papers.packing_slip(order))

    assert "2 × SET name SET" in text
    assert "6 × CUP Main warehouse: 6" in text
    assert "2 × POT Main warehouse: 2" in text
    assert "1 × JUG name JUG Main warehouse: 1" in text
    assert "Send to Anna Petrova 1 Bauman St 420111 Kazan Russia" in text
    assert "₽" not in text


def test_a_packing_slip_is_about_what_is_still_to_be_sent_or_about_one_parcel():
    order = agree(Bought(sku="CUP", quantity=3), Bought(sku="POT"))
    parcel = shipments.ship(
        order=order, lines={line(order, "CUP").pk: 2}, carrier="Post", tracking_number="RR1", reference="parcel-1"
    )

    left, sent = words(papers.packing_slip(order)), words(papers.packing_slip(order, parcel))

    assert "1 × CUP name" in left
    assert "1 × POT name" in left
    assert "2 × CUP name" in sent
    assert "POT" not in sent
    assert "Post RR1" in sent


def test_the_pickup_code_is_not_on_the_slip():
    order = agree(Bought(sku="CUP"), delivery=PICKUP)

    assert order.pickup_code not in words(papers.packing_slip(order))


# Who gets them


def test_customers_fetch_the_papers_of_their_own_orders():
    customer = make.make_user()
    order = agree(Bought(sku="CUP", quantity=2), customer=customer)
    given = refund(order, {"CUP": 1})
    client = Client()
    client.force_login(customer)

    response = client.get(f"/en/orders/{order.public_id}/invoice/")
    note = client.get(f"/en/orders/{order.public_id}/credit-notes/{given.public_id}/")

    number = Invoice.objects.get(kind="invoice").number
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == f'attachment; filename="invoice-{number}.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    assert number in words(response.content)
    assert "Credit note" in words(note.content)
    page = client.get(f"/en/account/orders/{order.public_id}/").content.decode()
    assert f"/en/orders/{order.public_id}/invoice/" in page
    assert given.public_id in page


def test_guests_fetch_them_with_the_key_of_their_confirmation():
    order = agree(Bought(sku="CUP"))
    key = order_key(order)

    assert Client().get(f"/en/orders/{key}/invoice/").status_code == 200
    assert f"/en/orders/{key}/invoice/" in Client().get(f"/en/checkout/done/{key}/").content.decode()


def test_nobody_else_gets_them():
    order = agree(Bought(sku="CUP", quantity=2), customer=make.make_user())
    given = refund(order, {"CUP": 1})
    other = Client()
    other.force_login(make.make_user())

    for client in (Client(), other):
        for address in ("invoice/", f"credit-notes/{given.public_id}/"):
            assert client.get(f"/en/orders/{order.public_id}/{address}").status_code == 404
    mine = agree(Bought(sku="POT"))
    assert Client().get(f"/en/orders/{order_key(mine)}/credit-notes/{given.public_id}/").status_code == 404
    assert not Invoice.objects.exists()


def test_an_order_without_an_invoice_offers_none():
    order = agree(Bought(sku="CUP"))
    Order.objects.filter(pk=order.pk).update(status="awaiting_payment")
    key = order_key(order)

    assert Client().get(f"/en/orders/{key}/invoice/").status_code == 404
    assert "invoice" not in Client().get(f"/en/checkout/done/{key}/").content.decode().lower()


def test_the_api_tells_numbers_sums_and_where_the_papers_are():
    customer = make.make_user()
    order = agree(Bought(sku="CUP", quantity=2), customer=customer)
    refund(order, {"CUP": 1})
    client = Client()
    client.force_login(customer)

    answer = client.get(f"/api/v1/orders/{order.public_id}/invoice/")

    told = answer.json()
    assert answer.status_code == 200, told
    assert told["total"]["amount"] == 200_000
    (note,) = told["credit_notes"]
    assert note["total"]["amount"] == 100_000
    for one in (told, note):
        path = one["pdf"].split("/", 3)[3]
        assert one["number"] in words(Client().get(f"/{path}").content)
    assert Client().get(f"/api/v1/orders/{order.public_id}/invoice/").status_code == 404


def test_the_api_says_why_there_is_none():
    customer = make.make_user()
    order = agree(Bought(sku="CUP"), customer=customer)
    Order.objects.filter(pk=order.pk).update(status="awaiting_payment")
    client = Client()
    client.force_login(customer)

    answer = client.get(f"/api/v1/orders/{order.public_id}/invoice/")

    assert (answer.status_code, answer.json()["code"]) == (409, "invoice_not_issued")

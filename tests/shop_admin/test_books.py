"""The books in the admin: whether they are right, who may see it, and what broke them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.books import proof
from shop.models import BooksProof, StockLevel
from tests.factories import make_product
from tests.shop_admin.staff import signed_in, staff_in, staff_with

pytestmark = pytest.mark.django_db

BOOKS = "/admin/shop/books/"


@pytest.fixture
def owner():
    return signed_in(staff_in("Owner"))


def broken():
    """A piece that no movement explains."""
    variant = make_product(sku="PH-1", stock_count=3).variants.get()
    StockLevel.objects.filter(variant=variant).update(on_hand=4)


def test_books_that_are_right_say_so_and_when(owner):
    page = owner.post(BOOKS, follow=True).content.decode()

    assert "The books are right." in page
    assert BooksProof.objects.get().violations == []


def test_one_row_changed_behind_the_shops_back_is_named(owner):
    broken()

    page = owner.post(BOOKS, follow=True).content.decode()

    assert "The books are wrong in" in page
    assert "PH-1" in BooksProof.objects.get().violations[0]
    assert BooksProof.objects.get().violations[0] in page


def test_the_last_violation_stays_in_sight_after_it_was_mended(owner):
    broken()
    proof.prove()
    StockLevel.objects.update(on_hand=3)

    page = owner.post(BOOKS, follow=True).content.decode()

    assert "The books are right." in page
    assert "What was wrong last" in page


def test_the_clock_proves_them_every_minute_and_forgets_old_proofs_that_found_nothing():
    old = BooksProof.objects.create(milliseconds=5, checks=1, started_at=timezone.now() - timedelta(days=8))
    kept = BooksProof.objects.create(
        milliseconds=5, checks=1, violations=["x"], started_at=timezone.now() - timedelta(days=8)
    )

    proof.prove_due()
    proof.prove_due()

    assert BooksProof.objects.count() == 2
    assert set(BooksProof.objects.values_list("pk", flat=True)) - {kept.pk} != {old.pk}


def test_a_slow_proof_is_repeated_less_often():
    BooksProof.objects.create(milliseconds=10_000, checks=1, started_at=timezone.now() - timedelta(minutes=3))
    proof.prove_due()
    assert BooksProof.objects.count() == 1


def test_they_are_for_those_who_may_see_them(client):
    assert client.get(BOOKS).status_code == 302
    assert signed_in(staff_with("view_order")).get(BOOKS).status_code in (302, 403)
    assert signed_in(staff_with("view_booksproof")).get(BOOKS).status_code == 200

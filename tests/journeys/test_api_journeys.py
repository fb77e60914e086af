"""J-A1, J-A2 and J-A3: what docs/api.md prints, run by a shell against the running store."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shop import books, stock, waiting
from shop.models import DeliveryMethod, Order, PickupPoint, Reservation, StockRequest
from tests.factories import make_market, make_product

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "api.md"
SHELL = shutil.which("bash") or "/bin/sh"


def samples(*sections):
    """The shell blocks of these sections, in order."""
    parts = re.split(r"^## (.+)$", GUIDE.read_text(), flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    return "\n".join(block for name in sections for block in re.findall(r"```sh\n(.*?)```", found[name], re.DOTALL))


@pytest.fixture
def run(live_server, tmp_path):
    """Run the samples of some sections as printed, with what is `known`; returns the lines that they print."""

    def run(*sections, **known):
        script = samples(*sections).replace("http://localhost:8000", live_server.url)
        path = os.environ["PATH"]
        if not shutil.which("curl"):
            shim = tmp_path / "curl"
            shim.write_text(f'#!/bin/sh\nexec {sys.executable} {Path(__file__).with_name("curl.py")} "$@"\n')
            shim.chmod(0o755)
            path = f"{tmp_path}:{path}"
        done = subprocess.run(
            [SHELL, "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            env={**os.environ, "PATH": path, **known},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        return done.stdout.splitlines()

    return run


@pytest.fixture
def store(transactional_db):
    DeliveryMethod.objects.create(code="pickup", kind="pickup", name_en="Pick-up", name_ru="Самовывоз")
    PickupPoint.objects.create(
        code="kazan-1",
        name_en="Bauman",
        name_ru="Баумана",
        city_en="Kazan",
        city_ru="Казань",
        address_en="1 Bauman St",
        address_ru="ул. Баумана, 1",
        postcode="420111",
    )
    make_product(slug="phone", sku="PH-1", price=7_499_000, stock_count=10, is_presented=True)
    make_product(slug="case", sku="CASE-1", price=99_000, stock_count=10, is_presented=True)
    make_market(code="ru", is_default=True, currency="RUB", countries=["RU"])


def test_the_quickstart_goes_from_the_catalogue_to_a_paid_order(run, store):
    printed = run("Quickstart")

    assert printed == ["1\u00a0980\u00a0₽", "confirmed", "paid"]
    order = Order.objects.get()
    assert [(line.sku, line.quantity) for line in order.lines.all()] == [("CASE-1", 2)]
    assert order.paid_at is not None


def test_on_a_bad_network_repeats_make_one_order(run, store):
    printed = run("Quickstart", "A bad network")

    assert [line.strip().lower() for line in printed[3:]] == [
        "idempotent-replayed: true",
        "idempotency_key_reused",
        "idempotency_key_missing",
    ]
    assert Order.objects.count() == 1


def test_a_guest_withdraws_from_a_contract_and_reads_the_receipt(run, store):
    printed = run("Quickstart", "Withdrawing from a contract")

    assert printed[3:] == ["2", "2", "cancelled", "anna@example.com"]
    order = Order.objects.get()
    assert (order.status, order.payments.get().refunded) == ("cancelled", order.total)
    assert books.violations() == []


def test_what_is_held_for_who_waited_comes_into_the_cart(run, store):
    variant = make_product(sku="TV-1", stock_count=0, is_presented=True).variants.get()
    waiting.ask(variant=variant, email="boris@example.com", language="en")
    stock.receive(quantities={"TV-1": 1}, reference="delivery:1")
    token = waiting.token_of(StockRequest.objects.get())

    printed = run("Quickstart", "Waiting lists", LINK=f"https://shop.example/en/stock/offers/{token}/")

    assert printed[3:] == ["CASE-1", "offered", "1", "taken"]
    assert Reservation.objects.get(variant=variant, state="held").cart is not None
    assert books.violations() == []


def test_two_devices_do_not_overwrite_each_other(run, store):
    printed = run("Quickstart", "Two devices, one cart")

    assert printed[3:] == ["precondition_failed", "2", "1", "precondition_required"]


def test_all_other_samples_of_the_guide_run_too(run, store):
    markets = "Markets and prices of one's own"
    printed = run("Quickstart", "Finding products", markets, "A copy of the catalogue", "Live")

    assert printed[3:] == ["2", "RUB", "[]", "30"]


def test_every_sample_of_the_guide_belongs_to_a_test():
    sections = re.split(r"^## (.+)$", GUIDE.read_text(), flags=re.MULTILINE)
    with_samples = {name for name, text in zip(sections[1::2], sections[2::2], strict=True) if "```sh" in text}

    assert with_samples == {
        "Quickstart", "A bad network", "Withdrawing from a contract", "Waiting lists",
        "Two devices, one cart", "Finding products", "Markets and prices of one's own",
        "A copy of the catalogue", "Live",
    }  # fmt: skip

"""Whatever happens, in whatever order, the books are right after every step.

A few walks in every run; ``WALKS=500 STEPS=100 pytest tests/walks`` for many long ones.
"""

import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase
from hypothesis import settings as chosen
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from shop import books
from tests.walks.walker import Walker

pytestmark = pytest.mark.django_db

WALKS = int(os.environ.get("WALKS", "6"))
STEPS = int(os.environ.get("STEPS", "50"))
CHANCE = st.integers(0, 10_000)
QUANTITY = st.integers(0, 4)


class Walk(RuleBasedStateMachine):
    """One walk, in a transaction of its own that is rolled back at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.shop = Walker()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    @invariant()
    def the_books_are_right(self) -> None:
        assert books.violations() == []


def _rule(name: str, **drawn: st.SearchStrategy[int]):
    def step(self: Walk, **chosen: int) -> None:
        getattr(self.shop, name)(**chosen)

    step.__name__ = name
    return rule(**drawn)(step)


# What happens often stands here twice.
for number, name in enumerate(
    ("go_to_checkout", "buy") * 2
    + ("add_code", "answer_the_bank", "hear_the_bank", "pack", "deliver", "go_on_with_a_return") * 2
    + ("cancel", "money_on_the_account", "take_reserved_money", "let_time_pass")
):
    setattr(Walk, f"{name}_{number}", _rule(name, chance=CHANCE))
for number, name in enumerate(
    ("come_and_buy",) * 6
    + ("ship", "refund", "ask_to_return") * 3
    + ("come_in", "add") * 2
    + ("change_line", "withdraw", "edit", "receive_goods", "count_goods")
):
    setattr(Walk, f"{name}_{number}_of_some", _rule(name, chance=CHANCE, quantity=QUANTITY))


def test_the_books_are_right_after_every_step(settings):
    settings.PAYMENT_PROVIDERS = ["on_receipt", "sandbox", "bank_transfer"]
    run_state_machine_as_test(
        Walk,
        settings=chosen(
            max_examples=WALKS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize="WALKS" not in os.environ,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate] if "WALKS" not in os.environ else [Phase.generate, Phase.shrink],
        ),
    )

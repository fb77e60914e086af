"""The log keeps what was committed, in order, and says when a reader's place is gone."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from shop.changes import log, tokens
from shop.models import Change
from shop.templatetags.live import live_since

pytestmark = pytest.mark.django_db


def append(number: int = 1, **more) -> None:
    log.append(type="product", object_id=f"prd_{number}", kind="updated", data={}, **more)


def test_changes_are_read_in_order_without_gaps():
    before = log.latest()
    for number in range(5):
        append(number)
    changes = log.read(before)
    assert [change.object_id for change in changes] == ["prd_0", "prd_1", "prd_2", "prd_3", "prd_4"]
    assert [change.sequence for change in changes] == list(range(before + 1, before + 6))


def test_what_is_rolled_back_leaves_nothing_and_no_gap():
    before = log.latest()
    append(1)

    def fail():
        with transaction.atomic():
            append(2)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    append(3)
    changes = log.read(before)
    assert [change.object_id for change in changes] == ["prd_1", "prd_3"]
    assert log.latest() == changes[-1].sequence
    if connection.vendor == "postgresql":
        assert [change.sequence for change in changes] == [before + 1, before + 2]


def test_a_limit_gives_the_first_changes():
    before = log.latest()
    for number in range(5):
        append(number)
    assert [change.object_id for change in log.read(before, limit=2)] == ["prd_0", "prd_1"]


def test_topics_choose_changes_and_catalog_means_every_public_one():
    before = log.latest()
    append(1)
    append(2)
    log.append(type="cart", object_id="cart_1", kind="changed", is_public=False)
    assert [change.topic for change in log.read(before, topics=["product:prd_2"])] == ["product:prd_2"]
    assert [change.topic for change in log.read(before, topics=["catalog"])] == ["product:prd_1", "product:prd_2"]
    assert [change.topic for change in log.read(before, topics=["catalog", "cart:cart_1"])] == [
        "product:prd_1",
        "product:prd_2",
        "cart:cart_1",
    ]


def test_the_version_moves_with_public_changes_only():
    append()
    version = log.version()
    log.append(type="cart", object_id="cart_1", kind="changed", is_public=False)
    assert log.version() == version
    append()
    assert log.version() > version


def test_the_version_is_remembered_as_long_as_the_settings_say(settings, django_assert_num_queries):
    settings.SHOP = settings.SHOP | {"VERSION_MEMORY": 60.0}
    append()
    version = log.version()
    with django_assert_num_queries(0):
        assert log.version() == version


def test_a_process_sees_its_own_commits_at_once(settings, django_capture_on_commit_callbacks):
    settings.SHOP = settings.SHOP | {"VERSION_MEMORY": 60.0}
    version = log.version()
    with django_capture_on_commit_callbacks(execute=True):
        append()
    assert log.version() > version


def test_a_transaction_tells_readers_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as told, transaction.atomic():
        append(1)
        append(2)
        with transaction.atomic():
            append(3)
    assert len(told) == 1


def test_many_changes_cost_as_many_queries_as_one(django_assert_num_queries):
    one = [log.change(type="product", object_id="prd_1", kind="updated")]
    many = [log.change(type="product", object_id=f"prd_{number}", kind="updated") for number in range(50)]
    expected = 2 if connection.vendor == "sqlite" else 1
    with django_assert_num_queries(expected):
        log.append_all(one)
    with django_assert_num_queries(expected):
        log.append_all(many)


def aged(change: Change, age: timedelta) -> None:
    Change.objects.filter(pk=change.pk).update(created_at=timezone.now() - age)


def test_pruning_removes_what_is_older_than_the_retention_and_keeps_the_last_change():
    before = log.latest()
    for number in range(4):
        append(number)
    first, second, third, _ = log.read(before)
    old = settings.SHOP["CHANGE_RETENTION"] + timedelta(days=1)
    aged(first, old)
    aged(second, old)
    assert log.prune() == 2
    assert [change.pk for change in log.read(before)][0] == third.pk
    Change.objects.update(created_at=timezone.now() - old)
    log.prune()
    assert Change.objects.count() == 1
    last = log.latest()
    append()
    assert log.latest() == last + 1


def test_a_log_that_starts_anew_goes_on_counting():
    append()
    last = log.latest()
    log.start_anew()
    append()
    assert log.latest() == last + 1


def test_who_has_heard_of_a_change_is_not_told_what_was_remembered_before_it(settings):
    settings.SHOP = settings.SHOP | {"VERSION_MEMORY": 60.0}
    before = log.version()
    append()
    heard = Change.objects.order_by("-pk")[0].pk if connection.vendor == "sqlite" else log.latest()
    assert log.version() == before
    assert log.version(at_least=heard) == heard


def test_a_page_names_the_place_before_what_the_process_has_read_last(settings):
    settings.SHOP = settings.SHOP | {"VERSION_MEMORY": 0.0}
    assert live_since() == ""
    log.version()
    first = log.latest()
    append()
    log.version()
    assert tokens.decode(live_since()) == first

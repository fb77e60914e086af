"""Tokens come back as the place they were given for, or are refused."""

import base64
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from shop.changes import log, tokens
from shop.errors import ResyncRequired
from shop.models import Change

pytestmark = pytest.mark.django_db


def append() -> int:
    log.append(type="product", object_id="prd_1", kind="updated")
    return log.latest()


def test_a_token_is_its_place():
    for place in (append(), append(), append()):
        assert tokens.decode(tokens.encode(place)) == place


def test_a_token_is_short_and_needs_no_escaping():
    token = tokens.encode(append())
    assert len(token) == 38
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


@pytest.mark.parametrize("token", ["", "0", "-1", "12", "null", "a" * 38, "A" * 38, "é", "\x00", "=" * 5, "x" * 10_000])
def test_what_is_no_token_is_refused(token):
    append()
    with pytest.raises(ResyncRequired):
        tokens.decode(token)


def test_a_changed_token_is_refused():
    first, second = tokens.encode(append()), tokens.encode(append())
    assert first != second
    raw = bytearray(base64.urlsafe_b64decode(first + "=="))
    raw[15] += 1  # the sequence's last byte
    with pytest.raises(ResyncRequired):
        tokens.decode(base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("="))


def test_a_token_from_the_future_is_refused():
    with pytest.raises(ResyncRequired):
        tokens.decode(tokens.encode(append() + 1))


def test_a_token_of_another_log_is_refused():
    token = tokens.encode(append())
    log.start_anew()
    append()
    with pytest.raises(ResyncRequired) as refusal:
        tokens.decode(token)
    assert refusal.value.code == "resync_required"


def test_a_token_is_refused_when_what_follows_is_older_than_the_retention():
    before = append()
    append()
    old = timezone.now() - settings.SHOP["CHANGE_RETENTION"] - timedelta(minutes=1)
    Change.objects.filter(sequence=before).update(created_at=old)
    # Nothing that follows has been removed or is due to be.
    assert tokens.decode(tokens.encode(before)) == before
    Change.objects.update(created_at=old)
    with pytest.raises(ResyncRequired):
        tokens.decode(tokens.encode(before))


def test_a_token_is_refused_when_what_follows_was_pruned():
    before = append()
    append()
    append()
    Change.objects.filter(sequence=before + 1).delete()
    with pytest.raises(ResyncRequired):
        tokens.decode(tokens.encode(before))


def test_the_place_after_the_last_change_never_grows_old():
    place = append()
    Change.objects.update(created_at=timezone.now() - timedelta(days=400))
    log.prune()
    assert tokens.decode(tokens.encode(place)) == place

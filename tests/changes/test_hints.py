"""Hints reach other processes when they can, and hurt nobody when they cannot."""

import logging
import time

import pytest

from shop.changes import hints


class Broken:
    """A channel layer whose server is away."""

    def __init__(self):
        self.tries = 0

    async def group_send(self, group, message):
        self.tries += 1
        raise ConnectionError("away")


@pytest.fixture
def broken(monkeypatch, settings):
    layer = Broken()
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "elsewhere"}}
    monkeypatch.setattr(hints, "get_channel_layer", lambda: layer)
    monkeypatch.setattr(hints, "PAUSE_AFTER_FAILURE", 0.01)
    return layer


def test_a_hint_returns_at_once_and_never_fails(broken):
    started = time.monotonic()
    for _ in range(100):
        hints.send()
    assert time.monotonic() - started < 0.5


def test_a_layer_that_is_away_is_asked_again(broken):
    messenger = hints.Messenger()
    messenger.start()
    for expected in (1, 2, 3):
        messenger.wanted.set()
        deadline = time.monotonic() + 3
        while broken.tries < expected and time.monotonic() < deadline:
            time.sleep(0.005)
    assert broken.tries >= 3


def test_a_failure_is_logged_when_it_begins_and_when_it_is_over(caplog):
    report = hints.Report("Channel layer")
    with caplog.at_level(logging.WARNING, logger="shop.changes.hints"):
        for _ in range(3):
            report.failed(ConnectionError("away"))
        report.worked()
        report.worked()
        report.failed(ConnectionError("away"))
    assert [record.message.partition(":")[2].split(".")[0].strip() for record in caplog.records] == [
        "ConnectionError('away')",
        "works again",
        "ConnectionError('away')",
    ]


def test_a_layer_of_one_process_is_not_asked():
    assert not hints.reaches_other_processes()

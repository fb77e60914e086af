"""Each test asks the log anew."""

import pytest

from shop.changes import log


@pytest.fixture(autouse=True)
def nothing_remembered_of_the_log(monkeypatch):
    monkeypatch.setattr(log, "_remembered", None)
    monkeypatch.setattr(log, "_before", None)

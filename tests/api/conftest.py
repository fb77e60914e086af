"""Plain HTTP against the API: what it sends is JSON, what it gets is looked at as bytes, headers and JSON."""

import json

import pytest
from django.test import Client


class Caller(Client):
    """A client that sends JSON and has no cookies of a browser."""

    def send(self, method: str, address: str, body=None, **options):
        if body is not None:
            options.setdefault("content_type", "application/json")
        headers = options.pop("headers", {})
        data = body if isinstance(body, str | bytes) else None
        if body is not None and data is None:
            data = json.dumps(body)
        return self.generic(method, address, data or "", headers=headers, **options)


@pytest.fixture
def api(db) -> Caller:
    """A caller that nobody knows; a failure of the server is an answer to look at, not an exception."""
    return Caller(raise_request_exception=False)

"""A body is one JSON object in UTF-8; what readers could understand differently is refused."""

from datetime import UTC, datetime

import pytest

from shop.api import formats
from shop.api.formats import MalformedJson, StrictJson, TooLarge, parse


def test_a_body_is_read_as_it_says():
    assert parse(b'{"sku": "KB-1", "quantity": 2, "deep": [{"a": null}]}') == {
        "sku": "KB-1",
        "quantity": 2,
        "deep": [{"a": None}],
    }


def test_a_body_may_be_thirty_two_levels_deep_and_may_contain_any_number_of_brackets_in_strings():
    deep = b'{"a":' + b"[" * 31 + b"]" * 31 + b"}"

    assert parse(deep)["a"][0][0] == parse(deep)["a"][0][0]
    assert parse(b'{"a": "' + b"[" * 500 + b'\\"["}')["a"] == "[" * 500 + '"['


@pytest.mark.parametrize(
    ("case", "body"),
    [
        ("one level too deep", b'{"a":' + b"[" * 32 + b"]" * 32 + b"}"),
        ("a hundred thousand levels deep", b"[" * 100_000),
        ("deep objects", b'{"a":' * 100_000),
        ("not UTF-8", b'{"a": "\xff"}'),
        ("a byte order mark", b"\xef\xbb\xbf{}"),
        ("half a surrogate pair", b'{"a": "\\ud800"}'),
        ("half a surrogate pair as a name", b'{"\\ud800": 1}'),
        ("NUL", b'{"a": "b\\u0000c"}'),
        ("NaN", b'{"a": NaN}'),
        ("Infinity", b'{"a": -Infinity}'),
        ("a number beyond all numbers", b'{"a": 1e999}'),
        ("an integer of five thousand digits", b'{"a": ' + b"9" * 5000 + b"}"),
        ("the same name twice", b'{"sku": "a", "sku": "b"}'),
        ("an array", b"[1, 2]"),
        ("a string", b'"hello"'),
        ("null", b"null"),
        ("nothing but spaces", b"  "),
        ("an unfinished object", b'{"a": '),
        ("single quotes", b"{'a': 1}"),
        ("a comment", b'{"a": 1} // one'),
    ],
)
def test_a_body_that_could_be_misunderstood_is_refused(case, body):
    with pytest.raises(MalformedJson) as refusal:
        parse(body)

    assert refusal.value.detail


def test_a_body_over_256_kilobytes_is_not_read_to_its_end():
    class Endless:
        asked = 0

        def read(self, size):
            self.asked += size
            return b" " * size

    stream = Endless()

    with pytest.raises(TooLarge):
        StrictJson().parse(stream)

    assert stream.asked == 256 * 1024 + 1


def test_money_is_written_as_integers_and_times_in_utc():
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    assert formats.written({"amount": 7499000, "at": at}) == b'{"amount":7499000,"at":"2026-11-23T09:00:00Z"}'

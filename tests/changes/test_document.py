"""docs/asyncapi.yaml describes the socket as it is."""

import re
from pathlib import Path

import pytest
import yaml

from shop.changes import endings, visitors

DOCUMENT = yaml.safe_load((Path(__file__).resolve().parents[2] / "docs" / "asyncapi.yaml").read_text())


def test_every_ending_is_described():
    rows = dict(re.findall(r"\| (\d{4}) \| (.*?) \|", DOCUMENT["info"]["description"]))
    told = {value for value in vars(endings).values() if isinstance(value, endings.Ending)}
    # An unknown address is refused in the handshake.
    told.remove(endings.UNKNOWN_ADDRESS)
    assert {(str(ending.code), ending.word) for ending in told} == {
        (code, word) for code, words in rows.items() for word in re.findall(r"`(\w+)`", words)
    }


@pytest.mark.parametrize(
    ("topic", "is_one"),
    [
        ("catalog", True),
        ("product:prd_2b", True),
        ("cart:cart_2b", True),
        ("order:ord_2b", True),
        ("orders", False),
        ("cart:ord_2", False),
        ("order:cart_2", False),
        ("product:2", False),
    ],
)
def test_topics_have_the_form_that_is_described(topic, is_one):
    described = DOCUMENT["components"]["schemas"]["topic"]["pattern"]
    assert (re.fullmatch(described, topic) is not None) is is_one
    assert visitors.is_topic(topic) is is_one


def test_a_subscription_takes_as_many_topics_as_described():
    topics = DOCUMENT["components"]["messages"]["subscribe"]["payload"]["properties"]["topics"]
    assert topics["maxItems"] == visitors.TOPICS_AT_MOST

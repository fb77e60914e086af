"""The OpenAPI document is valid, complete, equal to its snapshot, and takes nothing away from old clients.

After a wanted change write the snapshot anew: ``python -m tests.contract.snapshot``.
"""

import copy
import json
import re
from pathlib import Path

import jsonschema
import pytest
from openapi_spec_validator import validate

from shop.api import docs, problems
from shop.api.problems import KINDS
from tests.api.conftest import *  # noqa: F403 (the same callers and goods)
from tests.contract import breaking

SNAPSHOT = Path(__file__).with_name("openapi.json")


@pytest.fixture(scope="module")
def document():
    return json.loads(json.dumps(docs.document()))


def operations(document):
    return [
        (f"{method} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_document_is_valid_openapi_3_1(document):
    validate(document)
    assert document["openapi"].startswith("3.1")


def test_the_document_is_served_and_describes_our_own_addresses_only(api, document):
    assert api.get_json("openapi.json") == document
    assert all(path.startswith("/api/v1/") for path in document["paths"])
    assert api.send("GET", "docs/", Accept="text/html").status_code == 200


def test_making_the_document_gives_no_warning(capsys):
    docs.document.__wrapped__()

    assert capsys.readouterr().err == ""


def test_every_operation_has_a_name_a_summary_a_tag_and_all_its_refusals(document):
    names = [operation["operationId"] for _, operation in operations(document)]
    tags = {tag["name"] for tag in document["tags"]}

    assert len(set(names)) == len(names)
    for name, operation in operations(document):
        assert operation["summary"], name
        assert set(operation["tags"]) <= tags, name
        refusals = {status for status in operation["responses"] if status >= "400"}
        assert {"400", "404", "405", "406", "429", "500", "503"} <= refusals, name
        for status in refusals:
            (media,) = operation["responses"][status]["content"]
            assert media == problems.MEDIA_TYPE, name


def test_no_shape_is_a_free_form_object_but_the_values_of_blocks(document):
    free = [
        name
        for name, schema in document["components"]["schemas"].items()
        if schema.get("type") == "object" and not schema.get("properties") and "additionalProperties" not in schema
    ]

    assert free == []


def test_every_operation_has_examples_that_fit_their_shapes(document):

    for _name, operation in operations(document):
        (success,) = [answer for status, answer in operation["responses"].items() if status < "300"]
        for described in (success, operation.get("requestBody")):
            # A photo has no example in JSON.
            content = described["content"].get("application/json") if described else None
            if content:
                whole = {**content["schema"], "components": document["components"]}
                jsonschema.Draft202012Validator(whole).validate(content["example"])


def test_every_code_that_an_operation_names_is_explained(document):

    for name, operation in operations(document):
        for status, answer in operation["responses"].items():
            for code in re.findall(r"`(\w+)`", answer["description"]) if status >= "400" else ():
                assert KINDS[code].status == int(status), name


def test_the_snapshot_is_the_document(document):
    assert json.loads(SNAPSHOT.read_text()) == document, "Look at the change; then: python -m tests.contract.snapshot"


def test_no_change_breaks_a_client_of_the_snapshot(document):
    assert breaking.changes(json.loads(SNAPSHOT.read_text()), document) == []


@pytest.mark.parametrize(
    ("case", "change", "found"),
    [
        (
            "an operation is gone",
            lambda new: new["paths"].pop("/api/v1/me/"),
            ["GET /api/v1/me/ is gone", "PATCH /api/v1/me/ is gone"],
        ),
        (
            "a field is gone",
            lambda new: new["components"]["schemas"]["Me"]["properties"].pop("phone"),
            ["GET /api/v1/me/: answer 200: field phone is gone", "PATCH /api/v1/me/: answer 200: field phone is gone"],
        ),
        (
            "a field has another type",
            lambda new: new["components"]["schemas"]["Ticket"]["properties"].update(ticket={"type": "integer"}),
            ["POST /api/v1/live-tickets/: answer 201.ticket has another type"],
        ),
        (
            "an input is required",
            lambda new: new["components"]["schemas"]["VoucherInputRequest"]["required"].append("pin"),
            ["POST /api/v1/carts/{cart}/vouchers/: body: field pin is required now"],
        ),
        (
            "an input takes less",
            lambda new: new["components"]["schemas"]["LineInputRequest"]["properties"]["quantity"].update(maximum=9),
            ["POST /api/v1/carts/{cart}/lines/: body.quantity: maximum is 9 now"],
        ),
        (
            "additions",
            lambda new: new["components"]["schemas"]["Me"]["properties"].update(points={"type": "integer"}),
            [],
        ),
    ],
)
def test_the_comparison_sees_what_breaks_clients_and_nothing_else(document, case, change, found):
    new = copy.deepcopy(document)
    change(new)

    assert breaking.changes(document, new) == found

"""Requests made from the OpenAPI document: whatever fits it is served as described, whatever does not is refused.

Each operation gets a bounded number of requests, half of them to things that exist.
"""

import os
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks

from shop.api import docs
from tests.api.conftest import Caller, phone, pickup  # noqa: F401 (goods to ask for)

# `SCHEMATHESIS_EXAMPLES=200` looks longer.
EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "8"))
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.missing_required_header,
    checks.unsupported_method,
]


@pytest.fixture
def existing(phone, pickup) -> Iterator[dict[str, str]]:  # noqa: F811
    """Ids that exist, by the names that the document gives them in addresses."""
    caller = Caller()
    cart = caller.open_cart()["id"]
    line = caller.add(cart, "PH-1").json()["lines"][0]["id"]
    order = caller.order(caller.ready_cart("PH-1")).json()
    # The server's requests take part in the test's transaction instead of closing its connection.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield {"product": phone.public_id, "cart": cart, "line": line, "order": order["id"], "token": order["order_token"]}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


# Of two things that are wrong in one request either may be told: 412 is a refusal like the others.
REFUSALS = ["400", "401", "403", "404", "405", "406", "409", "412", "415", "422", "428", "429", "5xx"]
CONFIG = SchemathesisConfig.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": REFUSALS}}})
schema = schemathesis.openapi.from_dict(docs.document(), config=CONFIG)
schema.app = get_wsgi_application()


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_request_made_from_the_document_is_answered_as_it_says(case, existing):
    names = [name for name in case.path_parameters or {} if name in existing]
    # Half of the requests go to what exists; which half follows from the request, so that a run can be repeated.
    if names and len(repr(case.body) + repr(case.query)) % 2:
        case.path_parameters.update({name: existing[name] for name in names})
        if "order" in names:
            case.headers["Order-Token"] = existing["token"]

    case.call_and_validate(checks=CHECKS)

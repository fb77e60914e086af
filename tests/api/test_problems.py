"""Whatever goes wrong, the answer is a problem document."""

import pytest

from shop.api import problems


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("address", ["/api/v1/nothing/", "/api/v1/products", "/api/v1/" + "9" * 5000 + "/"])
def test_an_unknown_address_is_a_problem_whatever_the_method(api, address, method):
    answer = api.send(method, address)

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail", "code", "request_id"}
    assert (problem["code"], problem["status"]) == ("not_found", 404)
    assert problem["type"].endswith("/api/v1/docs/errors/#not_found")
    assert problem["request_id"] == answer["X-Request-ID"]


def test_every_code_has_a_status_of_a_refusal_a_title_and_an_advice():
    for code, kind in problems.KINDS.items():
        assert 400 <= kind.status <= 599, code
        assert str(kind.title), code
        assert str(kind.advice), code


def test_language_changes_the_words_and_never_the_code(api):
    english = api.send("GET", "/api/v1/nothing/", headers={"Accept-Language": "en"})
    russian = api.send("GET", "/api/v1/nothing/", headers={"Accept-Language": "ru"})

    assert english["Content-Language"] == "en"
    assert russian["Content-Language"] == "ru"
    assert "Accept-Language" in russian["Vary"]
    assert english.json()["code"] == russian.json()["code"] == "not_found"
    assert english.json()["type"] == russian.json()["type"]


def test_a_nul_in_the_query_is_refused_before_any_view(api):
    answer = api.send("GET", "/api/v1/products/?q=%00")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "invalid_characters"

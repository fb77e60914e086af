"""A client of the store's API: plain HTTP with the few rules that the API has."""

import os
from collections.abc import Iterator
from typing import Any

import requests

STORE = os.environ.get("STORE", "http://localhost:8000").rstrip("/")
TIMEOUT = 10


class Refused(Exception):
    """The store said no; ``code`` is for programs, ``detail`` for people."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(problem["code"])
        self.code: str = problem["code"]
        self.status: int = problem["status"]
        self.problem = problem

    @property
    def detail(self) -> str:
        errors = [f"{error['pointer'].strip('/')}: {error['detail']}" for error in self.problem.get("errors", [])]
        return " ".join(errors) or self.problem["detail"]


class Store:
    """The store as one visitor sees it."""

    def __init__(self, language: str = "en") -> None:
        self.http = requests.Session()
        self.http.headers["Accept-Language"] = language

    def get(self, path: str, **parameters: Any) -> dict[str, Any]:
        return self.send("GET", path, params=parameters)[0]

    def send(self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any) -> Any:
        """The answer and its tag; raises Refused with what the store says."""
        address = path if path.startswith("http") else f"{STORE}/api/v1/{path}"
        answer = self.http.request(method, address, headers=headers, timeout=TIMEOUT, **options)
        if answer.status_code >= 400:
            raise Refused(answer.json())
        return answer.json(), answer.headers.get("ETag", "")

    # The cart

    def open_cart(self) -> str:
        return self.send("POST", "carts/", json={})[0]["id"]

    def cart(self, cart: str) -> tuple[dict[str, Any], str]:
        """The cart, and the tag that a change of it has to name."""
        return self.send("GET", f"carts/{cart}/")

    def add(self, cart: str, sku: str, quantity: int) -> None:
        self.send("POST", f"carts/{cart}/lines/", json={"sku": sku, "quantity": quantity})

    def change(self, cart: str, line: str, quantity: int, tag: str) -> None:
        """Another quantity; none takes the line out."""
        address, seen = f"carts/{cart}/lines/{line}/", {"If-Match": tag}
        if quantity:
            self.send("PATCH", address, json={"quantity": quantity}, headers=seen)
        else:
            self.send("DELETE", address, headers=seen)

    def prepare(self, cart: str, contact: dict[str, str], option: str, point: str, tag: str) -> None:
        """Who buys, and where it is picked up; from here on the goods are held."""
        body = {"contact": contact, "delivery": {"option": option, "pickup_point": point}}
        self.send("PATCH", f"carts/{cart}/", json=body, headers={"If-Match": tag})

    # The order

    def order(self, cart: str, total: int, outcome: str, key: str) -> dict[str, Any]:
        body = {"cart": cart, "payment": {"method": "sandbox", "outcome": outcome}, "expected_total": total}
        return self.send("POST", "orders/", json=body, headers={"Idempotency-Key": key})[0]

    def placed(self, order: str, token: str) -> dict[str, Any]:
        return self.send("GET", f"orders/{order}/", headers={"Order-Token": token})[0]

    # Live

    def follow(self, product: str, since: str = "") -> Iterator[bytes]:
        """The store's server-sent events about one product, as they come."""
        parameters = {"topics": f"product:{product}"}
        headers = {"Last-Event-ID": since} if since else {}
        address = f"{STORE}/api/v1/live/"
        # The store is heard from at least every 30 seconds; a longer silence is a lost connection.
        with self.http.get(address, params=parameters, headers=headers, stream=True, timeout=(5, 45)) as answer:
            if answer.ok:
                yield from answer.iter_content(chunk_size=None)

"""Measures the store against its budgets: `make bench`.

The processor time of the server's processes for each request, divided by that of a minimal view in the same run, so
that machines and runs can be compared.  Ten thousand products on PostgreSQL; PRODUCTS changes the number.
"""

import contextlib
import http.client
import json
import os
import platform
import subprocess
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from benchmarks.server import ROOT, cpu_milliseconds, granian

sys.path.insert(0, str(ROOT))
from scripts import services

LAST = ROOT / "benchmarks" / "last.md"
PRODUCTS = int(os.environ.get("PRODUCTS", "10000"))
# The kernel counts in hundredths of a second: few requests would be measured in a handful of ticks.
WARM, COLD = 2000, 60


@dataclass(frozen=True)
class Row:
    """One path: its work per request in milliseconds, and how many times the limit it may cost."""

    name: str
    milliseconds: float
    budget: float | None
    note: str = ""


class Client:
    """One kept connection, as a proxy would have it."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None, *, expect: int = 200
    ) -> tuple[dict[str, str], bytes]:
        payload = None if body is None else json.dumps(body).encode()
        given = {"Accept": "*/*", **({"Content-Type": "application/json"} if payload else {}), **(headers or {})}
        self.connection.request(method, path, payload, given)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != expect:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return {name.lower(): value for name, value in answer.getheaders()}, content


def measured(pid: int, times: int, request: Callable[[int], object]) -> float:
    """The work of one request: the mean of so many, after a few that warm up."""
    for number in range(3):
        request(-1 - number)
    before = cpu_milliseconds(pid)
    for number in range(times):
        request(number)
    return (cpu_milliseconds(pid) - before) / times


def main() -> None:
    environment = {
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECRET_KEY": uuid.uuid4().hex * 2,
        "EMAIL_URL": "dummymail://",
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
    }
    with contextlib.ExitStack() as stack:
        given = os.environ.get("BENCH_DATABASE_URL")
        environment["DATABASE_URL"] = given or stack.enter_context(services.postgres())
        environment["REDIS_URL"] = stack.enter_context(services.redis())
        _prepare(environment)
        limit_pid, limit_port = stack.enter_context(granian("benchmarks.limit:application", {}))
        limit_client = Client(limit_port)
        limit = measured(limit_pid, WARM * 5, lambda number: limit_client.send("GET", "/"))
        pid, port = stack.enter_context(granian("technomart.wsgi:application", environment))
        rows = [*_rows(pid, Client(port)), *_quotes(environment)]
    table = _table(limit, rows)
    print(table)
    LAST.write_text(table)


def _prepare(environment: dict[str, str]) -> None:
    for command in (["migrate", "--verbosity", "0"], ["seed_demo", "--products", str(PRODUCTS), "--orders", "200"]):
        print(f"manage.py {' '.join(command)} ...", flush=True)
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
            check=True,
        )


def _rows(pid: int, client: Client) -> list[Row]:
    listed = json.loads(client.send("GET", "/api/v1/products/?limit=24&category=smartphones")[1])["results"]
    product = listed[0]
    cheap = json.loads(client.send("GET", "/api/v1/products/?limit=100&category=power")[1])["results"]
    plenty = sorted(cheap, key=lambda card: -card["availability"]["available"])
    one, other = (card["sku"] for card in plenty[:2])
    etag = client.send("GET", "/api/v1/products/?limit=24")[0]["etag"]
    category = "/en/smartphones/"

    def warm(
        name: str, path: str, budget: float, times: int = WARM, headers: dict[str, str] | None = None, expect: int = 200
    ) -> Row:
        work = measured(pid, times, lambda number: client.send("GET", path, headers=headers, expect=expect))
        return Row(name, work, budget)

    def unique(path: str) -> Callable[[int], object]:
        """A different address each time, so that nothing is prepared."""
        joint = "&" if "?" in path else "?"
        return lambda number: client.send("GET", f"{path}{joint}{urlencode({'price_min': 1000 + number})}")

    api_list = "/api/v1/products/?limit=24"
    facets = f"{api_list}&category=smartphones&include=total,facets"
    return [
        warm("API list of 24, warm", api_list, 2),
        warm("API product, warm", f"/api/v1/products/{product['id']}/", 2),
        warm("API list, 304", api_list, 1.5, headers={"If-None-Match": etag}, expect=304),
        warm("home page, warm", "/en/", 2),
        warm("category page, warm", category, 2),
        warm("product page, warm", product["url"], 2),
        Row("API list, cold", measured(pid, COLD, unique(api_list)), 4),
        Row("category page, cold", measured(pid, COLD, unique(category)), 12),
        Row("API list with facets, cold", measured(pid, COLD, unique(facets)), 15, "without PostgreSQL's share"),
        Row("add to cart + place order, 2 calls", measured(pid, COLD, lambda number: _buy_now(client, one)), 30 / 0.23),
        Row("the same step by step, 4 calls", measured(pid, COLD, lambda number: _buy(client, other)), None),
    ]


def _quotes(environment: dict[str, str]) -> list[Row]:
    """What pricing a basket costs, without HTTP and without PostgreSQL's share."""
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.quotes"],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        check=True,
        stdout=subprocess.PIPE,
    )
    work = json.loads(answer.stdout)
    name = "quote of 10 lines, 20 promotions"
    return [
        Row(f"{name}, counted", work["pure"], 6),
        Row(f"{name}, read and counted", work["with_rules"], 20, "without PostgreSQL's share"),
    ]


CONTACT = {"name": "Anna Petrova", "email": "anna@example.com", "phone": "+79175550123"}
ADDRESS = {"country": "RU", "city": "Kazan", "postcode": "420111", "line1": "1 Bauman St", "line2": ""}
DELIVERY = {"option": "courier", "address": ADDRESS}


def _buy_now(client: Client, sku: str) -> None:
    wanted = {"lines": [{"sku": sku, "quantity": 1}], "contact": CONTACT, "delivery": DELIVERY}
    _place(client, json.loads(client.send("POST", "/api/v1/carts/", wanted, expect=201)[1]))


def _buy(client: Client, sku: str) -> None:
    cart = json.loads(client.send("POST", "/api/v1/carts/", {}, expect=201)[1])["id"]
    headers, _ = client.send("POST", f"/api/v1/carts/{cart}/lines/", {"sku": sku, "quantity": 1}, expect=201)
    _, body = client.send(
        "PATCH",
        f"/api/v1/carts/{cart}/",
        {"contact": CONTACT, "delivery": DELIVERY},
        {"If-Match": headers["etag"]},
    )
    _place(client, json.loads(body))


def _place(client: Client, cart: dict) -> None:
    client.send(
        "POST",
        "/api/v1/orders/",
        {"cart": cart["id"], "payment": {"method": "on_receipt"}, "expected_total": cart["total"]["amount"]},
        {"Idempotency-Key": str(uuid.uuid4())},
        expect=201,
    )


def _table(limit: float, rows: list[Row]) -> str:
    lines = [
        "# The last figures",
        "",
        f"{date.today():%d %B %Y}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{PRODUCTS} products on PostgreSQL, granian with one worker.",
        f"The limit, a minimal Django view of ten kilobytes, cost {limit:.3f} ms of processor time: 1×.",
        "",
        "| path | ms | × limit | budget | |",
        "| --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        ratio = row.milliseconds / limit
        verdict = "" if row.budget is None else ("met" if ratio <= row.budget else "over")
        budget = "" if row.budget is None else f"{row.budget:.4g}×"
        lines.append(
            f"| {row.name} | {row.milliseconds:.2f} | {ratio:.1f} | {budget} | {verdict} {row.note} |".replace(
                " |", " |"
            )
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

"""A shop window: a list with filters, products with live stock, a cart, and a sandbox checkout."""

import os
import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from api import STORE, Refused, Store
from flask import Flask, Response, flash, g, redirect, render_template, request, session, url_for

app = Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY") or secrets.token_hex(32)
app.config.update(SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_HTTPONLY=True, MAX_CONTENT_LENGTH=64 * 1024)

# What the list passes on to the API; attributes (attr.…) are passed on too.
FILTERS = ("category", "brand", "price_min", "price_max", "in_stock", "q", "ordering")
ORDERINGS = ("popular", "price", "-price", "newest", "rating")
OUTCOMES = ("paid", "declined", "requires_action")


@app.before_request
def meet() -> None:
    g.store = Store(request.accept_languages.best_match(["en", "ru"], "en"))


@app.context_processor
def around() -> dict[str, Any]:
    return {"STORE": STORE, "ORDERINGS": ORDERINGS, "with_value": with_value}


@app.errorhandler(Refused)
def refused(refusal: Refused) -> tuple[str, int]:
    return render_template("message.html", title=refusal.problem["title"], text=refusal.detail), refusal.status


@app.errorhandler(requests.RequestException)
def unreachable(_error: requests.RequestException) -> tuple[str, int]:
    return render_template("message.html", title="The store does not answer", text=f"Is it running at {STORE}?"), 502


# Looking


@app.get("/")
def products() -> str:
    chosen = chosen_filters()
    page = g.store.get("products/", **chosen, **cursor(), include="total,facets", limit=12)
    return render_template(
        "products.html",
        page=page,
        chosen=chosen,
        categories=g.store.get("categories/")["results"],
        following=neighbour(page["next"]),
        before=neighbour(page["previous"]),
    )


def chosen_filters() -> dict[str, list[str]]:
    """The visitor's filters, without those left empty."""
    given = {name: [value for value in values if value] for name, values in request.args.lists()}
    return {name: values for name, values in given.items() if values and (name in FILTERS or name.startswith("attr."))}


def cursor() -> dict[str, str]:
    return {"cursor": request.args["cursor"]} if request.args.get("cursor") else {}


def neighbour(address: str | None) -> str | None:
    """Our own address of the page that the API names."""
    if not address:
        return None
    place = parse_qs(urlsplit(address).query)["cursor"][0]
    return url_for("products") + "?" + urlencode({**chosen_filters(), "cursor": place}, doseq=True)


def with_value(name: str, value: str) -> str:
    """The list with one value of a filter ticked, or unticked if it was."""
    chosen = chosen_filters()
    values = chosen.get(name, [])
    chosen[name] = [one for one in values if one != value] if value in values else [*values, value]
    return url_for("products") + "?" + urlencode(chosen, doseq=True)


@app.get("/product/<product>")
def product(product: str) -> str:
    return render_template("product.html", product=g.store.get(f"products/{product}/"))


@app.get("/live/<product>")
def live(product: str) -> Response:
    """The store's events about a product, passed on: the browser needs no other address than ours."""
    events = g.store.follow(product, request.headers.get("Last-Event-ID", ""))
    return Response(events, mimetype="text/event-stream", headers={"Cache-Control": "no-store"})


# Buying


@app.get("/cart")
def cart() -> str:
    if "cart" not in session:
        return render_template("message.html", title="Cart", text="Nothing is in it yet.")
    try:
        content, tag = g.store.cart(session["cart"])
    except Refused as refusal:
        if refusal.code != "not_found":
            raise
        # It has expired; the next product opens a new one.
        session.pop("cart")
        return render_template("message.html", title="Cart", text="Nothing is in it any more.")
    return render_template("cart.html", cart=content, tag=tag)


@app.post("/cart")
def add() -> Response:
    if "cart" not in session:
        session["cart"] = g.store.open_cart()
    try:
        g.store.add(session["cart"], request.form["sku"], int(request.form.get("quantity") or 1))
    except Refused as refusal:
        if refusal.code in ("not_found", "cart_not_open"):
            session.pop("cart")
            return add()
        flash(refusal.detail)
    return redirect(url_for("cart"))


@app.post("/cart/<line>")
def change(line: str) -> Response:
    try:
        g.store.change(session["cart"], line, int(request.form["quantity"] or 0), request.form["tag"])
    except Refused as refusal:
        flash(refusal.detail)
    return redirect(url_for("cart"))


@app.get("/checkout")
def checkout() -> str | Response:
    if "cart" not in session:
        return redirect(url_for("cart"))
    content, tag = g.store.cart(session["cart"])
    options = g.store.get(f"carts/{session['cart']}/delivery-options/")["results"]
    points = [(option["id"], point) for option in options for point in option["pickup_points"]]
    return render_template("checkout.html", cart=content, tag=tag, points=points)


@app.post("/checkout")
def prepare() -> Response:
    contact = {name: request.form[name] for name in ("name", "email", "phone")}
    option, _, point = request.form["place"].partition(" ")
    try:
        g.store.prepare(session["cart"], contact, option, point, request.form["tag"])
    except Refused as refusal:
        flash(refusal.detail)
        return redirect(url_for("checkout"))
    return redirect(url_for("pay"))


@app.get("/pay")
def pay() -> str:
    content, _ = g.store.cart(session["cart"])
    # The key belongs to this page: its button may be pressed twice, or its answer lost on the way.
    return render_template("pay.html", cart=content, key=secrets.token_hex(16), outcomes=OUTCOMES)


@app.post("/pay")
def order() -> Response:
    form = request.form
    try:
        placed = g.store.order(form["cart"], int(form["total"]), form["outcome"], form["key"])
    except Refused as refusal:
        # A new price or missing goods: nothing has been ordered, and the page shows how things are now.
        flash(refusal.detail)
        return redirect(url_for("pay"))
    session["orders"] = {**session.get("orders", {}), placed["id"]: placed["order_token"]}
    session.pop("cart", None)
    return redirect(url_for("ordered", order=placed["id"]))


@app.get("/order/<order>")
def ordered(order: str) -> str:
    token = session.get("orders", {}).get(order, "")
    return render_template("order.html", order=g.store.placed(order, token))

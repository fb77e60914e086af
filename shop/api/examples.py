"""One example of each body and each answer, for the reference; a test holds them to the document."""

from typing import Any

from . import carts, drafts, live, me, orders, returns, shapes, stock_requests, withdrawals

AT = "2026-11-21T09:30:00Z"
CART_ID = "cart_4k7xw92bdmn8rt5vz3hjq6pcf2g"
PRODUCT_ID = "prd_7hk2m9xw4bd8nrt5vz3jq6pcfg2"
SKU = "NOVA-X1-256-BLU"
CONTACT = {"name": "Anna Orlova", "email": "anna@example.com", "phone": "+79161234567"}
DELIVERY = {"option": "pickup", "pickup_point": "moscow-arbat"}


def money(amount: int, formatted: str) -> dict[str, Any]:
    return {"amount": amount, "currency": "RUB", "exponent": 2, "formatted": formatted}


PRICE = money(7_499_000, "74\u00a0990\u00a0₽")
NOTHING = money(0, "0\u00a0₽")
TAX = money(1_352_279, "13\u00a0522.79\u00a0₽")
PICTURE = {"src": "/media/nova-x1.svg", "alt": "Nova X1, blue", "width": 800, "height": 800, "role": "hero"}
AVAILABLE = {"status": "in_stock", "available": 12, "expected_on": None}
OPTION = {"code": "memory", "label": "Memory", "value": "256 GB", "choice": "256", "swatch": None}
CARD = {
    "id": PRODUCT_ID,
    "slug": "nova-x1",
    "url": "/en/smartphones/nova-x1/",
    "name": "Nova X1",
    "brand": {"slug": "nova", "name": "Nova"},
    "category": {"id": "cat_2g4k7xw92bdmn8rt5vz3hjq6pcf", "slug": "smartphones", "name": "Smartphones"},
    "picture": PICTURE,
    "price": PRICE,
    "compare_at_price": None,
    "availability": AVAILABLE,
    "rating": {"average": 4.7, "count": 312},
    "card_attributes": [
        {"code": "screen", "label": "Screen", "value": '6.3"'},
        {"code": "memory", "label": "Memory", "value": "256 GB"},
        {"code": "battery", "label": "Battery", "value": "5 000 mAh"},
    ],
    "sku": SKU,
    "variant_id": "var_9bdmn8rt5vz3hjq6pcf2g4k7xw2",
    "variant_count": 1,
    "colours": ["#6f8599"],
    "is_new": True,
}
PRODUCT = {
    **CARD,
    "summary": "A phone that fits in one hand.",
    "variants": [
        {
            "id": "var_9bdmn8rt5vz3hjq6pcf2g4k7xw2",
            "sku": SKU,
            "name": "Nova X1, 256 GB",
            "options": [OPTION],
            "price": PRICE,
            "compare_at_price": None,
            "availability": AVAILABLE,
            "pictures": [],
            "url": f"/en/smartphones/nova-x1/?variant={SKU}",
        }
    ],
    "attributes": [
        {"group": "Screen", "attributes": [{"code": "screen", "label": "Diagonal", "value": '6.3"', "help": ""}]}
    ],
    "pictures": [PICTURE],
    "body": [{"id": "b1", "type": "paragraph", "value": "<p>Light.</p>", "html": "<p>Light.</p>"}],
    "breadcrumbs": [{"name": "Smartphones", "url": "/en/smartphones/"}],
    "alternates": {"en": "/en/smartphones/nova-x1/", "ru": "/ru/smartfony/nova-x1/"},
    "page_revision": 41,
}
QUOTE = {
    "subtotal": PRICE,
    "discounts": NOTHING,
    "delivery": NOTHING,
    "tax": TAX,
    "tax_added": NOTHING,
    "total": PRICE,
    "trace": [
        {"rule": "unit_price", "sku": SKU, "base": 7_499_000, "quantity": 1, "amount": 7_499_000},
        {"rule": "delivery_pickup", "base": 7_499_000, "amount": 0},
        {"rule": "tax_included", "basis_points": 2200, "rounding": "half_up_per_line", "amount": 1_352_279},
    ],
}
BOUGHT = {
    "sku": SKU,
    "product_id": PRODUCT_ID,
    "name": "Nova X1, 256 GB",
    "quantity": 1,
    "unit_price": PRICE,
    "discounts": [],
    "line_total": PRICE,
}
CART = {
    "id": CART_ID,
    "lines": [
        {
            "id": "line_8rt5vz3hjq6pcf2g4k7xw92bdmn",
            **BOUGHT,
            "url": f"/en/smartphones/nova-x1/?variant={SKU}",
            "picture": PICTURE,
            "options": [OPTION],
            "discounted_total": PRICE,
            "availability": AVAILABLE,
            "problem": None,
        }
    ],
    "gifts": [],
    "promotions": [],
    "vouchers": [],
    "gift_cards": [],
    "market": "ru",
    "payable": PRICE,
    "contact": CONTACT,
    "delivery": DELIVERY,
    "quote": QUOTE,
    "total": PRICE,
    "problems": [],
    "expires_at": "2026-12-21T09:30:00Z",
}
POINT = {
    "id": "moscow-arbat",
    "name": "Arbat",
    "city": "Moscow",
    "address": "10 Arbat St",
    "hours": "10:00–21:00",
    "ready_at": "2026-11-21T15:00:00+03:00",
    "ready_label": "Today, 21 November from 15:00",
}
ORDER = {
    "id": "ord_5vz3hjq6pcf2g4k7xw92bdmn8rt",
    "number": "TM-4K7X-92BD",
    "status": "confirmed",
    "status_label": "confirmed",
    "lines": [{**BOUGHT, "discount": NOTHING, "discounted_total": PRICE, "shipped": 0, "refunded": 0}],
    "quote": QUOTE,
    "total": PRICE,
    "payable": PRICE,
    "due": NOTHING,
    "refunded": NOTHING,
    "promotions": [],
    "gift_cards": [],
    "shipments": [],
    "refunds": [],
    "contact": CONTACT,
    "delivery": {
        **DELIVERY,
        "kind": "pickup",
        "name": "Pick-up",
        "point": POINT,
        "date": "2026-11-21",
        "date_label": "Today, 21 November",
    },
    "pickup_code": "402917",
    "payment": {"method": "sandbox", "status": "paid", "status_label": "paid", "next_action": None},
    "can_be_cancelled": True,
    "timeline": [
        {"at": AT, "kind": "placed", "status": "awaiting_payment", "label": "awaiting payment"},
        {"at": "2026-11-21T09:30:01Z", "kind": "status_changed", "status": "confirmed", "label": "confirmed"},
    ],
    "created_at": AT,
}
CATEGORY = {
    "id": "cat_2g4k7xw92bdmn8rt5vz3hjq6pcf",
    "slug": "smartphones",
    "name": "Smartphones",
    "url": "/en/smartphones/",
    "introduction": "Phones for every pocket.",
    "picture": None,
}
PAGE = {
    "id": "page_3hjq6pcf2g4k7xw92bdmn8rt5vz",
    "type": "guide",
    "path": "/en/guides/how-to-choose-a-phone/",
    "language": "en",
    "title": "How to choose a phone",
    "introduction": "Four questions before you buy.",
    "breadcrumbs": [{"name": "Guides", "url": "/en/guides/"}],
    "blocks": PRODUCT["body"],
}
NEIGHBOURS = {"next": "https://shop.example/api/v1/products/?cursor=eyJhZnRlciI6W…", "previous": None}
LINK = {"name": "Smartphones", "url": "/en/smartphones/", "children": []}

PHOTO = "/api/v1/orders/ord_5vz3hjq6pcf2g4k7xw92bdmn8rt/returns/ret_7hk2m9xw4bd8nrt5vz3jq6pcfg2/photos/12/"
PLACE = {
    "id": "ask_9xw4bd8nrt5vz3jq6pcfg27hk2m",
    "sku": SKU,
    "product_id": PRODUCT_ID,
    "name": "Nova X1",
    "email": CONTACT["email"],
    "state": "offered",
    "state_label": "a piece is held",
    "held_until": "2026-11-21T10:30:00Z",
    "created_at": AT,
}
RETURN = {
    "id": "ret_7hk2m9xw4bd8nrt5vz3jq6pcfg2",
    "number": "RT-4K7X-92BD",
    "order_id": ORDER["id"],
    "order_number": ORDER["number"],
    "kind": "return",
    "kind_label": "return",
    "state": "requested",
    "state_label": "requested",
    "lines": [
        {"sku": SKU, "name": "Nova X1, 256 GB", "quantity": 1, "reason": "faulty", "reason_label": "It is faulty"}
    ],
    "comment": "A line on the screen",
    "answer": "",
    "photos": [{"id": 12, "url": PHOTO, "created_at": AT}],
    "expected_refund": PRICE,
    "refund_by": "2026-12-01",
    "refunded": None,
    "can_be_called_off": True,
    "timeline": [{"at": AT, "at_label": "21 November, 12:30", "state": "requested", "label": "requested"}],
    "created_at": AT,
}
WITHDRAWAL = {
    "id": "wdr_3hjq6pcf2g4k7xw92bdmn8rt5vz",
    "order_id": ORDER["id"],
    "order_number": ORDER["number"],
    "name": CONTACT["name"],
    "email": CONTACT["email"],
    "at": AT,
    "at_label": "21 November 2026, 12:30:00 (GMT+03:00)",
    "lines": [{"sku": SKU, "name": "Nova X1, 256 GB", "quantity": 1, "cancelled": 1, "returned": 0}],
    "is_whole": True,
    "has_cancelled": True,
    "has_returned": False,
    "return_id": None,
    "return_number": None,
    "refund_by": "2026-12-05",
}
INVOICE = {
    "number": "2026-000042",
    "issued_at": AT,
    "total": PRICE,
    "tax": TAX,
    "pdf": "https://technomart.example/en/orders/signed-key/invoice/",
}
ANSWERS: dict[Any, Any] = {
    shapes.Invoice: {**INVOICE, "credit_notes": []},
    shapes.ProductPage: {"results": [CARD], **NEIGHBOURS},
    shapes.SelectedProduct: PRODUCT,
    shapes.PriceHistory: {
        "results": [
            {
                "variant": "var_9bdmn8rt5vz3hjq6pcf2g4k7xw2",
                "sku": SKU,
                "price": PRICE,
                "source": "list",
                "starts_at": AT,
                "ends_at": None,
            }
        ]
    },
    shapes.Suggestions: {"results": [CARD]},
    shapes.Categories: {"results": [{**CATEGORY, "children": []}]},
    shapes.Navigation: {"departments": [LINK], "guides": [], "pages": []},
    shapes.PageDocument: PAGE,
    shapes.StockRequest: {"sku": SKU, "email": CONTACT["email"]},
    shapes.PlaceInQueue: PLACE,
    shapes.PlacesInQueues: {"results": [PLACE]},
    shapes.Markets: {
        "results": [
            {
                "code": "eu",
                "name": "Europe",
                "currency": "EUR",
                "countries": ["DE", "FR"],
                "language": "en",
                "prices_include_tax": True,
                "is_default": False,
            }
        ]
    },
    shapes.Cart: CART,
    shapes.DeliveryOptions: {
        "results": [
            {
                "id": "pickup",
                "kind": "pickup",
                "name": "Pick-up",
                "price": NOTHING,
                "date": "2026-11-21",
                "date_label": "Today, 21 November",
                "pickup_points": [POINT],
            }
        ]
    },
    shapes.OrderDetail: ORDER,
    shapes.PlacedOrder: {**ORDER, "order_token": "p7Qm0cJbN4kXw2rT9vZ5hLs8dGf1yUe3aKo6iBnVtMx"},
    shapes.Draft: {"cart": CART, "expires_at": "2026-11-24T09:30:00Z", "order_id": None},
    shapes.OrderPage: {"results": [ORDER], "next": None, "previous": None},
    shapes.Return: RETURN,
    shapes.Returns: {"results": [RETURN], "returnable": []},
    shapes.Withdrawal: WITHDRAWAL,
    shapes.Withdrawals: {"results": [WITHDRAWAL], "withdrawable": [], "until": None},
    shapes.WithdrawalLink: {"email": CONTACT["email"]},
    shapes.Me: {"email": "anna@example.com", "name": "Anna Orlova", "phone": "+79161234567", "language": "en"},
    shapes.SyncPage: {
        "results": [
            {"type": "product", **PRODUCT},
            {"id": "prd_2g4k7xw92bdmn8rt5vz3hjq6pcf", "type": "product", "deleted": True},
        ],
        "since": "dGVjaG5vbQAAAAAAAABmP2d0kq8mX1w0V3Yz",
    },
    shapes.Ticket: {"ticket": "Zx2rT9vZ5hLs8dGf1yUe3aKo6iBnVtMxp7Qm0cJbN4k", "expires_in": 30},
}

BODIES: dict[Any, Any] = {
    carts.OpenInput: {"lines": [{"sku": SKU, "quantity": 2}], "contact": CONTACT, "delivery": DELIVERY},
    carts.CartInput: {"contact": CONTACT, "delivery": DELIVERY},
    carts.LineInput: {"sku": SKU, "quantity": 2, "placement": {"page": PAGE["id"], "list": "phones", "position": 3}},
    carts.QuantityInput: {"quantity": 3},
    carts.VoucherInput: {"code": "SPRING"},
    stock_requests.StockRequestInput: {"sku": SKU, "email": CONTACT["email"]},
    stock_requests.TakeInput: {"cart": CART_ID},
    carts.GiftCardInput: {"code": "7HK2-M9XW-4BD8-NRT5"},
    orders.OrderInput: {
        "cart": CART_ID,
        "payment": {"method": "sandbox", "outcome": "paid"},
        "expected_total": PRICE["amount"],
    },
    drafts.DraftOrderInput: {
        "payment": {"method": "sandbox", "outcome": "paid"},
        "expected_total": PRICE["amount"],
    },
    orders.CancelInput: {},
    returns.ReturnInput: {
        "lines": [{"sku": SKU, "quantity": 1, "reason": "faulty"}],
        "comment": "A line on the screen",
    },
    returns.CallOffInput: {},
    withdrawals.WithdrawalInput: {
        "name": CONTACT["name"],
        "email": CONTACT["email"],
        "lines": [{"sku": SKU, "quantity": 1}],
    },
    withdrawals.WithdrawalLinkInput: {"number": ORDER["number"], "email": CONTACT["email"]},
    me.MeInput: {"name": "Anna Orlova", "phone": "8 916 123-45-67", "language": "en"},
    live.TicketInput: {"topics": [f"cart:{CART_ID}"]},
}

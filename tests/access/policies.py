"""Who may open what: one line for each group of addresses; an address that no line knows fails the suite."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Public:
    """For everybody; nobody's private words stand in it."""


@dataclass(frozen=True)
class Callers:
    """For everybody, about themselves only: one's own cart, one's own account, the ways of signing in."""


@dataclass(frozen=True)
class SignedIn:
    """For whoever is signed in, about themselves only."""


@dataclass(frozen=True)
class Owners:
    """For the person it belongs to, or whoever holds its secret; for all others it is not there."""


@dataclass(frozen=True)
class Staff:
    """For staff who have one of these rights; with no right named, for all who may enter the admin."""

    rights: tuple[str, ...] = ("wagtailadmin.access_admin",)


@dataclass(frozen=True)
class Wagtail:
    """What Wagtail brings along: for staff only, each by rules of its own, and without a word about customers."""


Policy = Public | Callers | SignedIn | Owners | Staff | Wagtail


def _any_right_on(*models: str) -> Staff:
    """Whoever may do anything with these rows of the shop; ``app.model`` for rows of others."""
    full = [model if "." in model else f"shop.{model}" for model in models]
    deeds = ("view", "add", "change", "delete")
    return Staff(tuple(f"{one.split('.')[0]}.{deed}_{one.split('.')[1]}" for one in full for deed in deeds))


# From the special to the general; the first line that fits counts.
POLICIES: tuple[tuple[str, Policy], ...] = (
    (r"$", Public()),
    (r"(healthz|readyz|robots\.txt|sitemap\.xml|feeds/)", Public()),
    (r"media/", Public()),
    (r"documents/", Public()),
    # The API
    (r"api/v1/(openapi\.json|docs/|products/|categories/|search/|navigation/|pages/|sync/|live/|markets/)", Public()),
    (r"api/v1/$", Public()),
    (r"api/v1/(carts|orders|returns|live-tickets|withdrawal-links)/$", Callers()),
    (r"api/v1/(carts|orders|returns)/<", Owners()),
    # Without the token of its link there is no draft.
    (r"api/v1/draft/", Callers()),
    (r"api/v1/me/", SignedIn()),
    (r"api/v1/stock-requests/", Owners()),
    (r"\^\(api\|_allauth\)/", Public()),
    (r"_allauth/", Callers()),
    # Money
    (r"payments/<slug:method>/webhook/", Public()),
    # The id of a payment is the secret that its shopper comes back with from the provider.
    (r"payments/", Callers()),
    # The site
    (r"en/$", Public()),
    (r"en/search/", Public()),
    (r"en/\^\(\(", Public()),
    (r"en/(market|cart|checkout/(?!done)|accounts|_util|withdraw/$|waiting/$)", Callers()),
    (r"en/account/orders/<", Owners()),
    (r"en/account/", SignedIn()),
    (r"en/(checkout/done|orders|withdraw|pay|waiting|stock)/", Owners()),
    # The shop's own screens
    (r"admin/dashboards/", Staff(("dashboards.view_dashboard",))),
    (r"admin/\^?shop/products/", _any_right_on("product", "price", "stocklevel")),
    (r"admin/product_chooser/|admin/category_chooser/", Wagtail()),
    (r"admin/shop/(orders|shipments)/", _any_right_on("order")),
    (r"admin/shop/returns/", _any_right_on("return")),
    (r"admin/shop/(withdrawals)/", _any_right_on("withdrawal")),
    (r"admin/shop/drafts/", _any_right_on("cart", "order")),
    (r"admin/shop/letters/", _any_right_on("mailtext")),
    (r"admin/shop/stock/", _any_right_on("stocklevel", "stockmovement")),
    (r"admin/shop/categories/", _any_right_on("category")),
    (r"admin/shop/attributes/", _any_right_on("attribute")),
    (r"admin/shop/brands/", _any_right_on("brand")),
    (r"admin/shop/delivery/", _any_right_on("deliverymethod")),
    (r"admin/shop/delivery-zones/", _any_right_on("deliveryzone")),
    (r"admin/shop/shipping-classes/", _any_right_on("shippingclass")),
    (r"admin/shop/pickup-points/", _any_right_on("pickuppoint")),
    (r"admin/shop/(promotions|promotion-examples)/", _any_right_on("promotion")),
    (r"admin/shop/(vouchers|voucher-sets)/", _any_right_on("voucher", "voucherset")),
    (r"admin/shop/gift-cards/", _any_right_on("giftcard")),
    (r"admin/shop/books/", Staff(("shop.view_booksproof",))),
    (r"admin/shop/markets/", _any_right_on("market")),
    (r"admin/shop/customer-groups/", _any_right_on("customergroup")),
    (r"admin/shop/what-if/", _any_right_on("price", "pricelist", "order")),
    (r"admin/shop/warehouses/", _any_right_on("warehouse")),
    (r"admin/shop/low-stock/", _any_right_on("stockalert", "stocklevel")),
    (r"admin/shop/waiting/", _any_right_on("stockrequest", "stocklevel")),
    (r"admin/shop/payments/", _any_right_on("payment")),
    (r"admin/shop/letters/", _any_right_on("mailtext")),
    (r"admin/shop/price-lists/", _any_right_on("pricelist", "price")),
    (r"admin/shop/tax", _any_right_on("taxclass", "taxrate")),
    (r"admin/\^shop/ledgers/movements/", _any_right_on("stockmovement")),
    (r"admin/\^shop/ledgers/prices/", _any_right_on("price")),
    (r"admin/\^shop/ledgers/payments/", _any_right_on("payment")),
    (r"admin/\^shop/ledgers/messages/", _any_right_on("paymentmessage")),
    (r"admin/\^shop/ledgers/changes/", _any_right_on("change")),
    (r"admin/users/", _any_right_on("accounts.user")),
    # Ways into the admin, and what its sign-in page is drawn with
    (r"admin/(login|logout|jsi18n|sprite|modeladmin/jsi18n)/", Callers()),
    (r"\^?admin/\^?password_reset", Callers()),
    (r"admin/\^\.\*/\$", Wagtail()),
    (
        r"admin/($|account|api|block-preview|bulk|choose|collections|dismissibles|documents|editing-sessions|embeds|"
        r"failwhale|forms|groups|images|locales|pages|redirects|reports|settings|sites|snippets|tag-autocomplete|"
        r"test404|translation|workflows)",
        Wagtail(),
    ),
)


def policy_of(written: str) -> Policy | None:
    return next((policy for pattern, policy in POLICIES if re.match(pattern, written)), None)

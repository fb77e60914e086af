"""The price for this person, date and market, with its reasons; and an order's amounts, counted again."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import AdminDateTimeInput

from shop import money, quotes, what_if
from shop.admin.promotions import instant
from shop.books import traces
from shop.errors import Refusal
from shop.models import Market, Order

# Whoever keeps prices, and whoever is asked about them on the telephone.
MAY_ASK = ("shop.view_price", "shop.add_price", "shop.view_order")
MAY_SEE_ORDERS = "shop.view_order"
MOST_GOODS = 100
# "SKU", "SKU 2", "SKU × 2"
GOODS = re.compile(r"(?P<sku>\S+)(?:[\s×x*]+(?P<quantity>\d{1,3}))?")
# What stands in columns of its own.
COLUMNS = ("rule", "sku", "base", "quantity", "amount")


def may_ask(user: Any) -> bool:
    return any(user.has_perm(right) for right in MAY_ASK)


class AskForm(forms.Form):
    goods = forms.CharField(
        label=gettext_lazy("Goods"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One SKU a line, with the number of pieces after it if there are several."),
    )
    customer = forms.EmailField(
        label=gettext_lazy("Customer"),
        required=False,
        help_text=gettext_lazy("The e-mail address of an account; empty for a guest."),
    )
    market = forms.ModelChoiceField(
        label=gettext_lazy("Market"),
        queryset=Market.objects.all(),
        required=False,
        empty_label=gettext_lazy("the store's own"),
    )
    at = forms.DateTimeField(
        label=gettext_lazy("When"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Empty for now; a time to come shows what is planned."),
    )
    vouchers = forms.CharField(
        label=gettext_lazy("Vouchers"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Codes, separated by spaces."),
    )

    def clean_goods(self) -> dict[str, int]:
        quantities: dict[str, int] = {}
        for line in self.cleaned_data["goods"].splitlines():
            if not line.strip():
                continue
            found = GOODS.fullmatch(line.strip())
            if found is None:
                raise ValidationError(_("“%(line)s” is no SKU."), code="no_sku", params={"line": line.strip()[:80]})
            quantities[found["sku"]] = quantities.get(found["sku"], 0) + int(found["quantity"] or 1)
        if len(quantities) > MOST_GOODS:
            raise ValidationError(_("At most %(most)d at a time."), code="too_many", params={"most": MOST_GOODS})
        return quantities

    def clean_customer(self) -> Any:
        address = self.cleaned_data["customer"]
        if not address:
            return None
        found = get_user_model().objects.filter(email=address.lower()).first()
        if found is None:
            raise ValidationError(_("There is no account with this address."), code="unknown")
        return found

    def clean_vouchers(self) -> list[str]:
        return self.cleaned_data["vouchers"].replace(",", " ").split()[:MOST_GOODS]

    def answer(self) -> what_if.WhatIf:
        """Raises what ``explain_price`` refuses."""
        asked = self.cleaned_data
        return what_if.explain_price(
            quantities=asked["goods"],
            customer=asked["customer"],
            market=asked["market"],
            at=asked["at"],
            voucher_codes=asked["vouchers"],
        )


class OrderForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Number of the order"), max_length=40)

    def clean_number(self) -> Order:
        order = Order.objects.filter(number=self.cleaned_data["number"].strip().upper()).first()
        if order is None:
            raise ValidationError(_("There is no order with this number."), code="unknown")
        return order


@method_decorator(never_cache, name="dispatch")
class WhatIfView(WagtailAdminTemplateMixin, TemplateView):
    """Two questions, each with its answer below; nothing is changed, and nothing of it stands in an address."""

    template_name = "shop/admin/what_if.html"
    page_title = gettext_lazy("The price for this person, date and market")
    header_icon = "help"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not may_ask(request.user):
            raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(AskForm(prefix="ask"), OrderForm(prefix="order"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asks_about_order = "replay" in request.POST
        ask = AskForm(None if asks_about_order else request.POST, prefix="ask")
        order = OrderForm(request.POST if asks_about_order else None, prefix="order")
        found: dict[str, Any] = {}
        if asks_about_order:
            if not request.user.has_perm(MAY_SEE_ORDERS):
                raise PermissionDenied
            if order.is_valid():
                found["replayed"] = replayed(order.cleaned_data["number"])
        elif ask.is_valid():
            try:
                found["answer"] = answered(ask.answer())
            except Refusal as refusal:
                ask.add_error("goods", refusal.detail)
        return self._show(ask, order, **found)

    def _show(self, ask: AskForm, order: OrderForm, **found: Any) -> HttpResponse:
        may_replay = self.request.user.has_perm(MAY_SEE_ORDERS)
        context = self.get_context_data(ask=ask, order=order, media=ask.media, may_replay=may_replay, **found)
        return self.render_to_response(context)


def answered(found: what_if.WhatIf) -> dict[str, Any]:
    """A quote as a table of lines, sums, sentences and steps."""
    quote, language = found.quote, get_language() or "en"

    def words(amount: int) -> str:
        return money.formatted(amount, quote.currency, language)

    lines = []
    for sku, total in quote.line_totals.items():
        offer = found.offers.get(sku)
        lines.append(
            {
                "sku": sku,
                "unit_price": words(offer.amount) if offer else "",
                "compare_at": words(offer.compare_at) if offer and offer.compare_at is not None else "",
                "price_list": (offer.price_list if offer else "") or "",
                "total": words(total),
                "discount": words(quote.line_discounts[sku]) if quote.line_discounts[sku] else "",
                "discounts": [f"{one['name']}: {words(one['amount'])}" for one in quote.discounts_of[sku]],
                "tax": words(quote.line_taxes[sku]),
            }
        )
    return {
        "market": found.buyer.terms.name,
        "at": instant(found.at),
        "includes_tax": found.buyer.terms.prices_include_tax,
        "lines": lines,
        "unsold": found.unsold,
        "sums": sums(words, vars(quote)),
        "taxes": [_rate(rate, words) for rate in quote.taxes],
        "sentences": found.sentences,
        "steps": steps(quote.trace, words),
    }


def replayed(order: Order) -> dict[str, Any]:
    """What is stored of an order, and where counting its trace again gives something else."""
    language = get_language() or "en"
    lines = list(order.lines.all())

    def words(amount: int) -> str:
        return money.formatted(amount, order.currency, language)

    stored = {
        "subtotal": order.subtotal,
        "discount": order.discount,
        "delivery": order.delivery_price,
        "tax": order.tax,
        "tax_added": order.tax_added,
        "total": order.total,
    }
    again = traces.replayed(order)
    return {
        "order": order,
        "sums": sums(words, stored),
        "sentences": quotes.explain(order.trace, order.currency, language, {line.sku: line.name for line in lines}),
        "steps": steps(order.trace, words),
        "differences": [
            {"where": one.where, "stored": words(one.stored), "counted": words(one.counted)}
            for one in again.differences
        ],
    }


def sums(words: Any, amounts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What adds up to the total, and how much of it is tax; what is nothing is left out."""
    named = [
        (_("Goods"), amounts["subtotal"]),
        (_("Discounts"), -amounts["discount"]),
        (_("Delivery"), amounts["delivery"]),
        (_("Tax on top"), amounts["tax_added"]),
        (_("Total"), amounts["total"]),
        (_("of it tax"), amounts["tax"]),
    ]
    kept = (_("Goods"), _("Total"))
    return [(label, words(amount)) for label, amount in named if amount or label in kept]


def _rate(rate: Mapping[str, int], words: Any) -> str:
    percent = f"{rate['basis_points'] / 100:g}"
    return _("%(tax)s at %(percent)s %% on %(net)s") % {
        "tax": words(rate["tax"]),
        "percent": percent,
        "net": words(rate["net"]),
    }


def steps(trace: Sequence[Mapping[str, Any]], words: Any) -> list[dict[str, Any]]:
    """The trace as a table: what all steps have in columns, the rest as it is stored."""
    return [
        {
            "rule": step["rule"],
            "sku": step.get("sku", ""),
            "base": words(step["base"]) if isinstance(step.get("base"), int) else "",
            "quantity": step.get("quantity", ""),
            "amount": words(step["amount"]) if isinstance(step.get("amount"), int) else "",
            "more": json.dumps(
                {name: value for name, value in step.items() if name not in COLUMNS}, ensure_ascii=False, default=str
            ),
        }
        for step in trace
    ]


class AskersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_ask(request.user)


class WhatIfViewSet(ViewSet):
    name = "shop_what_if"
    url_prefix = "shop/what-if"
    icon = "help"
    menu_label = gettext_lazy("What does it cost?")
    menu_name = "what-if"
    menu_item_class = AskersMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [path("", WhatIfView.as_view(), name="index")]

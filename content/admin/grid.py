"""The grid: prices and stock of one product, saved into the shop's ledgers and never into a page."""

import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from content.admin import ledger
from content.admin.forms import CellForm, ExtraVariantForm, ReasonForm
from content.choosers import product_name
from content.models import ProductPage
from shop import amounts, pricing, products, stock
from shop.errors import Refusal
from shop.models import Product, Variant

logger = logging.getLogger(__name__)

MAY_SEE = ("shop.view_product", "shop.change_product", "shop.add_price", "shop.add_stockmovement")
MAY_PRICE = "shop.add_price"
MAY_STOCK = "shop.add_stockmovement"
MAY_ADD = "shop.add_variant"


class ProductScreen(WagtailAdminTemplateMixin, View):
    """A screen about one product, for people who may see products."""

    header_icon = "tag"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not any(request.user.has_perm(name) for name in MAY_SEE):
            raise PermissionDenied
        self.product = get_object_or_404(Product.objects.select_related("category", "brand"), pk=kwargs["pk"])

    @cached_property
    def name(self) -> str:
        return product_name(self.product)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("shop_products:index"), "label": _("Products")},
            {"url": reverse("product_grid", args=[self.product.pk]), "label": self.name},
            {"url": "", "label": self.get_page_title()},
        ]

    def grid(self) -> HttpResponse:
        return redirect("product_grid", self.product.pk)


class GridView(ProductScreen):
    """Shows what is, and saves what was typed if nobody else has changed the same cell meanwhile."""

    page_title = gettext_lazy("Prices and stock")
    template_name = "content/admin/grid.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(self._cells(), ReasonForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        cells = self._cells(request.POST)
        reason = ReasonForm(request.POST)
        if not all([*(cell.is_valid() for _row, cell in cells), reason.is_valid()]):
            return self._refuse(cells, reason)
        changes = [(row, cell) for row, cell in cells if cell.has_changed()]
        prices = [(row, cell) for row, cell in changes if _is_typed(cell, "price")]
        counts = [(row, cell) for row, cell in changes if _is_typed(cell, "on_hand")]
        self._check_rights(prices, counts)
        if counts and not reason.cleaned_data["reason"]:
            reason.add_error("reason", _("Say why the stock changes."))
            return self._refuse(cells, reason)
        conflicts = [*_conflicts(prices, "price", "list_amount"), *_conflicts(counts, "on_hand", "on_hand")]
        if conflicts:
            return self._show(cells, reason, conflicts=conflicts)
        try:
            self._save(prices, counts, reason.cleaned_data["reason"])
        except Refusal as refusal:
            messages.error(request, refusal.detail)
            return self._show(cells, reason)
        total = len(prices) + len(counts)
        if total:
            saved = ngettext("%(count)d value saved.", "%(count)d values saved.", total) % {"count": total}
            messages.success(request, saved)
        return self.grid()

    def _cells(self, data: Any = None) -> list[tuple[ledger.Row, CellForm]]:
        return [
            (
                row,
                CellForm(
                    data,
                    prefix=str(row.variant.pk),
                    initial={
                        "price": amounts.plain(row.list_amount),
                        "seen_price": row.list_amount,
                        "on_hand": row.on_hand,
                        "seen_on_hand": row.on_hand,
                    },
                ),
            )
            for row in ledger.rows(self.product)
        ]

    def _check_rights(self, prices: Sequence[Any], counts: Sequence[Any]) -> None:
        user = self.request.user
        if (prices and not user.has_perm(MAY_PRICE)) or (counts and not user.has_perm(MAY_STOCK)):
            raise PermissionDenied

    def _save(self, prices: Sequence[Any], counts: Sequence[Any], reason: str) -> None:
        """All or nothing; stock as a difference, so that what was sold meanwhile stays sold."""
        actor = self.request.user
        with transaction.atomic():
            if prices:
                changes = [(row.variant, cell.cleaned_data["price"]) for row, cell in prices]
                pricing.change_prices(changes=changes, actor=actor, note=reason)
            for row, cell in sorted(counts, key=lambda pair: pair[0].variant.sku):
                change = cell.cleaned_data["on_hand"] - (cell.cleaned_data["seen_on_hand"] or 0)
                stock.count(sku=row.variant.sku, change=change, reason=reason, actor=actor)

    def _refuse(self, cells: Sequence[Any], reason: ReasonForm) -> HttpResponse:
        messages.error(self.request, _("Nothing was saved: mend the marked values first."))
        return self._show(cells, reason)

    def _show(self, cells: Sequence[Any], reason: ReasonForm, conflicts: Sequence[Any] = ()) -> HttpResponse:
        if conflicts:
            # Saving again means: I have seen the other value, mine shall stand.
            for conflict in conflicts:
                conflict["cell"].data = conflict["cell"].data.copy()
                conflict["cell"].data[conflict["seen_name"]] = conflict["now"]
        user = self.request.user
        context = self.get_context_data(
            product=self.product,
            name=self.name,
            cells=cells,
            reason=reason,
            conflicts=conflicts,
            history=ledger.history(self.product),
            undoable=ledger.last_price_change(self.product),
            may_price=user.has_perm(MAY_PRICE),
            may_stock=user.has_perm(MAY_STOCK),
            may_add=user.has_perm(MAY_ADD),
            pages=_pages(self.product),
        )
        return self.render_to_response(context, status=409 if conflicts else 200)


def _pages(product: Product) -> list[dict[str, str]]:
    """The product's pages by language, each with the address of its editor."""
    pages = ProductPage.objects.filter(product=product).select_related("locale").order_by("locale__language_code")
    return [
        {"language": page.locale.get_display_name(), "url": reverse("wagtailadmin_pages:edit", args=[page.pk])}
        for page in pages
    ]


def _is_typed(cell: CellForm, field: str) -> bool:
    """Whether somebody typed another value than the one the form was opened with."""
    value, seen = cell.cleaned_data[field], cell.cleaned_data[f"seen_{field}"]
    return value is not None and value != seen


def _conflicts(typed: Sequence[tuple[ledger.Row, CellForm]], field: str, attribute: str) -> list[dict[str, Any]]:
    """Cells that somebody else has changed since the form was opened."""
    found = []
    for row, cell in typed:
        now, seen = getattr(row, attribute), cell.cleaned_data[f"seen_{field}"]
        if now != seen:
            show = amounts.plain if field == "price" else str
            found.append(
                {
                    "cell": cell,
                    "seen_name": cell.add_prefix(f"seen_{field}"),
                    "sku": row.variant.sku,
                    "label": cell.fields[field].label,
                    "now": now,
                    "seen_text": show(seen),
                    "now_text": show(now),
                    "typed_text": show(cell.cleaned_data[field]),
                }
            )
    return found


class UndoView(ProductScreen):
    """Takes back the last change of prices, by adding rows that bring the old amounts back."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(MAY_PRICE):
            raise PermissionDenied
        rows = ledger.last_price_change(self.product)
        if request.POST.get("last") != str(max((row.pk for row in rows), default="")):
            messages.error(
                request, _("Prices have changed meanwhile: look at the history before taking back anything.")
            )
            return self.grid()
        pricing.undo_changes(rows=rows, actor=request.user)
        messages.success(request, _("The prices before the last change hold again."))
        return self.grid()


class AddVariantView(ProductScreen):
    """Adds a variant to a product."""

    page_title = gettext_lazy("Add a variant")
    template_name = "content/admin/form.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm(MAY_ADD):
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ExtraVariantForm(product=self.product)
        return self.render_to_response(self.get_context_data(form=form, submit_label=_("Add the variant")))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ExtraVariantForm(request.POST, product=self.product)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, submit_label=_("Add the variant")))
        variant: Variant = products.add_variant(product=self.product, variant=form.new_variant(), actor=request.user)
        messages.success(request, _("%(sku)s was added.") % {"sku": variant.sku})
        return self.grid()

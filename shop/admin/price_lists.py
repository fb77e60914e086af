"""Price lists in the admin: for whom they are, and their prices, typed or pasted, dated and taken back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets import AdminDateTimeInput

from shop import amounts, markets, money, price_lists, pricing
from shop.admin.markets import KeepsCode
from shop.admin.promotions import instant
from shop.admin.viewsets import RowsViewSet
from shop.amounts import AmountField
from shop.models import Market, Price, PriceList, Variant
from shop.price_lists import Row

MAY_PRICE = "shop.add_price"
PER_PAGE = 50


class PriceListForm(KeepsCode, forms.ModelForm):
    kept = ("code", "currency")

    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        help_text=gettext_lazy("That of the market, if one is chosen; it never changes."),
    )

    class Meta:
        model = PriceList
        fields = ["name", "code", "market", "group", "currency", "is_active"]
        labels = {"name": pgettext_lazy("product", "Name")}
        help_texts = {
            "code": gettext_lazy("It never changes."),
            "market": gettext_lazy("Empty if the group has these prices in every market of the currency."),
            "group": gettext_lazy("Empty if the prices are everybody's in the market."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = {money.currency(), *Market.objects.values_list("currency", flat=True)}
        self.fields["currency"].choices = [(code, code) for code in sorted(used)]  # type: ignore[attr-defined]
        self.initial.setdefault("currency", money.currency())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        market, group = cleaned.get("market"), cleaned.get("group")
        if market is None and group is None:
            raise ValidationError(_("Choose a market, a group, or both."), code="for_nobody")
        if market is not None and market.is_default and group is None:
            self.add_error("group", _("The prices of the store's own market are the public ones: choose a group."))
        if market is not None and cleaned.get("currency") not in (None, market.currency):
            words = {"market": market, "currency": market.currency}
            self.add_error("currency", _("“%(market)s” is sold to in %(currency)s.") % words)
        return cleaned


class PriceListList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn("name", label=_("Price list"), url_name="shop_price_lists:inspect", sort_key="name"),
            Column("market", label=_("Market"), accessor=lambda row: row.market or _("all")),
            Column("group", label=_("Customer group"), accessor=lambda row: row.group or _("everybody")),
            Column("currency", label=_("Currency"), sort_key="currency"),
            Column("goods_count", label=_("Goods"), sort_key="goods_count"),
            BooleanColumn("is_active", label=_("In force")),
        ]

    def get_base_queryset(self) -> QuerySet[PriceList]:
        held = Q(prices__ends_at=None) | Q(prices__ends_at__gt=timezone.now())
        counted = Count("prices__variant", filter=held, distinct=True)
        return PriceList.objects.select_related("market", "group").annotate(goods_count=counted)


class CellForm(forms.Form):
    """The price of one variant; ``seen`` is what it was when the form was opened."""

    amount = AmountField(label=gettext_lazy("Price in this list"), required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, row: Row, price_list: PriceList) -> None:
        initial = {"amount": amounts.plain(row.own, price_list.currency), "seen": row.own}
        super().__init__(data, prefix=str(row.variant.pk), initial=initial)
        self.fields["amount"].currency = price_list.currency  # type: ignore[attr-defined]
        self.fields["amount"].widget.attrs = {"aria-label": f"{row.variant.sku}: {_('Price in this list')}"}
        self.row = row

    @property
    def is_typed(self) -> bool:
        return bool(self.cleaned_data["amount"] != self.cleaned_data["seen"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "amount" in cleaned and cleaned["amount"] != cleaned.get("seen") != self.row.own:
            # Saving again means: I have seen the other value, mine shall stand.
            data: Any = self.data
            self.data = {**data.dict(), self.add_prefix("seen"): "" if self.row.own is None else self.row.own}
            self.add_error("amount", _("Somebody else has changed it meanwhile; save again if yours shall stand."))
        return cleaned


class DatesForm(forms.Form):
    """From when and until when what is typed holds, and what else is to be changed."""

    starts_at = forms.DateTimeField(
        label=gettext_lazy("From"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Empty: at once."),
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Until"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Empty: for good. With an end it is a campaign, and the price before comes back."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)
    pasted = forms.CharField(
        label=gettext_lazy("Paste many"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One line for each: a SKU, then the price, as copied from a spreadsheet."),
    )

    def __init__(self, data: Any, price_list: PriceList) -> None:
        super().__init__(data)
        self.price_list = price_list

    def clean_starts_at(self) -> Any:
        starts_at = self.cleaned_data["starts_at"]
        if starts_at is not None and starts_at < timezone.now():
            raise ValidationError(_("The past stays as it was: choose a time to come."), code="past")
        return starts_at

    def clean_pasted(self) -> list[tuple[Variant, int]]:
        return price_lists.read_pasted(self.cleaned_data["pasted"], self.price_list)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts_at, ends_at = cleaned.get("starts_at") or timezone.now(), cleaned.get("ends_at")
        if ends_at is not None and ends_at <= starts_at:
            self.add_error("ends_at", _("It has to end after it starts."))
        return cleaned


class PricesView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """The prices of one list: goods by the page, forms that change them, what was changed, and the way back."""

    model = PriceList
    any_permission_required = ["add", "change", "delete", "view"]
    template_name = "shop/admin/price_list.html"
    page_title = gettext_lazy("Prices")
    header_icon = "tag"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.price_list = get_object_or_404(PriceList.objects.select_related("market", "group"), pk=kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("shop_price_lists:index"), "label": _("Price lists")},
            {"url": "", "label": str(self.page_title), "sublabel": self.price_list.name},
        ]

    @cached_property
    def page(self) -> Any:
        asked = self.request.GET
        goods = price_lists.goods(
            self.price_list, query=asked.get("q", "").strip()[:100], only_priced=bool(asked.get("only"))
        )
        return Paginator(goods, PER_PAGE).get_page(asked.get("p"))

    def cells(self, data: Any = None) -> list[CellForm]:
        return [CellForm(data, row, self.price_list) for row in price_lists.rows(self.price_list, list(self.page))]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(MAY_PRICE):
            messages.error(request, _("You may look at prices, but not change them."))
            return redirect(request.get_full_path())
        return self._undo() if "undo" in request.POST else self._save()

    def _save(self) -> HttpResponse:
        data = self.request.POST
        cells, dates = self.cells(data), DatesForm(data, self.price_list)
        if not all([*(cell.is_valid() for cell in cells), dates.is_valid()]):
            messages.error(self.request, _("Nothing was saved: mend the marked values first."))
            return self._show(cells, dates)
        typed = [cell for cell in cells if cell.is_typed]
        set_to = [(cell.row.variant, cell.cleaned_data["amount"]) for cell in typed]
        count = self._change([*set_to, *dates.cleaned_data["pasted"]], dates)
        said = ngettext("%(count)d price saved.", "%(count)d prices saved.", count) % {"count": count}
        messages.success(self.request, said)
        return redirect(self.request.get_full_path())

    def _change(self, typed: Sequence[tuple[Variant, int | None]], dates: DatesForm) -> int:
        """All or nothing; an empty amount takes the variant out of the list."""
        when = dates.cleaned_data
        with transaction.atomic():
            rows = pricing.change_prices(
                changes=[(variant, amount) for variant, amount in typed if amount is not None],
                source=Price.Source.CAMPAIGN if when["ends_at"] else Price.Source.LIST,
                starts_at=when["starts_at"],
                ends_at=when["ends_at"],
                note=when["note"],
                actor=self.request.user,
                price_list=self.price_list,
            )
            left = [variant for variant, amount in typed if amount is None]
            return len(rows) + pricing.end_prices(variants=left, price_list=self.price_list)

    def _undo(self) -> HttpResponse:
        keys = [int(key) for key in self.request.POST.getlist("row") if key.isascii() and key.isdigit()]
        shown = price_lists.history(self.price_list)
        allowed = price_lists.takeable_back(shown)
        rows = [row for row in shown if row.pk in keys and row.pk in allowed]
        if not rows or len(rows) < len(keys):
            messages.error(self.request, _("Choose what holds now, or what is planned: the rest is history."))
            return redirect(self.request.get_full_path())
        pricing.undo_changes(rows=rows, actor=self.request.user)
        said = ngettext("%(count)d price was taken back.", "%(count)d prices were taken back.", len(rows))
        messages.success(self.request, said % {"count": len(rows)})
        return redirect(self.request.get_full_path())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(self.cells(), DatesForm(None, self.price_list))

    def _show(self, cells: Sequence[CellForm], dates: DatesForm) -> HttpResponse:
        price_list, asked = self.price_list, self.request.GET
        shown = price_lists.history(price_list)
        allowed = price_lists.takeable_back(shown)

        def words(amount: int | None) -> str:
            return "" if amount is None else money.formatted(amount, price_list.currency, get_language() or "en")

        context = self.get_context_data(
            price_list=price_list,
            includes_tax=markets.terms(price_list.market).prices_include_tax,
            query=asked.get("q", ""),
            only=asked.get("only", ""),
            page=self.page,
            cells=[
                {
                    "form": cell,
                    "row": cell.row,
                    "public": words(cell.row.public),
                    "campaign": words(cell.row.campaign),
                    "planned": cell.row.planned
                    and {"amount": words(cell.row.planned.amount), "at": instant(cell.row.planned.starts_at)},
                }
                for cell in cells
            ],
            dates=dates,
            media=dates.media,
            history=[
                {
                    "row": row,
                    "amount": words(row.amount),
                    "at": instant(row.created_at),
                    "starts": instant(row.starts_at),
                    "ends": instant(row.ends_at),
                    "may_undo": row.pk in allowed,
                }
                for row in shown
            ],
            may_change=self.request.user.has_perm(MAY_PRICE),
            may_edit=self.user_has_permission("change"),
        )
        return self.render_to_response(context)


class PriceListViewSet(RowsViewSet):
    model = PriceList
    name = "shop_price_lists"
    url_prefix = "shop/price-lists"
    icon = "tag"
    menu_label = gettext_lazy("Price lists")
    menu_name = "price-lists"
    form_class = PriceListForm
    ordering = "code"
    index_view_class = PriceListList
    list_filter = ["market", "group", "is_active"]
    search_fields = ["name", "code"]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("prices/<int:pk>/", self.construct_view(PricesView), name="inspect"),
        ]

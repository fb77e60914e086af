"""Promotions in the admin: built with examples and clashes in sight, and what has been used of each."""

from typing import Any

import django_filters
from babel.dates import format_datetime
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from shop import money
from shop.admin.columns import here
from shop.admin.promotion_form import PromotionForm
from shop.admin.viewsets import RowsViewSet
from shop.models import Promotion, Redemption
from shop.promotions import clashes, drafts, examples

Standing = Promotion.Standing
MOST_USES = 200


def instant(at: Any) -> str:
    """An instant as the store's clock shows it; empty if there is none."""
    return format_datetime(timezone.localtime(at), "d MMM y, H:mm", locale=get_language() or "en") if at else ""


def period(promotion: Promotion) -> str:
    if promotion.ends_at is None:
        return _("from %(start)s") % {"start": instant(promotion.starts_at)}
    return f"{instant(promotion.starts_at)} – {instant(promotion.ends_at)}"


def shown(amount: int, promotion: Promotion) -> str:
    return money.formatted(amount, promotion.currency, get_language() or "en")


class UsedColumn(BaseColumn):
    """How often it was used and what it has given away, each with a bar if there is a limit."""

    cell_template_name = "shop/admin/_used_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        return {**super().get_cell_context_data(instance, parent_context), "bars": bars(instance)}


def bars(promotion: Promotion) -> list[dict[str, Any]]:
    found = [{"words": uses_in_words(promotion.used, promotion.most_uses), "value": promotion.used}]
    found[0]["most"] = promotion.most_uses
    if promotion.spent or promotion.budget is not None:
        words = shown(promotion.spent, promotion)
        if promotion.budget is not None:
            words = _("%(spent)s of %(budget)s") % {"spent": words, "budget": shown(promotion.budget, promotion)}
        found.append({"words": words, "value": promotion.spent, "most": promotion.budget})
    return found


def uses_in_words(used: int, most: int | None) -> str:
    if most is None:
        return ngettext("%(used)d order", "%(used)d orders", used) % {"used": used}
    return ngettext("%(used)d of %(most)d order", "%(used)d of %(most)d orders", most) % {"used": used, "most": most}


def standing_is(standing: str) -> Q:
    """The condition of what ``Promotion.standing`` says."""
    now = timezone.now()
    over = Q(ends_at__isnull=False, ends_at__lte=now)
    used_up = Q(most_uses__isnull=False, used__gte=F("most_uses"))
    spent = Q(budget__isnull=False, spent__gte=F("budget"))
    planned = Q(starts_at__gt=now)
    # The first that holds counts.
    reasons = {
        Standing.OFF: Q(is_active=False),
        Standing.OVER: over,
        Standing.USED_UP: used_up,
        Standing.BUDGET_SPENT: spent,
        Standing.PLANNED: planned,
        Standing.RUNNING: Q(),
    }
    condition = Q()
    for name, reason in reasons.items():
        if name == standing:
            return condition & reason
        condition &= ~reason
    return Q(pk__in=[])


class PromotionFilters(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), method="filter_standing", choices=Standing.choices
    )
    kind = django_filters.MultipleChoiceFilter(label=gettext_lazy("Kind"), choices=Promotion.Kind.choices)
    needs_voucher = django_filters.BooleanFilter(label=gettext_lazy("Only with a voucher"))

    class Meta:
        model = Promotion
        fields = ["kind", "needs_voucher"]

    def filter_standing(self, queryset: QuerySet[Promotion], name: str, value: str) -> QuerySet[Promotion]:
        return queryset.filter(standing_is(value))


class PromotionList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        return [
            self._get_title_column(here("name")),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            StatusTagColumn(
                "standing",
                label=_("State"),
                accessor=lambda promotion: promotion.standing.label,
                primary=lambda promotion: promotion.standing == Standing.RUNNING,
            ),
            Column("starts_at", label=_("When"), accessor=period, sort_key="starts_at"),
            UsedColumn("used", label=_("Used"), sort_key="used"),
        ]


class KeepsCounters:
    """For Wagtail's view to edit: what is used in the very moment of saving may not fit the new limits any more."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except IntegrityError:
            form.add_error(None, _("It has been used in the meantime, more often than the new limits allow."))
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class ShowsExamples:
    """For Wagtail's views to add and to edit: the panel with examples, and a button that shows it without a script."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "show_examples" not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        self.object = self.get_object() if "pk" in kwargs else None  # type: ignore[attr-defined]
        self.form = self.get_form()  # type: ignore[attr-defined]
        return self.render_to_response(self.get_context_data())  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        promotion = self.object  # type: ignore[attr-defined]
        address = ("shop_promotions:examples_of", [promotion.pk]) if promotion else ("shop_promotions:examples", [])
        panel: dict[str, Any] = {}
        if self.form.is_bound:
            panel = panel_of_form(self.form)
        elif promotion:
            panel = panel_of(drafts.saved(promotion, at=timezone.now()))
        return {**context, **panel, "examples_url": reverse(address[0], args=address[1]), "promotion": promotion}


def panel_of_form(form: PromotionForm) -> dict[str, Any]:
    """The examples of a form, or what it lacks for them."""
    if form.is_valid():
        return panel_of(form.draft(at=timezone.now()))
    return {"lacking": [str(form.fields[name].label) for name in form.errors if name in form.fields]}


def panel_of(draft: drafts.Draft) -> dict[str, Any]:
    now, language = timezone.now(), get_language() or "en"
    met, cheap = clashes.clashes(draft, at=now, language=language)

    def words(amount: int) -> str:
        return money.formatted(amount, draft.promotion.currency, language)

    return {
        "is_counted": True,
        "products_count": drafts.goods(draft.rule).count(),
        "examples": [
            {
                "lines": [
                    {"row": line, "before": words(line.before), "after": words(line.after)} for line in example.lines
                ],
                "delivery": [words(amount) for amount in example.delivery] if example.delivery else None,
                "before": words(example.before),
                "after": words(example.after),
                "saved": words(example.saved) if example.saved else "",
                "why": example.why,
            }
            for example in examples.examples(draft, at=now)
        ],
        "clashes": [{"row": clash, "period": period(clash.promotion)} for clash in met],
        "too_cheap": [{"row": one, "list_price": words(one.list_price), "price": words(one.price)} for one in cheap],
    }


class PromotionCreate(ShowsExamples, generic.CreateView):
    def get_success_url(self) -> str:
        """Where its codes are made, if it needs some."""
        return self.get_edit_url() if self.form.instance.needs_voucher else super().get_success_url()


class PromotionEdit(KeepsCounters, ShowsExamples, generic.EditView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        codes = self.form.instance.vouchers.all()
        return {
            **context,
            "codes_count": codes.count(),
            "codes_used": codes.filter(used__gt=0).count(),
            "may_add_codes": self.request.user.has_perm("shop.add_voucher"),
            "may_see_codes": self.request.user.has_perm("shop.view_voucher"),
        }


class ExamplesView(PermissionCheckedMixin, View):
    """The panel for a form that is not saved: asked for while somebody types; changes nothing."""

    model = Promotion
    any_permission_required = ["add", "change"]
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        promotion = get_object_or_404(Promotion, pk=pk) if pk else None
        panel = panel_of_form(PromotionForm(request.POST, instance=promotion))
        response = TemplateResponse(request, "shop/admin/_promotion_examples.html", panel)
        response["Cache-Control"] = "private, no-store"
        return response


class PromotionView(generic.InspectView):
    """One promotion: what has been used of it, and by which orders."""

    page_title = gettext_lazy("Uses")

    def get_fields(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        uses = self.object.redemptions.select_related("order", "voucher").order_by("-pk")
        return {
            **super().get_context_data(**kwargs),
            "promotion": self.object,
            "period": period(self.object),
            "bars": bars(self.object),
            "uses": uses_shown(uses),
        }


def uses_shown(uses: QuerySet[Redemption]) -> list[dict[str, Any]]:
    """The last uses, with amounts in words."""
    return [
        {
            "row": use,
            "at": instant(use.created_at),
            "amount": money.formatted(use.amount, use.order.currency, get_language() or "en"),
            "is_used": use.state == Redemption.State.USED,
        }
        for use in uses[:MOST_USES]
    ]


class PromotionViewSet(RowsViewSet):
    model = Promotion
    name = "shop_promotions"
    url_prefix = "shop/promotions"
    icon = "pick"
    menu_label = gettext_lazy("Promotions")
    menu_name = "promotions"
    form_class = PromotionForm
    ordering = "-pk"
    index_view_class = PromotionList
    add_view_class = PromotionCreate
    edit_view_class = PromotionEdit
    inspect_view_class = PromotionView
    inspect_view_enabled = True
    filterset_class = PromotionFilters
    search_fields = ["name_en", "name_ru", "vouchers__code"]
    create_template_name = edit_template_name = "shop/admin/promotion_form.html"
    inspect_template_name = "shop/admin/promotion.html"

    def get_urlpatterns(self) -> list[Any]:
        panel = self.construct_view(ExamplesView)
        return [
            *super().get_urlpatterns(),
            path("examples/", panel, name="examples"),
            path("examples/<int:pk>/", panel, name="examples_of"),
        ]

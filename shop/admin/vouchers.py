"""Vouchers in the admin: single codes and whole sets, their use, and files for the mailing."""

import csv
from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseOperationView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.log_actions import log as log_action

from shop.admin.exports import BYTE_ORDER_MARK, harmless
from shop.admin.promotions import KeepsCounters, instant, uses_in_words, uses_shown
from shop.admin.rows import CarefulDelete
from shop.errors import Refusal
from shop.models import Promotion, Voucher, VoucherSet
from shop.promotions import sets, vouchers


class Echo:
    """A file that gives back what is written into it."""

    def write(self, value: str) -> str:
        return value


def stream(chosen: QuerySet[Voucher]) -> Iterator[bytes]:
    """Codes with their use as CSV that spreadsheets read right, row by row."""
    writer = csv.writer(Echo())
    yield BYTE_ORDER_MARK
    for row in sets.rows(chosen):
        yield writer.writerow([harmless(value) for value in row]).encode()


def download(chosen: QuerySet[Voucher], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(stream(chosen), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "vouchers"}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


class PromotionChoices:
    """For forms of codes: only promotions that want one; one of them is chosen already if the link says so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["promotion"]  # type: ignore[attr-defined]
        field.queryset = Promotion.objects.filter(needs_voucher=True).order_by("-pk")
        field.help_text = _("Only promotions that are “only with a voucher” are listed.")


class VoucherForm(PromotionChoices, forms.ModelForm):
    class Meta:
        model = Voucher
        fields = ["promotion", "code", "most_uses", "ends_at", "is_active"]
        widgets = {"ends_at": AdminDateTimeInput}
        help_texts = {
            "code": gettext_lazy("Latin letters and figures, such as WELCOME10; shoppers may type it in any case."),
            "most_uses": gettext_lazy("Empty for as often as the promotion allows."),
            "ends_at": gettext_lazy("Empty for as long as the promotion runs."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # It is in people's hands already.
        for name in ("promotion", "code"):
            self.fields[name].disabled = self.instance.pk is not None

    def clean_code(self) -> str:
        if self.instance.pk:
            return str(self.instance.code)
        code = vouchers.normalised(self.cleaned_data["code"])
        if not (code.isascii() and vouchers.SHORTEST <= len(code) <= vouchers.LONGEST):
            raise ValidationError(
                _("Enter %(least)d to %(most)d Latin letters and figures."),
                params={"least": vouchers.SHORTEST, "most": vouchers.LONGEST},
            )
        if Voucher.objects.filter(code=code).exists():
            raise ValidationError(_("There is a voucher with this code already."))
        return code

    def clean_most_uses(self) -> int | None:
        most: int | None = self.cleaned_data["most_uses"]
        if most is not None and most < max(self.instance.used, 1):
            raise ValidationError(
                _("It is at least %(least)d, or empty."), params={"least": max(self.instance.used, 1)}
            )
        return most

    def save(self, commit: bool = True) -> Voucher:
        """Saves what the form is about: the voucher may be used at the same moment."""
        if commit and self.instance.pk:
            self.instance.save(update_fields=["most_uses", "ends_at", "is_active"])
            return self.instance
        return super().save(commit)


class VoucherSetForm(PromotionChoices, forms.ModelForm):
    count = forms.IntegerField(label=gettext_lazy("Number of codes"), min_value=1, max_value=sets.MOST_CODES)
    prefix = forms.CharField(
        label=gettext_lazy("Beginning of the codes"),
        required=False,
        max_length=sets.LONGEST_PREFIX,
        help_text=gettext_lazy("Latin letters and figures, such as SPRING; %(letters)d random letters follow.")
        % {"letters": sets.LETTERS},
    )
    most_uses = forms.IntegerField(
        label=gettext_lazy("Orders at most, for each code"),
        min_value=1,
        required=False,
        initial=1,
        help_text=gettext_lazy("Empty for as often as the promotion allows."),
    )

    class Meta:
        model = VoucherSet
        fields = ["promotion", "name", "count", "prefix"]

    def clean_prefix(self) -> str:
        prefix = vouchers.normalised(self.cleaned_data["prefix"])
        if not prefix.isascii():
            raise ValidationError(_("Only Latin letters and figures."))
        return prefix


class ChosenInLink:
    """For Wagtail's view to add: the promotion whose page the link was on."""

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("promotion", "")  # type: ignore[attr-defined]
        return {**super().get_initial(), **({"promotion": asked} if asked.isdecimal() else {})}  # type: ignore[misc]


class VoucherFilters(WagtailFilterSet):
    promotion = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Promotion"), queryset=Promotion.objects.filter(needs_voucher=True).order_by("-pk")
    )
    voucher_set = django_filters.ModelChoiceFilter(label=gettext_lazy("Set"), queryset=VoucherSet.objects.all())
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="filter_state",
        choices=[
            ("used", gettext_lazy("has been used")),
            ("unused", gettext_lazy("never used")),
            ("off", gettext_lazy("out of use")),
        ],
    )

    class Meta:
        model = Voucher
        fields = ["promotion", "voucher_set"]

    def filter_state(self, queryset: QuerySet[Voucher], name: str, value: str) -> QuerySet[Voucher]:
        conditions = {"used": Q(used__gt=0), "unused": Q(used=0), "off": Q(is_active=False)}
        return queryset.filter(conditions[value])


def state_in_words(voucher: Voucher) -> str:
    if not voucher.is_active:
        return _("out of use")
    return _("used up") if voucher.most_uses is not None and voucher.used >= voucher.most_uses else _("valid")


class VoucherList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn(
                "code", label=_("Code"), url_name="shop_vouchers:inspect", sort_key="code", classname="shop-code"
            ),
            Column("promotion", label=_("Promotion")),
            Column("voucher_set", label=_("Set")),
            Column(
                "used",
                label=_("Used"),
                accessor=lambda voucher: uses_in_words(voucher.used, voucher.most_uses),
                sort_key="used",
            ),
            Column("ends_at", label=_("Until"), accessor=lambda voucher: instant(voucher.ends_at), sort_key="ends_at"),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor=state_in_words,
                primary=lambda voucher: state_in_words(voucher) == _("valid"),
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Voucher]:
        return Voucher.objects.select_related("promotion", "voucher_set")

    def search_queryset(self, queryset: QuerySet[Voucher]) -> QuerySet[Voucher]:
        """Codes are found however they are typed, whole or in part."""
        if not self.is_searching:
            return queryset
        code = vouchers.normalised(self.search_query)
        return queryset.filter(code__contains=code) if code else queryset.none()

    def stream_csv(self, queryset: QuerySet[Voucher]) -> Iterator[bytes]:
        """With the orders of each code."""
        return stream(queryset)

    def write_xlsx(self, queryset: QuerySet[Voucher], output: Any) -> None:
        from openpyxl import Workbook

        workbook = Workbook(write_only=True)
        sheet = workbook.create_sheet(title=_("Vouchers"))
        for row in sets.rows(queryset):
            sheet.append([harmless(value) for value in row])
        workbook.save(output)


class VoucherCreate(ChosenInLink, generic.CreateView):
    pass


class VoucherEdit(KeepsCounters, generic.EditView):
    pass


class VoucherView(generic.InspectView):
    """One code and the orders that used it."""

    page_title = gettext_lazy("Voucher")

    def get_fields(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        voucher = self.object
        return {
            **super().get_context_data(**kwargs),
            "voucher": voucher,
            "state": state_in_words(voucher),
            "ends": instant(voucher.ends_at),
            "used": uses_in_words(voucher.used, voucher.most_uses),
            "uses": uses_shown(voucher.redemptions.select_related("order", "voucher").order_by("-pk")),
        }


class VoucherViewSet(ModelViewSet):
    model = Voucher
    name = "shop_vouchers"
    url_prefix = "shop/vouchers"
    icon = "key"
    menu_label = gettext_lazy("Vouchers")
    menu_name = "vouchers"
    list_per_page = 50
    ordering = "-pk"
    index_view_class = VoucherList
    add_view_class = VoucherCreate
    edit_view_class = VoucherEdit
    delete_view_class = CarefulDelete
    inspect_view_class = VoucherView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = VoucherFilters
    search_fields = ["code"]
    inspect_template_name = "shop/admin/voucher.html"
    list_export = ["code", "promotion", "voucher_set", "used"]
    export_filename = "vouchers"

    def get_form_class(self, for_update: bool = False) -> type[VoucherForm]:
        return VoucherForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """No reference index is kept, so there is no usage to show."""
        return {**super().get_common_view_kwargs(**kwargs), "usage_url_name": None}


class VoucherSetList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn("name", label=_("Name"), url_name="shop_voucher_sets:inspect", sort_key="name"),
            Column("promotion", label=_("Promotion")),
            Column("prefix", label=_("Beginning of the codes"), classname="shop-code"),
            Column("count", label=_("Number of codes"), sort_key="count"),
            Column("used_count", label=_("Used"), sort_key="used_count"),
            Column(
                "created_at", label=_("Made"), accessor=lambda made: instant(made.created_at), sort_key="created_at"
            ),
        ]

    def get_base_queryset(self) -> QuerySet[VoucherSet]:
        used = Count("vouchers", filter=Q(vouchers__used__gt=0))
        return VoucherSet.objects.select_related("promotion").annotate(used_count=used)


class VoucherSetCreate(ChosenInLink, generic.CreateView):
    def save_instance(self) -> VoucherSet:
        asked = self.form.cleaned_data
        made = sets.generate(
            promotion=asked["promotion"],
            name=asked["name"],
            count=asked["count"],
            prefix=asked["prefix"],
            most_uses=asked["most_uses"],
            actor=self.request.user,
        )
        log_action(made, "wagtail.create", user=self.request.user)
        return made

    def form_valid(self, form: VoucherSetForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            form.add_error(None, refusal.detail)
            return self.form_invalid(form)

    def get_success_url(self) -> str:
        return reverse("shop_voucher_sets:inspect", args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []


class VoucherSetView(generic.InspectView):
    """One set: how many of its codes have been used, and the file with all of them."""

    page_title = gettext_lazy("Set of vouchers")

    def get_fields(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        made = self.object
        counts = made.vouchers.aggregate(
            used_codes=Count("pk", filter=Q(used__gt=0)),
            used_up=Count("pk", filter=Q(used__gte=F("most_uses"))),
            valid=Count("pk", filter=Q(is_active=True)),
        )
        return {
            **super().get_context_data(**kwargs),
            "made": made,
            "made_at": instant(made.created_at),
            "counts": counts,
            "codes_url": reverse("shop_voucher_sets:codes", args=[made.pk]),
            "list_url": f"{reverse('shop_vouchers:index')}?voucher_set={made.pk}",
            "deactivate_url": reverse("shop_voucher_sets:deactivate", args=[made.pk])
            if counts["valid"] and self.user_has_permission("change")
            else "",
        }


class CodesView(PermissionCheckedMixin, BaseOperationView):
    """All codes of a set with their use, as a file."""

    model = VoucherSet
    http_method_names = ["get"]
    any_permission_required = ["add", "change", "view"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        return download(self.object.vouchers.all(), self.object.name)


class DeactivateView(PermissionCheckedMixin, BaseOperationView):
    """Takes a set out of use, once it was asked about."""

    model = VoucherSet
    http_method_names = ["get", "post"]
    permission_required = "change"
    success_url_name = "shop_voucher_sets:inspect"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = {"made": self.object, "back_url": self.get_success_url(), "deactivate_url": request.path}
        return TemplateResponse(request, "shop/admin/voucher_set_deactivate.html", context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        count = sets.deactivate(voucher_set=self.object)
        log_action(self.object, "shop.voucher_set_deactivated", user=request.user, data={"count": count})
        words = ngettext("%(count)d code is out of use.", "%(count)d codes are out of use.", count) % {"count": count}
        messages.success(request, words)
        return redirect(self.get_success_url())


class VoucherSetViewSet(ModelViewSet):
    model = VoucherSet
    name = "shop_voucher_sets"
    url_prefix = "shop/voucher-sets"
    icon = "copy"
    menu_label = gettext_lazy("Sets of vouchers")
    menu_name = "voucher-sets"
    list_per_page = 50
    ordering = "-pk"
    index_view_class = VoucherSetList
    add_view_class = VoucherSetCreate
    inspect_view_class = VoucherSetView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    search_fields = ["name", "prefix"]
    list_filter = ["promotion"]
    inspect_template_name = "shop/admin/voucher_set.html"

    def get_form_class(self, for_update: bool = False) -> type[VoucherSetForm]:
        return VoucherSetForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """A set is made once; afterwards its codes can only be taken out of use."""
        absent = ("edit", "delete", "copy", "usage", "history")
        return {**super().get_common_view_kwargs(**kwargs), **{f"{name}_url_name": None for name in absent}}

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("codes/<int:pk>/", self.construct_view(CodesView), name="codes"),
            path("deactivate/<int:pk>/", self.construct_view(DeactivateView), name="deactivate"),
        ]

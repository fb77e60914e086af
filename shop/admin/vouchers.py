"""Vouchers in the admin: single codes and whole sets, their use, and files for the mailing."""

import csv
from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets import AdminDateTimeInput

from shop.admin.exports import BYTE_ORDER_MARK, harmless
from shop.admin.promotions import KeepsCounters, instant, uses_in_words, uses_shown
from shop.admin.viewsets import RowsViewSet
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


class VoucherViewSet(RowsViewSet):
    model = Voucher
    name = "shop_vouchers"
    url_prefix = "shop/vouchers"
    icon = "key"
    menu_label = gettext_lazy("Vouchers")
    menu_name = "vouchers"
    form_class = VoucherForm
    ordering = "-pk"
    index_view_class = VoucherList
    add_view_class = VoucherCreate
    edit_view_class = VoucherEdit
    inspect_view_class = VoucherView
    inspect_view_enabled = True
    filterset_class = VoucherFilters
    search_fields = ["code"]
    inspect_template_name = "shop/admin/voucher.html"
    list_export = ["code", "promotion", "voucher_set", "used"]
    export_filename = "vouchers"

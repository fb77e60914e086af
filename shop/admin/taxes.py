"""Taxes in the admin: classes of goods, and what each is taxed with in a country from a day on, in percent."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets import AdminDateTimeInput

from shop.admin.columns import countries
from shop.admin.delivery.fields import CountryField
from shop.admin.markets import KeepsCode, KeepsDefault, own_name
from shop.admin.rows import Rows, RowsUnderForm
from shop.admin.viewsets import RowsViewSet
from shop.models import Product, TaxClass, TaxRate, Variant

PERCENT = 100
WHOLE = 10_000
MOST_GOODS = 5_000


class TaxClassForm(KeepsCode, forms.ModelForm):
    goods = forms.CharField(
        label=gettext_lazy("Put goods into this class"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("SKUs, separated by spaces or lines; all variants of their products move."),
    )

    class Meta:
        model = TaxClass
        fields = ["name_en", "name_ru", "code", "is_default"]
        help_texts = {
            "code": gettext_lazy("It never changes."),
            "is_default": gettext_lazy("Goods without a class, and delivery without one, are taxed like this."),
        }

    def clean_goods(self) -> set[int]:
        """The keys of the products that were named."""
        skus = self.cleaned_data["goods"].split()
        if len(skus) > MOST_GOODS:
            raise ValidationError(_("At most %(most)d at a time."), code="too_many", params={"most": MOST_GOODS})
        found = dict(Variant.objects.filter(sku__in=skus).values_list("sku", "product"))
        if unknown := [sku for sku in skus if sku not in found]:
            words = {"skus": ", ".join(unknown[:10])}
            raise ValidationError(_("Nothing has these SKUs: %(skus)s."), code="unknown", params=words)
        return set(found.values())

    def clean_is_default(self) -> bool:
        is_default: bool = self.cleaned_data["is_default"]
        if not is_default and TaxClass.objects.filter(pk=self.instance.pk, is_default=True).exists():
            raise ValidationError(_("Make another class the default one instead."), code="default_needed")
        return is_default

    def _get_validation_exclusions(self) -> set[str]:
        # There is one default class; the one that was gives way when this one is saved.
        return {*super()._get_validation_exclusions(), "is_default"}


class RateForm(forms.ModelForm):
    """One rate in percent; what has begun to hold stays as it is, because orders and bills refer to it."""

    country = CountryField(label=gettext_lazy("Country"), max_length=2)
    percent = forms.DecimalField(
        label=gettext_lazy("Rate, %"), min_value=0, max_value=PERCENT, max_digits=5, decimal_places=2, localize=True
    )

    class Meta:
        model = TaxRate
        fields = ["country", "percent", "starts_at"]
        widgets = {"starts_at": AdminDateTimeInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["percent"] = Decimal(self.instance.basis_points) * PERCENT / WHOLE
            for name in self.fields if self.has_begun else ():
                self.fields[name].disabled = True
        else:
            self.initial.setdefault("starts_at", timezone.now().replace(second=0, microsecond=0))

    @property
    def has_begun(self) -> bool:
        return bool(self.instance.pk) and self.instance.starts_at <= timezone.now()

    def has_changed(self) -> bool:
        # A row that was added and left empty is none, whatever day it proposes.
        return bool(set(self.changed_data) - {"starts_at"}) if not self.instance.pk else super().has_changed()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "percent" in cleaned:
            self.instance.basis_points = int(cleaned["percent"] * WHOLE / PERCENT)
        return cleaned


class RateRows(Rows):
    def clean(self) -> None:
        super().clean()
        begun = [form for form in self.deleted_forms if isinstance(form, RateForm) and form.has_begun]
        if begun:
            raise ValidationError(
                _("A rate that has begun to hold stays: add another one that follows it."), code="has_begun"
            )


Rates = forms.inlineformset_factory(TaxClass, TaxRate, form=RateForm, formset=RateRows, extra=0, can_delete=True)


class SavesTaxClass(RowsUnderForm):
    """At most one default class; the goods that were named come into the class."""

    rows_class = Rates

    def save_instance(self) -> TaxClass:
        with transaction.atomic():
            form: TaxClassForm = self.form
            if form.cleaned_data["is_default"]:
                TaxClass.objects.exclude(pk=form.instance.pk).filter(is_default=True).update(is_default=False)
            tax_class: Any = super().save_instance()
            Product.objects.filter(pk__in=form.cleaned_data["goods"]).update(tax_class=tax_class)
        return tax_class


class TaxClassCreate(SavesTaxClass, generic.CreateView):
    pass


class TaxClassEdit(SavesTaxClass, generic.EditView):
    pass


class TaxClassList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn("name", label=_("Tax class"), accessor=own_name, url_name="shop_taxes:edit"),
            Column("code", label=_("Code"), sort_key="code"),
            BooleanColumn("is_default", label=_("For goods without a class")),
            Column("rates_now", label=_("Rates now"), accessor=rates_now),
            Column("products_count", label=_("Products"), sort_key="products_count"),
        ]

    def get_base_queryset(self) -> QuerySet[TaxClass]:
        its = Product.objects.filter(tax_class=OuterRef("pk")).order_by().values("tax_class")
        counted = Coalesce(Subquery(its.annotate(count=Count("pk")).values("count")), 0)
        return TaxClass.objects.prefetch_related("rates").annotate(products_count=counted)


def rates_now(tax_class: TaxClass) -> str:
    """Such as "Germany 19 %, France 5.5 %"."""
    now = timezone.now()
    begun = sorted((rate for rate in tax_class.rates.all() if rate.starts_at <= now), key=lambda rate: rate.starts_at)
    by_country = {rate.country: rate.basis_points for rate in begun}
    rates = ((countries([country]), number_format(f"{points / PERCENT:g}")) for country, points in by_country.items())
    return ", ".join(f"{country} {rate}\u00a0%" for country, rate in sorted(rates))


class TaxClassViewSet(RowsViewSet):
    model = TaxClass
    name = "shop_taxes"
    url_prefix = "shop/taxes"
    icon = "tablet-alt"
    menu_label = gettext_lazy("Taxes")
    menu_name = "taxes"
    form_class = TaxClassForm
    ordering = "code"
    index_view_class = TaxClassList
    add_view_class = TaxClassCreate
    edit_view_class = TaxClassEdit
    delete_view_class = KeepsDefault
    search_fields = ["name_en", "name_ru", "code"]
    create_template_name = edit_template_name = "shop/admin/tax_form.html"

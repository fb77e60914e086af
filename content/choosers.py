"""Choosers over the shop's tables, for page forms and blocks: products by name or SKU, categories by name."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from shop.models import Category, Product


class ProductSearchForm(BaseFilterForm):
    """Words that stand in a product's name in either language, in its SKUs, or in its address."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("Name or SKU")}),
    )

    def filter(self, objects: QuerySet[Product]) -> QuerySet[Product]:
        return find_products(objects, self.cleaned_data.get("q", ""))


def find_products(products: QuerySet[Product], words: str) -> QuerySet[Product]:
    """The products that all of these words are found in: name, SKU, barcode, address, brand."""
    for word in words.replace("\x00", " ").split()[:8]:
        # Both spellings: SQLite compares letters outside ASCII by case.
        spellings = {word, word.lower(), word.capitalize(), word.upper()}
        found = Q()
        for spelling in spellings:
            found |= Q(presentations__name__contains=spelling)
        found |= Q(slug__icontains=word) | Q(brand__name_en__icontains=word)
        found |= Q(variants__sku__icontains=word) | Q(variants__barcode=word)
        products = products.filter(pk__in=Product.objects.filter(found).values("pk"))
    return products


class ProductTable:
    """What a list of products to choose from shows."""

    filter_form_class = ProductSearchForm

    def get_object_list(self) -> QuerySet[Product]:
        return Product.objects.select_related("brand", "category").prefetch_related("presentations", "variants")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self.title_column,
            Column(
                "skus", label=_("SKU"), accessor=lambda product: ", ".join(v.sku for v in product.variants.all()[:3])
            ),
            Column("category", label=_("Category"), accessor="category"),
        ]

    @property
    def title_column(self) -> TitleColumn:
        column = super().title_column  # type: ignore[misc]
        column.accessor = product_name
        return column


def product_name(product: Product) -> str:
    """The name that a product's pages gave it, the reader's language first, or its address while it has none."""
    names = {presentation.language: presentation.name for presentation in product.presentations.all()}
    return (
        names.get(get_language() or "") or names.get(settings.LANGUAGE_CODE) or next(iter(names.values()), product.slug)
    )


class ChooseProductView(ProductTable, ChooseViewMixin, CreationFormMixin, BaseChooseView):
    pass


class ChooseProductResultsView(ProductTable, ChooseResultsViewMixin, CreationFormMixin, BaseChooseView):
    pass


class ProductChooserViewSet(ChooserViewSet):
    model = Product
    icon = "tag"
    choose_one_text = _("Choose a product")
    choose_another_text = _("Choose another product")
    edit_item_text = _("Prices and stock of this product")
    choose_view_class = ChooseProductView
    choose_results_view_class = ChooseProductResultsView
    per_page = 20


class CategoryChooserViewSet(ChooserViewSet):
    model = Category
    icon = "folder-open-inverse"
    choose_one_text = _("Choose a category")
    choose_another_text = _("Choose another category")
    per_page = 50


product_chooser = ProductChooserViewSet("product_chooser")
category_chooser = CategoryChooserViewSet("category_chooser")

ProductChooserBlock: Any = product_chooser.get_block_class(name="ProductChooserBlock", module_path="content.choosers")
CategoryChooserBlock: Any = category_chooser.get_block_class(
    name="CategoryChooserBlock", module_path="content.choosers"
)

"""The list of products: name, SKU, price, stock, status and languages, as the shop has them now."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy

from content.admin.forms import NewProductForm, ProductFactsForm
from content.choosers import find_products, product_name
from content.models import ProductPage
from shop import money, pricing, products, stock
from shop.models import Brand, CatalogEntry, Category, Product, StockLevel


class ProductPolicy(ModelPermissionPolicy):
    """Nobody deletes a product: carts, orders and ledgers name it.  It is taken off sale."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)


class ProductFilters(WagtailFilterSet):
    category = django_filters.ModelChoiceFilter(queryset=Category.objects.all(), label=gettext_lazy("Category"))
    brand = django_filters.ModelChoiceFilter(queryset=Brand.objects.all(), label=gettext_lazy("Brand"))
    is_active = django_filters.BooleanFilter(label=gettext_lazy("On sale"))
    shown = django_filters.ChoiceFilter(
        label=gettext_lazy("Shown"),
        method="filter_shown",
        choices=[
            ("en", gettext_lazy("in English")),
            ("ru", gettext_lazy("in Russian")),
            ("not_en", gettext_lazy("not in English")),
            ("not_ru", gettext_lazy("not in Russian")),
        ],
    )
    stock = django_filters.ChoiceFilter(
        label=gettext_lazy("Stock"),
        method="filter_stock",
        choices=[("some", gettext_lazy("can be bought")), ("none", gettext_lazy("sold out"))],
    )

    class Meta:
        model = Product
        fields = ["category", "brand", "is_active"]

    def filter_shown(self, queryset: QuerySet[Product], name: str, value: str) -> QuerySet[Product]:
        shown = Exists(CatalogEntry.objects.filter(product=OuterRef("pk"), language=value.removeprefix("not_")))
        return queryset.filter(~shown if value.startswith("not_") else shown)

    def filter_stock(self, queryset: QuerySet[Product], name: str, value: str) -> QuerySet[Product]:
        free = Exists(StockLevel.objects.filter(variant__product=OuterRef("pk"), on_hand__gt=F("reserved")))
        return queryset.filter(free if value == "some" else ~free)


class ProductIndexView(generic.IndexView):
    """The same number of queries for one product and for fifty."""

    is_searchable = True
    columns_of_facts = [
        Column("skus", label=gettext_lazy("SKU"), accessor="facts.skus"),
        Column("category", label=gettext_lazy("Category"), accessor="category", sort_key="category"),
        Column("price", label=gettext_lazy("Price"), accessor="facts.price"),
        Column("stock", label=gettext_lazy("Stock"), accessor="facts.stock"),
        Column("status", label=gettext_lazy("Status"), accessor="facts.status"),
        Column("languages", label=gettext_lazy("Languages"), accessor="facts.languages"),
    ]

    @property
    def columns(self) -> list[Any]:
        title = self._get_title_column_class(TitleColumn)(
            "name",
            label=pgettext("product", "Name"),
            accessor=product_name,
            get_url=lambda row: reverse("product_grid", args=[row.pk]),
        )
        return [title, *self.columns_of_facts]

    def get_base_queryset(self) -> QuerySet[Product]:
        return Product.objects.select_related("category", "brand").prefetch_related(
            "presentations", "variants", "entries"
        )

    def search_queryset(self, queryset: QuerySet[Product]) -> QuerySet[Product]:
        return find_products(queryset, self.search_query) if self.is_searching else queryset

    def get_search_form(self) -> SearchForm:
        data = self.request.GET if self.search_kwarg in self.request.GET else None
        return SearchForm(data, placeholder=_("Name, SKU or barcode"))

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, rows, is_paged = super().paginate_queryset(queryset, page_size)
        rows = list(rows)
        _attach_facts(rows)
        page.object_list = rows
        return paginator, page, rows, is_paged

    def get_list_more_buttons(self, instance: Product) -> list[Button]:
        buttons = super().get_list_more_buttons(instance)
        grid = reverse("product_grid", args=[instance.pk])
        return [Button(_("Prices and stock"), url=grid, icon_name="table", priority=5), *buttons]


class _Facts:
    """What the list says of one product."""

    def __init__(self, product: Product, offers: dict[int, pricing.Offer], free: dict[int, int]) -> None:
        language = get_language() or "en"
        variants = list(product.variants.all())
        amounts = sorted({offers[variant.pk].amount for variant in variants if variant.pk in offers})
        shown = sorted(entry.language.upper() for entry in product.entries.all())
        skus = [variant.sku for variant in variants]
        more = len(skus) - 2
        self.skus = ", ".join(skus[:2])
        if more > 0:
            self.skus += " " + ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
        ends = dict.fromkeys([amounts[0], amounts[-1]]) if amounts else {}
        self.price = " – ".join(money.formatted(amount, money.currency(), language) for amount in ends) or "—"
        self.stock = sum(free.get(variant.pk, 0) for variant in variants)
        self.languages = " ".join(shown) or "—"
        if not product.is_active:
            self.status = _("off sale")
        elif not amounts:
            self.status = _("no price")
        elif not shown:
            self.status = _("no published page")
        else:
            self.status = _("on sale") if self.stock > 0 else _("sold out")


def _attach_facts(rows: list[Product]) -> None:
    ids = [variant.pk for product in rows for variant in product.variants.all()]
    offers = pricing.prices_at(ids)
    free = stock.available(ids)
    for product in rows:
        product.facts = _Facts(product, offers, free)  # type: ignore[attr-defined]


class ProductEditView(generic.EditView):
    """Category, brand and sale of a product; prices and stock have their own screen."""

    def save_instance(self) -> Product:
        product: Product = self.form.save(commit=False)
        products.change(product=product)
        return product


class AddProductView(WagtailAdminTemplateMixin, View):
    """Makes the shop's product and the draft of its page in one step, and opens the page's editor."""

    page_title = gettext_lazy("Add a product")
    header_icon = "tag"
    template_name = "content/admin/form.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm("shop.add_product"):
            raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("shop_products:index"), "label": _("Products")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(NewProductForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NewProductForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        if not form.cleaned_data["parent"].permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        page = self._create(form)
        messages.success(request, _("The product is in the shop. Write its page and publish it to show it."))
        return redirect("wagtailadmin_pages:edit", page.pk)

    def _create(self, form: NewProductForm) -> ProductPage:
        cleaned = form.cleaned_data
        with transaction.atomic():
            brand = cleaned["brand"] or products.brand_named(cleaned["new_brand"])
            product = products.add(
                name=cleaned["name"],
                category=cleaned["category"],
                brand=brand,
                variants=[form.new_variant()],
                actor=self.request.user,
            )
            page = ProductPage(
                title=cleaned["name"],
                slug=product.slug,
                product=product,
                locale=cleaned["locale"],
                live=False,
                owner=self.request.user,
            )
            cleaned["parent"].add_child(instance=page)
            page.save_revision(user=self.request.user, log_action=True)
        return page

    def _show(self, form: NewProductForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, submit_label=_("Add and open the page")))


class ProductViewSet(ModelViewSet):
    model = Product
    name = "shop_products"
    url_prefix = "shop/products"
    icon = "tag"
    menu_label = gettext_lazy("Products")
    menu_name = "products"
    menu_order = 150
    add_to_admin_menu = True
    list_per_page = 50
    ordering = "-popularity"
    filterset_class = ProductFilters
    form_fields = ProductFactsForm.Meta.fields
    index_view_class = ProductIndexView
    add_view_class = AddProductView
    edit_view_class = ProductEditView
    copy_view_enabled = False
    search_fields = ["slug"]

    def get_form_class(self, for_update: bool = False) -> type[ProductFactsForm]:
        return ProductFactsForm

    @property
    def add_view(self) -> Any:
        return AddProductView.as_view()


product_viewset = ProductViewSet()

"""Markets and groups of customers in the admin: where the store sells, and who is offered prices of their own."""

from typing import Any

from babel.numbers import get_currency_name, list_currencies
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from shop import markets, money
from shop.admin.columns import countries
from shop.admin.delivery.fields import CountriesField
from shop.admin.rows import CarefulDelete
from shop.admin.viewsets import RowsViewSet
from shop.models import CustomerGroup, Market

MOST_FOUND = 20
PER_PAGE = 50


def own_name(row: Any) -> str:
    return str(row)


class KeepsCode:
    """For forms: what clients and prices remember a row by does not change any more."""

    kept: tuple[str, ...] = ("code",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.kept:
            self.fields[name].disabled = self.instance.pk is not None  # type: ignore[attr-defined]


class MarketForm(KeepsCode, forms.ModelForm):
    kept = ("code", "currency")

    countries = CountriesField(
        label=gettext_lazy("Countries"),
        help_text=gettext_lazy("Codes such as DE, FR; taxes are those of the first until the shopper says where to."),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = Market
        fields = [
            "name_en",
            "name_ru",
            "code",
            "countries",
            "currency",
            "language",
            "prices_include_tax",
            "is_default",
            "is_active",
            "position",
        ]
        labels = {"is_active": pgettext_lazy("market", "Open")}
        help_texts = {
            "code": gettext_lazy("Part of the API and of cookies; it never changes."),
            "prices_include_tax": gettext_lazy("If not, tax is added on top and prices say so."),
            "is_default": gettext_lazy("The store's own: the public prices are its prices."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {code: get_currency_name(code, locale=get_language() or "en") for code in list_currencies()}
        self.fields["currency"].choices = [(code, f"{code}, {names[code]}") for code in sorted(names)]  # type: ignore[attr-defined]
        self.initial.setdefault("currency", money.currency())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("is_default"):
            if cleaned.get("currency") not in (None, money.currency()):
                words = {"currency": money.currency()}
                self.add_error("is_default", _("Public prices are in %(currency)s, and so is their market.") % words)
            if not cleaned.get("is_active"):
                self.add_error("is_active", _("The store's own market is always open."))
        elif self.instance.pk and self.instance.is_default:
            self.add_error("is_default", _("Make another market the default one instead."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # There is one default market; the one that was gives way when this one is saved.
        return {*super()._get_validation_exclusions(), "is_default"}


class SavesMarket:
    """For Wagtail's views to add and to edit: at most one default market, and pages that name the markets anew."""

    def save_instance(self) -> Market:
        with transaction.atomic():
            form: MarketForm = self.form  # type: ignore[attr-defined]
            if form.cleaned_data["is_default"]:
                Market.objects.exclude(pk=form.instance.pk).filter(is_default=True).update(is_default=False)
            market: Market = super().save_instance()  # type: ignore[misc]
            markets.tell(market)
        return market


class MarketCreate(SavesMarket, generic.CreateView):
    pass


class MarketEdit(SavesMarket, generic.EditView):
    pass


class KeepsDefault(CarefulDelete):
    """Deletes all but the one that stands in where none is named."""

    def form_valid(self, form: Any) -> HttpResponse:
        if self.object.is_default:
            messages.error(self.request, _("Make another one the default first."))
            return redirect(self.get_success_url())
        return super().form_valid(form)


class MarketDelete(KeepsDefault):
    def delete_action(self) -> None:
        super().delete_action()
        markets.tell(self.object)


class MarketList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn("name", label=_("Market"), accessor=own_name, url_name="shop_markets:edit"),
            Column("code", label=_("Code"), sort_key="code"),
            Column("countries", label=_("Countries"), accessor=lambda market: countries(market.countries)),
            Column("currency", label=_("Currency"), sort_key="currency"),
            BooleanColumn("prices_include_tax", label=_("Prices include tax")),
            StatusTagColumn("state", label=_("State"), accessor=state_of, primary=lambda market: market.is_default),
        ]


def state_of(market: Market) -> str:
    if market.is_default:
        return pgettext("market", "default")
    return pgettext("market", "open") if market.is_active else pgettext("market", "closed")


class MarketViewSet(RowsViewSet):
    model = Market
    name = "shop_markets"
    url_prefix = "shop/markets"
    icon = "globe"
    menu_label = gettext_lazy("Markets")
    menu_name = "markets"
    form_class = MarketForm
    ordering = "position"
    index_view_class = MarketList
    add_view_class = MarketCreate
    edit_view_class = MarketEdit
    delete_view_class = MarketDelete
    search_fields = ["name_en", "name_ru", "code"]


class GroupForm(KeepsCode, forms.ModelForm):
    class Meta:
        model = CustomerGroup
        fields = ["name_en", "name_ru", "code"]
        help_texts = {"code": gettext_lazy("It never changes.")}


class GroupList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn("name", label=_("Group"), accessor=own_name, url_name="shop_groups:inspect"),
            Column("code", label=_("Code"), sort_key="code"),
            Column("members_count", label=_("Members"), sort_key="members_count"),
            Column("lists_count", label=_("Price lists"), sort_key="lists_count"),
        ]

    def get_base_queryset(self) -> QuerySet[CustomerGroup]:
        counted = Count("members", distinct=True), Count("price_lists", distinct=True)
        return CustomerGroup.objects.annotate(members_count=counted[0], lists_count=counted[1])


class MembersView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Who is in a group; customers are found by name or e-mail address and join or leave with one click."""

    model = CustomerGroup
    any_permission_required = ["add", "change", "delete", "view"]
    template_name = "shop/admin/group.html"
    page_title = gettext_lazy("Members")
    header_icon = "group"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.group = get_object_or_404(CustomerGroup, pk=kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("shop_groups:index"), "label": _("Customer groups")},
            {"url": "", "label": str(self.page_title), "sublabel": str(self.group)},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user_has_permission("change"):
            messages.error(request, _("You may look at groups, but not change them."))
            return redirect(request.path)
        posted = request.POST
        if "paste" in posted:
            self._paste(posted.get("addresses", ""))
        elif person := people().filter(pk=_number(posted.get("join") or posted.get("leave") or "")).first():
            if "join" in posted:
                self.group.members.add(person)
                messages.success(request, _("%(name)s is in the group now.") % {"name": person})
            else:
                self.group.members.remove(person)
                messages.success(request, _("%(name)s is not in the group any more.") % {"name": person})
        return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)

    def _paste(self, text: str) -> None:
        addresses = {word.strip(",;<>").lower() for word in text.split()} - {""}
        found = {person.email: person for person in people().filter(email__in=addresses)}
        self.group.members.add(*found.values())
        said = ngettext("%(count)d customer was added.", "%(count)d customers were added.", len(found))
        messages.success(self.request, said % {"count": len(found)})
        if unknown := sorted(addresses - set(found)):
            words = {"addresses": ", ".join(unknown[:MOST_FOUND])}
            messages.warning(self.request, _("No account has these addresses: %(addresses)s.") % words)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.get("q", "").strip()
        members = self.group.members.order_by("email")
        found = people().exclude(customer_groups=self.group).filter(named(query)) if query else people().none()
        return {
            **super().get_context_data(**kwargs),
            "group": self.group,
            "query": query,
            "members": Paginator(members, PER_PAGE).get_page(self.request.GET.get("p")),
            "found": found.order_by("email")[:MOST_FOUND],
            "may_change": self.user_has_permission("change"),
        }


def people() -> QuerySet[Any]:
    return get_user_model().objects.filter(is_active=True)


def named(query: str) -> Q:
    """The condition of people whose name or address contains these words."""
    return Q(email__icontains=query) | Q(name__icontains=query)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


class CustomerGroupViewSet(RowsViewSet):
    model = CustomerGroup
    name = "shop_groups"
    url_prefix = "shop/customer-groups"
    icon = "group"
    menu_label = gettext_lazy("Customer groups")
    menu_name = "customer-groups"
    form_class = GroupForm
    ordering = "code"
    index_view_class = GroupList
    search_fields = ["name_en", "name_ru", "code"]

    def get_urlpatterns(self) -> list[Any]:
        members = self.construct_view(MembersView)
        return [*super().get_urlpatterns(), path("members/<int:pk>/", members, name="inspect")]

"""Draft orders in the admin: who buys, what, with which vouchers, how it is delivered; then the link that pays."""

import logging
import smtplib
from typing import Any

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet

from shop import carts, checkout, drafts, orders, quotes
from shop.admin import crumbs
from shop.admin.draft_forms import BuyerForm, CodeForm, DraftDeliveryForm, LineForm, NoteForm, QuantityForm
from shop.errors import Refusal
from shop.forms import ContactForm
from shop.models import Cart

logger = logging.getLogger(__name__)

MAY_CHANGE = "shop.change_cart"
MOST_FOUND = 10


def all_drafts() -> QuerySet[Cart]:
    return Cart.objects.filter(channel=Cart.DRAFT).exclude(state=Cart.State.MERGED)


class DraftFilters(WagtailFilterSet):
    how_far = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=drafts.State.choices, method="filter_how_far"
    )

    class Meta:
        model = Cart
        fields: list[str] = []

    def filter_how_far(self, queryset: QuerySet[Cart], name: str, value: str) -> QuerySet[Cart]:
        if value == drafts.State.ORDERED:
            return queryset.filter(state=Cart.State.ORDERED)
        waiting = queryset.filter(state=Cart.State.OPEN)
        if value == drafts.State.PREPARED:
            return waiting.filter(pay_token_hash="")
        sent = waiting.exclude(pay_token_hash="")
        is_over = Q(expires_at__lte=timezone.now())
        return sent.filter(is_over) if value == drafts.State.OVER else sent.exclude(is_over)


def order_of(cart: Cart) -> str:
    order = getattr(cart, "order", None)
    return f"{order.number} ({'✓' if order.paid_at else '…'})" if order else ""


class DraftList(generic.IndexView):
    """The same number of queries for one draft and for fifty."""

    is_searchable = True
    # Its rows are carts; staff know them as what they prepare.
    page_title = gettext_lazy("Draft orders")

    @property
    def verbose_name_plural(self) -> str:
        return str(self.page_title)

    @property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn(
                "customer",
                label=_("Customer"),
                accessor=lambda cart: (cart.contact or {}).get("email") or _("nobody yet"),
                url_name="shop_drafts:inspect",
            ),
            Column("pieces", label=_("Pieces"), accessor=lambda cart: cart.pieces or 0),
            Column("prepared_by", label=_("Prepared by"), accessor="prepared_by"),
            StatusTagColumn(
                "how_far",
                label=_("State"),
                accessor=lambda cart: drafts.state(cart).label,
                primary=lambda cart: drafts.state(cart) == drafts.State.SENT,
            ),
            Column("order", label=_("Order (paid)"), accessor=order_of, classname="shop-code"),
            Column(
                "created_at",
                label=_("Begun"),
                accessor=lambda cart: orders.in_words(cart.created_at, get_language() or "en"),
                sort_key="created_at",
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Cart]:
        return all_drafts().select_related("prepared_by", "order").annotate(pieces=Sum("lines__quantity"))

    def get_search_form(self) -> SearchForm:
        data = self.request.GET if self.search_kwarg in self.request.GET else None
        return SearchForm(data, placeholder=_("E-mail or name"))

    def search_queryset(self, queryset: QuerySet[Cart]) -> QuerySet[Cart]:
        if not self.is_searching:
            return queryset
        words = self.search_query.strip()
        return queryset.filter(Q(contact__email__icontains=words) | Q(contact__name__icontains=words))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        context["begin_url"] = reverse("shop_drafts:begin") if self.request.user.has_perm(MAY_CHANGE) else ""
        return context


def begin(request: HttpRequest) -> HttpResponse:
    """Find the customer, or take an address."""
    if not request.user.has_perm(MAY_CHANGE):
        raise PermissionDenied
    form = BuyerForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        cart = drafts.begin(actor=request.user, **form.cleaned_data)
        return redirect("shop_drafts:inspect", cart.pk)
    words = request.GET.get("q", "").strip()
    found = get_user_model().objects.none()
    if words:
        people = get_user_model().objects.filter(is_active=True)
        found = people.filter(Q(email__icontains=words) | Q(name__icontains=words)).order_by("email")[:MOST_FOUND]
    drafts_list = (reverse("shop_drafts:index"), str(DraftList.page_title))
    context = {
        "form": form,
        "words": words,
        "found": found,
        **crumbs.header(_("Begin a draft order"), drafts_list, icon="form"),
    }
    return TemplateResponse(request, "shop/admin/draft_begin.html", context)


class DraftView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One draft: a small form for each of its parts, and the quote as the customer will see it."""

    model = Cart
    any_permission_required = ["add", "change", "delete", "view"]
    template_name = "shop/admin/draft.html"
    page_title = gettext_lazy("Draft order")
    header_icon = "form"
    index_url_name = ""

    @cached_property
    def cart(self) -> Cart:
        return get_object_or_404(all_drafts().select_related("customer", "market", "prepared_by"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return (self.cart.contact or {}).get("email", "")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("shop_drafts:index"), "label": _("Draft orders")},
            {"url": "", "label": str(self.page_title), "sublabel": self.get_page_subtitle()},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        deeds = {
            "add": self._add,
            "quantity": self._set_quantity,
            "code": self._add_code,
            "remove-code": self._remove_code,
            "contact": self._set_contact,
            "delivery": self._set_delivery,
            "note": self._set_note,
            "send": self._send,
            "withdraw": self._withdraw,
        }
        deed = deeds.get(request.POST.get("form", ""))
        if deed is None or not request.user.has_perm(MAY_CHANGE):
            messages.error(request, _("You may look at drafts, but not change them."))
            return redirect(request.path)
        try:
            if request.POST["form"] not in ("note", "withdraw"):
                drafts.check_open(self.cart)
            deed()
        except Refusal as refusal:
            messages.error(request, refusal.detail)
        except forms.ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(request.path)

    def _read(self, form: forms.Form) -> dict[str, Any]:
        if not form.is_valid():
            raise forms.ValidationError([error for errors in form.errors.values() for error in errors])
        return form.cleaned_data

    def _add(self) -> None:
        given = self._read(LineForm(self.request.POST))
        carts.add(cart=self.cart, sku=given["sku"].strip(), quantity=given["quantity"])

    def _set_quantity(self) -> None:
        given = self._read(QuantityForm(self.request.POST))
        if given["quantity"]:
            carts.set_quantity(cart=self.cart, line_id=given["line"], quantity=given["quantity"])
        else:
            carts.remove(cart=self.cart, line_id=given["line"])

    def _add_code(self) -> None:
        carts.add_code(cart=self.cart, code=self._read(CodeForm(self.request.POST))["code"])

    def _remove_code(self) -> None:
        carts.remove_voucher(cart=self.cart, code=self._read(CodeForm(self.request.POST))["code"])

    def _set_contact(self) -> None:
        carts.set_contact(cart=self.cart, **self._read(ContactForm(self.request.POST)))

    def _set_delivery(self) -> None:
        form = self._delivery_form(self.request.POST)
        self._read(form)
        carts.set_delivery(cart=self.cart, **form.choice())

    def _set_note(self) -> None:
        Cart.objects.filter(pk=self.cart.pk).update(note=self._read(NoteForm(self.request.POST))["note"])

    def _send(self) -> None:
        token = drafts.send(cart=self.cart)
        address = drafts.address(self.cart, token)
        try:
            drafts.letter(self.cart, token).send()
        except (smtplib.SMTPException, OSError):
            logger.exception("Draft %s: its link cannot be mailed", self.cart.public_id)
            messages.warning(self.request, _("The letter could not be sent. Send the link yourself: %s") % address)
        else:
            messages.success(self.request, _("The link has been mailed: %s") % address)

    def _withdraw(self) -> None:
        drafts.withdraw_link(cart=self.cart)
        messages.success(self.request, _("The link works no more, and the goods are free."))

    def _delivery_form(self, data: Any = None) -> DraftDeliveryForm:
        chosen = self.cart.delivery or {}
        given = chosen.get("address") or {}
        country = given.get("country") or carts.priced(self.cart).buyer.terms.country
        options = checkout.delivery_options(
            cart=self.cart,
            language=get_language() or "en",
            country=country,
            city=given.get("city", ""),
            postcode=given.get("postcode", ""),
        )
        return DraftDeliveryForm(data, options=options, country=country, initial={**chosen, **given})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cart, language = self.cart, get_language() or "en"
        how_far = drafts.state(cart)
        shown = carts.represent(cart, language)
        may_change = self.request.user.has_perm(MAY_CHANGE)
        order = getattr(cart, "order", None)
        is_open = may_change and how_far in (drafts.State.PREPARED, drafts.State.OVER)
        return {
            **super().get_context_data(**kwargs),
            "draft": cart,
            "shown": shown,
            "explained": quotes.explain(shown["quote"]["trace"], cart.currency, language),
            "how_far": how_far,
            "is_open": is_open,
            "is_sent": how_far == drafts.State.SENT,
            "may_change": may_change,
            "order": order,
            "order_url": reverse("shop_orders:inspect", args=[order.pk]) if order else "",
            "line_form": LineForm(),
            "code_form": CodeForm(),
            "contact_form": ContactForm(initial=cart.contact or {}),
            "delivery_form": self._delivery_form() if is_open and shown["lines"] else None,
            "note_form": NoteForm(initial={"note": cart.note}),
        }


class DraftViewSet(ModelViewSet):
    model = Cart
    name = "shop_drafts"
    url_prefix = "shop/drafts"
    icon = "form"
    menu_label = gettext_lazy("Draft orders")
    menu_name = "drafts"
    list_per_page = 50
    ordering = "-created_at"
    index_view_class = DraftList
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    index_template_name = "shop/admin/drafts.html"
    filterset_class = DraftFilters

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Drafts begin with their customer, and are changed part by part."""
        absent = ("add", "edit", "delete", "copy", "usage", "history")
        return {**super().get_common_view_kwargs(**kwargs), **{f"{name}_url_name": None for name in absent}}

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("begin/", require_admin_access(begin), name="begin"),
            path("inspect/<int:pk>/", self.construct_view(DraftView), name="inspect"),
        ]

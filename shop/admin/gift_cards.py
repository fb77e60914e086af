"""Gift cards in the admin: issued, looked up, corrected with a reason and blocked; nobody edits their ledger."""

import uuid
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseOperationView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.log_actions import log as log_action

from shop import gift_cards, money
from shop.admin.promotion_fields import currencies
from shop.admin.promotions import instant
from shop.amounts import AmountField
from shop.errors import Refusal
from shop.models import GiftCard

Standing = GiftCard.Standing
MOST_ENTRIES = 200


def shown(amount: int, card: GiftCard) -> str:
    return money.formatted(amount, card.currency, get_language() or "en")


class IssueForm(forms.ModelForm):
    """A new card; the hidden key makes a second click harmless."""

    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    amount = AmountField(label=gettext_lazy("Amount"))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = GiftCard
        fields = ["currency", "amount", "recipient", "note", "expires_at", "key"]
        widgets = {"expires_at": AdminDateTimeInput}
        help_texts = {
            "recipient": gettext_lazy("An e-mail address, to find the card by; nothing is sent."),
            "expires_at": gettext_lazy("Empty if it never expires."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = currencies()
        self.fields["currency"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("currency", money.currency())
        asked = str(self["currency"].value())
        self.fields["amount"].currency = asked if asked in dict(choices) else ""  # type: ignore[attr-defined]

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if not amount:
            raise ValidationError(_("Enter more than 0."))
        return amount

    def clean_expires_at(self) -> Any:
        expires = self.cleaned_data["expires_at"]
        if expires and expires <= timezone.now():
            raise ValidationError(_("This is in the past."))
        return expires


class CorrectForm(forms.Form):
    """Money that is added or taken away by hand."""

    direction = forms.ChoiceField(
        label=gettext_lazy("What to do"),
        choices=[("add", pgettext_lazy("gift card", "Add")), ("take", pgettext_lazy("gift card", "Take away"))],
        widget=forms.RadioSelect,
    )
    amount = AmountField(label=gettext_lazy("Amount"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, card: GiftCard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].currency = card.currency  # type: ignore[attr-defined]

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if not amount:
            raise ValidationError(_("Enter more than 0."))
        return amount

    @property
    def change(self) -> int:
        amount: int = self.cleaned_data["amount"]
        return amount if self.cleaned_data["direction"] == "add" else -amount


class GiftCardFilters(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), method="filter_standing", choices=Standing.choices
    )

    class Meta:
        model = GiftCard
        fields: list[str] = []

    def filter_standing(self, queryset: QuerySet[GiftCard], name: str, value: str) -> QuerySet[GiftCard]:
        expired = Q(expires_at__isnull=False, expires_at__lte=timezone.now())
        conditions = {
            Standing.BLOCKED: Q(is_active=False),
            Standing.EXPIRED: Q(is_active=True) & expired,
            Standing.EMPTY: Q(is_active=True, balance=0) & ~expired,
            Standing.VALID: Q(is_active=True, balance__gt=0) & ~expired,
        }
        return queryset.filter(conditions[Standing(value)])


class GiftCardList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn(
                "last_letters",
                label=_("Gift card"),
                accessor=str,
                url_name="shop_gift_cards:inspect",
                classname="shop-code",
            ),
            Column("balance", label=_("Balance"), accessor=lambda card: shown(card.balance, card), sort_key="balance"),
            Column("initial", label=_("Issued with"), accessor=lambda card: shown(card.initial, card)),
            StatusTagColumn(
                "standing",
                label=_("State"),
                accessor=lambda card: card.standing.label,
                primary=lambda card: card.standing == Standing.VALID,
            ),
            Column("recipient", label=_("Sent to")),
            Column("expires_at", label=_("Until"), accessor=lambda card: instant(card.expires_at)),
            Column("created_at", label=pgettext("gift card", "Issued"), accessor=lambda card: instant(card.created_at)),
        ]

    def search_queryset(self, queryset: QuerySet[GiftCard]) -> QuerySet[GiftCard]:
        """By the whole code, which a customer reads out, by its end, by whom it was sent to or the note."""
        if not self.is_searching:
            return queryset
        words = self.search_query.strip()
        return queryset.filter(
            Q(code_hash=gift_cards.hashed(words))
            | Q(last_letters__iexact=words.lstrip("…"))
            | Q(recipient__icontains=words)
            | Q(note__icontains=words)
        )


class GiftCardIssue(generic.CreateView):
    page_title = gettext_lazy("Issue a gift card")
    submit_button_label = pgettext_lazy("gift card", "Issue")

    def form_valid(self, form: IssueForm) -> HttpResponse:
        """The code is on the answer to this request and nowhere else, so it cannot be reloaded."""
        asked = form.cleaned_data
        try:
            card, code = gift_cards.issue(
                amount=asked["amount"],
                currency=asked["currency"],
                recipient=asked["recipient"],
                note=asked["note"],
                expires_at=asked["expires_at"],
                actor=self.request.user,
                reference=f"admin:{asked['key']}",
            )
        except Refusal:
            messages.error(self.request, _("This card has been issued before; its code is not shown again."))
            return redirect("shop_gift_cards:index")
        log_action(card, "wagtail.create", user=self.request.user)
        self.form = form
        self.template_name = "shop/admin/gift_card_issued.html"
        response = self.render_to_response(
            {**self.get_context_data(), "card": card, "code": code, "amount": shown(card.initial, card)}
        )
        response["Cache-Control"] = "private, no-store"
        return response


class GiftCardView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One card: its balance, the ledger that explains it, and what staff may do about it."""

    model = GiftCard
    any_permission_required = ["add", "change", "delete", "view"]
    template_name = "shop/admin/gift_card.html"
    page_title = gettext_lazy("Gift card")
    header_icon = ""
    index_url_name = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.card = get_object_or_404(GiftCard, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.card)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("shop_gift_cards:index"), "label": _("Gift cards")},
            {"url": "", "label": str(self.page_title), "sublabel": str(self.card)},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user_has_permission("change"):
            messages.error(request, _("You may look at gift cards, but not change them."))
            return redirect(request.path)
        form = CorrectForm(request.POST, card=self.card)
        if form.is_valid():
            try:
                self._correct(form)
            except Refusal as refusal:
                form.add_error(None, refusal.detail)
            else:
                messages.success(request, _("The balance was corrected."))
                return redirect(request.path)
        return self.render_to_response(self.get_context_data(form=form))

    def _correct(self, form: CorrectForm) -> None:
        reason = form.cleaned_data["reason"]
        gift_cards.correct(
            card_id=self.card.pk,
            change=form.change,
            reason=reason,
            actor=self.request.user,
            reference=f"correction:{form.cleaned_data['key']}",
        )
        data = {"amount": form.change, "currency": self.card.currency, "reason": reason}
        log_action(self.card, "shop.gift_card_corrected", user=self.request.user, data=data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        card = self.card
        entries = card.entries.select_related("order", "actor")[:MOST_ENTRIES]
        return {
            **super().get_context_data(**kwargs),
            "form": kwargs.get("form") or CorrectForm(card=card),
            "card": card,
            "balance": shown(card.balance, card),
            "initial": shown(card.initial, card),
            "issued": instant(card.created_at),
            "ends": instant(card.expires_at),
            "entries": [
                {"row": entry, "at": instant(entry.created_at), "amount": shown(entry.amount, card)}
                for entry in entries
            ],
            "may_change": self.user_has_permission("change"),
            "block_url": reverse("shop_gift_cards:block", args=[card.pk]),
        }


class BlockView(PermissionCheckedMixin, BaseOperationView):
    """Blocks a card, or lets it pay again; its money stays on it."""

    model = GiftCard
    http_method_names = ["post"]
    permission_required = "change"
    success_url_name = "shop_gift_cards:inspect"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        blocks = request.POST.get("to") == "blocked"
        changed = GiftCard.objects.filter(pk=self.object.pk, is_active=blocks).update(is_active=not blocks)
        if changed:
            action = "shop.gift_card_blocked" if blocks else "shop.gift_card_unblocked"
            log_action(self.object, action, user=request.user)
        messages.success(request, _("The card is blocked.") if blocks else _("The card can pay again."))
        return redirect(self.get_success_url())


class GiftCardViewSet(ModelViewSet):
    model = GiftCard
    name = "shop_gift_cards"
    url_prefix = "shop/gift-cards"
    icon = "form"
    menu_label = pgettext_lazy("menu", "Gift cards")
    menu_name = "gift-cards"
    list_per_page = 50
    ordering = "-pk"
    index_view_class = GiftCardList
    add_view_class = GiftCardIssue
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = GiftCardFilters
    search_fields = ["last_letters"]

    def get_form_class(self, for_update: bool = False) -> type[IssueForm]:
        return IssueForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Money is moved by entries of the ledger, never edited or deleted."""
        absent = ("edit", "delete", "copy", "usage", "history")
        return {**super().get_common_view_kwargs(**kwargs), **{f"{name}_url_name": None for name in absent}}

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("inspect/<int:pk>/", self.construct_view(GiftCardView), name="inspect"),
            path("block/<int:pk>/", self.construct_view(BlockView), name="block"),
        ]

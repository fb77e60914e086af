"""The form in which editors build a promotion: amounts as people write them, goods by SKU, fields by kind."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from shop import amounts, money
from shop.admin.promotion_fields import ShareField, SkusField, currencies, read_tier, written_products, written_tiers
from shop.amounts import AmountField
from shop.models import Product, Promotion, Variant
from shop.promotions import drafts

Kind = Promotion.Kind

# What each kind is described by; False: it may stay empty.
FIELDS_OF_KIND: Mapping[str, Mapping[str, bool]] = {
    Kind.PERCENTAGE: {"share": True, "most_per_order": False},
    Kind.AMOUNT: {"amount": True},
    Kind.FREE_DELIVERY: {"amount": False},
    Kind.BUY_X_GET_Y: {"buy_quantity": True, "get_quantity": True, "share": False, "most_per_order": False},
    Kind.CHEAPEST_FREE: {"buy_quantity": True, "most_per_order": False},
    Kind.GIFT: {"gift_sku": True},
    Kind.SET_PRICE: {"buy_quantity": True, "amount": True, "most_per_order": False},
    Kind.SPEND_AND_SAVE: {"tiers_text": True},
}
OF_SOME_KINDS = sorted({name for fields in FIELDS_OF_KIND.values() for name in fields})
WHOLE = 10_000
MOST_TIERS = 10

SECTIONS: Sequence[tuple[str, Any, Sequence[str]]] = (
    (
        "given",
        gettext_lazy("What is given"),
        ("name_en", "name_ru", "kind", "currency", "share", "amount", "buy_quantity", "get_quantity", "gift_sku")
        + ("tiers_text",),
    ),
    (
        "goods",
        gettext_lazy("On which goods"),
        ("categories", "brands", "product_skus", "excluded_skus", "excludes_reduced"),
    ),
    (
        "audience",
        gettext_lazy("For whom"),
        ("groups", "markets", "first_order_only", "minimum_goods", "minimum_quantity", "needs_voucher"),
    ),
    ("time", gettext_lazy("When"), ("starts_at", "ends_at", "is_active")),
    (
        "limits",
        gettext_lazy("Limits"),
        ("most_uses", "most_uses_per_customer", "most_per_order", "budget"),
    ),
    ("others", gettext_lazy("How it meets other promotions"), ("is_exclusive", "priority")),
)


class PromotionForm(forms.ModelForm):
    share = ShareField(
        label=gettext_lazy("Share off, %"),
        required=False,
        help_text=gettext_lazy("Such as 10 or 12,5. For “buy some, get some”: empty if the others cost nothing."),
    )
    amount = AmountField(
        label=pgettext_lazy("promotion", "Amount"),
        required=False,
        help_text=gettext_lazy(
            "Off the goods; for a set, what it costs; for delivery, what is paid of it at most (empty: all of it)."
        ),
    )
    gift_sku = forms.CharField(
        label=gettext_lazy("SKU of the gift"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("It is added to the cart by itself while it is in stock."),
    )
    tiers_text = forms.CharField(
        label=gettext_lazy("Steps"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy("One in a line: goods from = what is off. Such as “10 000 = 5 %” or “30 000 = 2 000”."),
    )
    product_skus = SkusField(
        label=gettext_lazy("Products"),
        help_text=gettext_lazy("SKUs, one in a line; they count besides the categories and brands."),
    )
    excluded_skus = SkusField(label=gettext_lazy("Products left out"), help_text=gettext_lazy("SKUs, one in a line."))
    minimum_goods = AmountField(
        label=gettext_lazy("From goods of"), required=False, help_text=gettext_lazy("Counted in the matching goods.")
    )
    budget = AmountField(
        label=gettext_lazy("Budget"),
        required=False,
        help_text=gettext_lazy("The promotion stops by itself once so much has been given away."),
    )

    class Meta:
        model = Promotion
        fields = [
            "name_en",
            "name_ru",
            "kind",
            "currency",
            "amount",
            "buy_quantity",
            "get_quantity",
            "categories",
            "brands",
            "excludes_reduced",
            "groups",
            "markets",
            "first_order_only",
            "minimum_goods",
            "minimum_quantity",
            "needs_voucher",
            "starts_at",
            "ends_at",
            "is_active",
            "most_uses",
            "most_uses_per_customer",
            "most_per_order",
            "budget",
            "is_exclusive",
            "priority",
        ]
        widgets = {
            "categories": forms.CheckboxSelectMultiple,
            "brands": forms.CheckboxSelectMultiple,
            "groups": forms.CheckboxSelectMultiple,
            "markets": forms.CheckboxSelectMultiple,
            "starts_at": AdminDateTimeInput,
            "ends_at": AdminDateTimeInput,
        }
        help_texts = {
            "name_en": gettext_lazy("Shoppers see it beside what they save."),
            "buy_quantity": gettext_lazy("For “the cheapest is free” and for a set: how many pieces make one."),
            "categories": gettext_lazy("With all that is below them. With brands: only goods that fit both."),
            "minimum_quantity": gettext_lazy("Counted in the matching goods."),
            "needs_voucher": gettext_lazy("Make the codes under “Vouchers” once the promotion is saved."),
            "first_order_only": gettext_lazy("Once for one customer, however the e-mail address is spelt."),
            "most_per_order": gettext_lazy("How many sets of one order it counts for; for a share, how many pieces."),
            "is_exclusive": gettext_lazy("Then the shopper gets it or all the others together, whichever saves more."),
            "priority": gettext_lazy("Lower numbers count first; the next one counts on what is left."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"] = forms.ChoiceField(label=_("Currency"), choices=currencies(self.instance.currency))
        promotion = self.instance
        if not promotion.pk:
            self.initial.setdefault("currency", money.currency())
        currency = str(self["currency"].value() or money.currency())
        for field in self.fields.values():
            if isinstance(field, AmountField):
                # An unknown currency is refused by its own field.
                field.currency = currency if currency in dict(currencies(promotion.currency)) else money.currency()
        # What has been given away is counted in this currency.
        self.fields["currency"].disabled = bool(promotion.pk and promotion.used)
        if promotion.pk:
            self.initial = {
                **self.initial,
                "share": promotion.basis_points,
                "gift_sku": promotion.gift.sku if promotion.gift else "",
                "tiers_text": written_tiers(promotion),
                "product_skus": written_products(promotion.products.all()),
                "excluded_skus": written_products(promotion.excluded_products.all()),
            }

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The form as the page shows it; each field with the kinds that it belongs to."""
        return [
            {
                "id": key,
                "heading": heading,
                "fields": [
                    (
                        self[name],
                        " ".join(kind for kind, fields in FIELDS_OF_KIND.items() if name in fields),
                    )
                    for name in names
                ],
            }
            for key, heading, names in SECTIONS
        ]

    def clean_gift_sku(self) -> Variant | None:
        sku = self.cleaned_data["gift_sku"].strip()
        if not sku:
            return None
        variant = Variant.objects.filter(sku=sku).select_related("product").first()
        if variant is None:
            raise ValidationError(_("We do not sell “%(sku)s”."), params={"sku": sku})
        return variant

    def clean_tiers_text(self) -> list[dict[str, int]]:
        currency = self.fields["amount"].currency  # type: ignore[attr-defined]
        lines = [line.strip() for line in self.cleaned_data["tiers_text"].splitlines() if line.strip()]
        if len(lines) > MOST_TIERS:
            raise ValidationError(_("At most %(most)d steps."), params={"most": MOST_TIERS})
        tiers = sorted((read_tier(line, currency) for line in lines), key=lambda tier: tier["from"])
        if len({tier["from"] for tier in tiers}) < len(tiers):
            raise ValidationError(_("Two steps begin at the same amount."))
        if any(tier.get("amount", 0) > tier["from"] for tier in tiers):
            raise ValidationError(_("A step takes off more than the goods cost that it begins at."))
        return tiers

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_kind(cleaned)
        self._check_time_and_limits(cleaned)
        self._check_goods(cleaned)
        return cleaned

    def _check_kind(self, cleaned: dict[str, Any]) -> None:
        """What the kind needs is there; what belongs to other kinds is dropped, hidden or not."""
        wanted = FIELDS_OF_KIND.get(cleaned.get("kind") or "", {})
        for name in OF_SOME_KINDS:
            if name not in wanted:
                cleaned[name] = [] if name == "tiers_text" else None
                self.errors.pop(name, None)
            elif wanted[name] and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(_("A promotion of this kind needs it."), code="required"))
        if cleaned.get("kind") in (Kind.CHEAPEST_FREE, Kind.SET_PRICE) and cleaned.get("buy_quantity") == 1:
            self.add_error("buy_quantity", _("A set has at least two pieces."))
        if cleaned.get("amount") == 0 and cleaned.get("kind") == Kind.FREE_DELIVERY:
            self.add_error("amount", _("Leave it empty, or enter more than 0."))

    def _check_time_and_limits(self, cleaned: dict[str, Any]) -> None:
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("It must end after it begins."))
        for name, counted in (("most_uses", self.instance.used), ("budget", self.instance.spent)):
            limit = cleaned.get(name)
            if limit is not None and limit < counted:
                words = {"used": counted if name == "most_uses" else amounts.plain(counted, self.instance.currency)}
                self.add_error(name, _("%(used)s is used already; it cannot be less.") % words)
        for name in ("most_uses", "most_uses_per_customer", "most_per_order", "minimum_quantity", "budget"):
            if cleaned.get(name) == 0:
                self.add_error(name, _("Leave it empty, or enter more than 0."))

    def _check_goods(self, cleaned: dict[str, Any]) -> None:
        both = {variant.product_id for variant in cleaned.get("product_skus") or []} & {
            variant.product_id for variant in cleaned.get("excluded_skus") or []
        }
        if both:
            self.add_error("excluded_skus", _("A product is named both among those it is for and those left out."))
        currency = cleaned.get("currency")
        if wrong := [market for market in cleaned.get("markets") or [] if market.currency != currency]:
            self.add_error(
                "markets",
                _("%(market)s sells in %(currency)s.") % {"market": wrong[0], "currency": wrong[0].currency},
            )

    def _post_clean(self) -> None:
        """The row takes over what the fields of this form mean before it is checked as a whole."""
        cleaned = self.cleaned_data
        self.instance.basis_points = cleaned.get("share")
        self.instance.gift = cleaned.get("gift_sku") or None
        self.instance.tiers = cleaned.get("tiers_text") or []
        super()._post_clean()  # type: ignore[misc]

    def save(self, commit: bool = True) -> Promotion:
        """Saves what the form is about: what has been used of the promotion may change at the same moment."""
        if commit and self.instance.pk:
            fields = [*self.Meta.fields, "basis_points", "gift", "tiers"]
            sets = {"categories", "brands", "groups", "markets"}
            self.instance.save(update_fields=[name for name in fields if name not in sets])
            self._save_m2m()
            return self.instance
        return super().save(commit)

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        self.instance.products.set(_products(self.cleaned_data["product_skus"]))
        self.instance.excluded_products.set(_products(self.cleaned_data["excluded_skus"]))

    def draft(self, *, at: datetime) -> drafts.Draft:
        """The promotion as it stands in a valid form, without saving it."""
        cleaned = self.cleaned_data
        sets = {name: cleaned[name] for name in ("categories", "brands", "groups", "markets")}
        sets |= {
            "products": _products(cleaned["product_skus"]),
            "excluded_products": _products(cleaned["excluded_skus"]),
        }
        return drafts.draft(self.instance, sets, at=at)


def _products(variants: Iterable[Variant]) -> list[Product]:
    return list({variant.product_id: variant.product for variant in variants}.values())

"""One product of a file into the shop, all or nothing: rows by the shop's use cases, words as published pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from content.importing import images, pages, pictures, values
from content.importing.drafts import Note, ProductDraft, Refused, VariantDraft
from shop import catalog, pricing, stock, supply
from shop.errors import StockBelowZero
from shop.models import Brand, Category, Choice, Price, Product, StockLevel, Variant
from shop.retry import retried
from shop.supply import Supplied, Vocabulary

LONGEST_REASON = 200


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, kw_only=True)
class Source:
    """What is imported, by whom, and what is known of the file as a whole."""

    file: str
    actor: Any
    new_kinds: Mapping[str, str]

    @property
    def reason(self) -> str:
        """What ledgers say about changes that this file made."""
        return f"import {self.file}"[:LONGEST_REASON]


def apply(
    draft: ProductDraft,
    *,
    source: Source,
    vocabulary: Vocabulary,
    gathered: pictures.Gathered,
    is_dry_run: bool = False,
) -> tuple[Outcome, list[Note]]:
    """Bring one product into the shop, or say in Refused why not; a dry run does the same and takes it back."""
    # Pictures that were stored for a product that then failed.
    stored: list[Any] = []
    tries = 0

    @retried
    def attempt() -> tuple[Outcome, list[Note]]:
        nonlocal tries
        tries += 1
        if tries > 1:
            # What the try before has made is gone again, names included.
            vocabulary.renew()
        with transaction.atomic():
            return _apply(draft, source, vocabulary, gathered, stored, is_dry_run)

    try:
        return attempt()
    except Exception:
        for image in stored:
            image.file.storage.delete(image.file.name)
        raise


def _apply(
    draft: ProductDraft,
    source: Source,
    vocabulary: Vocabulary,
    gathered: pictures.Gathered,
    stored: list[Any],
    is_dry_run: bool,
) -> tuple[Outcome, list[Note]]:
    work = _Work(draft, source, vocabulary)
    outcome = work.rows()
    notices: list[Note] = []
    here = dict(gathered)

    def keep(url: str) -> Any:
        """The picture in the library, put there when it is first shown."""
        if isinstance(here[url], images.Picture):
            name = next((words.name for words in draft.pages.values() if words.name), draft.slug)
            here[url] = images.keep(here[url], title=name, description=name)
            stored.append(here[url])
        return here[url]

    writer = pages.Writer(work.product, draft, gathered=here, keep=keep, notices=notices, actor=source.actor)
    if writer.write() and outcome == Outcome.UNCHANGED:
        outcome = Outcome.UPDATED
    if is_dry_run:
        transaction.set_rollback(True)
    return outcome, notices


class _Work:
    """The shop's side of one product."""

    def __init__(self, draft: ProductDraft, source: Source, vocabulary: Vocabulary) -> None:
        self.draft = draft
        self.source = source
        self.vocabulary = vocabulary
        self.product: Product = None

    def rows(self) -> Outcome:
        draft = self.draft
        found = Product.objects.select_related("category", "brand").filter(slug=draft.slug).first()
        here = self._variants_here(found)
        is_new = found is None
        self.product = found or self._new_product()
        has_new_facts = False if is_new else self._set_place()
        has_new_facts |= values.write(self.product, draft, self.vocabulary, self.source.new_kinds)
        known = [(here[one.sku], one) for one in draft.variants if one.sku in here]
        has_new_facts |= self._set_variants(known)
        if has_new_facts and not is_new:
            catalog.refresh([self.product.pk])
        has_new_numbers = self._set_prices(known)
        has_new_numbers |= self._set_stock(known)
        added = [one for one in draft.variants if one.sku not in here]
        self._add_variants(added)
        if is_new:
            return Outcome.CREATED
        return Outcome.UPDATED if has_new_facts or has_new_numbers or added else Outcome.UNCHANGED

    def _refuse(self, variant: VariantDraft, column: str, sentence: str) -> Refused:
        return Refused(Note(row=variant.row, column=variant.columns.get(column, column), sentence=sentence))

    def _variants_here(self, product: Product | None) -> dict[str, Variant]:
        """The variants of the file that the product has; refused if an SKU is another product's."""
        skus = {one.sku: one for one in self.draft.variants}
        owned = {row.sku: row for row in Variant.objects.filter(sku__in=skus).select_related("product")}
        strangers = [row for row in owned.values() if product is None or row.product_id != product.pk]
        if strangers:
            sentence = _("The SKU “%(sku)s” belongs to another product, “%(product)s”.")
            raise Refused(
                *(
                    Note(
                        row=skus[row.sku].row,
                        column=skus[row.sku].columns.get("sku", "sku"),
                        sentence=sentence % {"sku": row.sku, "product": row.product.slug},
                    )
                    for row in strangers
                )
            )
        return owned

    # The product

    def _new_product(self) -> Product:
        category = self.draft.category or self.draft.default_category
        brand = self.draft.brand or self.draft.default_brand
        missing = [
            (column, sentence)
            for column, value, sentence in (
                ("category", category, _("The category is missing; a new product needs one.")),
                ("brand", brand, _("The brand is missing; a new product needs one.")),
                (
                    "name_en",
                    any(words.name for words in self.draft.pages.values()),
                    _("The name is missing; a new product needs one in at least one language."),
                ),
            )
            if not value
        ]
        if missing:
            raise Refused(*(self.draft.note(column, said) for column, said in missing))
        return supply.new_product(
            slug=self.draft.slug, category=self.vocabulary.category(category), brand=self.vocabulary.brand(brand)
        )

    def _set_place(self) -> bool:
        category: Category = self.product.category
        brand: Brand = self.product.brand
        if self.draft.category:
            category = self.vocabulary.category(self.draft.category)
        if self.draft.brand:
            brand = self.vocabulary.brand(self.draft.brand)
        return supply.set_place(self.product, category=category, brand=brand)

    # Variants

    def _choices(self, variant: VariantDraft) -> list[Choice]:
        return [self.vocabulary.choice(self.vocabulary.axis(name), label) for name, label in variant.options.items()]

    def _set_variants(self, known: list[tuple[Variant, VariantDraft]]) -> bool:
        changed = []
        for row, draft in known:
            choices = self._choices(draft)
            if supply.choose(row, choices):
                changed.append(True)
                values.tell(self.product.category, [choice.attribute for choice in choices], self.vocabulary)
            changed.append(supply.describe(row, barcode=draft.barcode, mass_grams=draft.mass_grams))
        return any(changed)

    def _add_variants(self, added: list[VariantDraft]) -> None:
        if not added:
            return
        unpriced = [one for one in added if one.price is None]
        if unpriced:
            sentence = _("The price is missing; a new variant needs one.")
            raise Refused(
                *(Note(row=one.row, column=one.columns.get("price", "price"), sentence=sentence) for one in unpriced)
            )
        chosen = {one.sku: self._choices(one) for one in added}
        axes = {choice.attribute_id: choice.attribute for choices in chosen.values() for choice in choices}
        values.tell(self.product.category, axes.values(), self.vocabulary)
        rows = supply.add_variants(
            product=self.product,
            variants=[
                Supplied(
                    sku=one.sku,
                    amount=one.price if one.was_price is None else one.was_price,
                    on_hand=one.stock or 0,
                    barcode=one.barcode or "",
                    mass_grams=one.mass_grams,
                    choices=chosen[one.sku],
                )
                for one in added
            ],
            note=self.source.reason,
            actor=self.source.actor,
        )
        self._change_prices([(rows[one.sku], one.price) for one in added if one.was_price], Price.Source.CAMPAIGN)

    # Numbers

    def _set_prices(self, known: list[tuple[Variant, VariantDraft]]) -> bool:
        """What shoppers pay is ``price``: the list price, or a campaign below the list price ``was_price``."""
        priced = [(row, one) for row, one in known if one.price is not None]
        now = pricing.list_and_campaign([row.pk for row, _one in priced])
        ended, lists, campaigns = [], [], []
        for row, one in priced:
            list_price, campaign = now.get(row.pk, (None, None))
            wanted_list = one.price if one.was_price is None else one.was_price
            wanted_campaign = None if one.was_price is None else one.price
            if campaign is not None and campaign != wanted_campaign:
                ended.append(row)
            if list_price != wanted_list:
                lists.append((row, wanted_list))
            if wanted_campaign is not None and campaign != wanted_campaign:
                campaigns.append((row, wanted_campaign))
        if ended:
            pricing.end_campaign(variants=ended)
        self._change_prices(lists, Price.Source.LIST)
        self._change_prices(campaigns, Price.Source.CAMPAIGN)
        return bool(ended or lists or campaigns)

    def _change_prices(self, changes: list[tuple[Variant, Any]], kind: str) -> None:
        if changes:
            pricing.change_prices(changes=changes, source=kind, note=self.source.reason, actor=self.source.actor)

    def _set_stock(self, known: list[tuple[Variant, VariantDraft]]) -> bool:
        """The file counts what is on the shelf; a difference is a correction with a reason, never an overwrite."""
        lying = StockLevel.objects.filter(variant__in=[row for row, _one in known]).order_by()
        levels = dict(lying.values_list("variant").annotate(on_hand=Sum("on_hand")))
        changes = [
            (row, one, one.stock - levels.get(row.pk, 0))
            for row, one in known
            if one.stock is not None and one.stock != levels.get(row.pk, 0)
        ]
        # In SKU order, as everything that takes several levels.
        for row, one, change in sorted(changes, key=lambda each: each[0].sku):
            try:
                stock.count(sku=row.sku, change=change, reason=self.source.reason, actor=self.source.actor)
            except StockBelowZero as refusal:
                raise self._refuse(one, "stock", refusal.detail) from refusal
        return bool(changes)

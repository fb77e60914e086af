"""What is sold: brands, categories with their attributes, products and their variants."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shop import ids


def in_language(row: models.Model, field: str, language: str) -> str:
    """The row's words in that language, or in the store's first language where they are missing."""
    return getattr(row, f"{field}_{language}", "") or getattr(row, f"{field}_{settings.LANGUAGE_CODE}")


def in_reader_language(row: models.Model, field: str) -> str:
    """The row's words in the language of whoever reads now."""
    return in_language(row, field, get_language() or "")


class Brand(models.Model):
    """A maker; its name may be written differently in Russian."""

    slug = models.SlugField(_("slug"), unique=True)
    name_en = models.CharField(_("name (English)"), max_length=80)
    name_ru = models.CharField(_("name (Russian)"), max_length=80)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("brand")
        verbose_name_plural = _("brands")

    def __str__(self) -> str:
        return in_reader_language(self, "name")


class Attribute(models.Model):
    """A property that products can have, named once for all languages: screen diagonal, memory, colour."""

    class Kind(models.TextChoices):
        NUMBER = "number", _("number")
        CHOICE = "choice", _("choice")
        BOOLEAN = "boolean", _("yes or no")
        TEXT = "text", _("text")

    code = models.SlugField(_("code"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name_en = models.CharField(_("name (English)"), max_length=80)
    name_ru = models.CharField(_("name (Russian)"), max_length=80)
    unit_en = models.CharField(_("unit (English)"), max_length=20, blank=True)
    unit_ru = models.CharField(_("unit (Russian)"), max_length=20, blank=True)
    group_en = models.CharField(_("group (English)"), max_length=80, blank=True)
    group_ru = models.CharField(_("group (Russian)"), max_length=80, blank=True)
    help_en = models.CharField(_("explanation (English)"), max_length=200, blank=True)
    help_ru = models.CharField(_("explanation (Russian)"), max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")

    def __str__(self) -> str:
        return in_reader_language(self, "name")


class Choice(models.Model):
    """One value that an attribute of kind "choice" can take."""

    attribute = models.ForeignKey(Attribute, models.CASCADE, related_name="choices", verbose_name=_("attribute"))
    value = models.SlugField(_("value"))
    label_en = models.CharField(_("label (English)"), max_length=80)
    label_ru = models.CharField(_("label (Russian)"), max_length=80)
    swatch = models.CharField(_("colour"), max_length=7, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "value"]
        constraints = [models.UniqueConstraint(fields=["attribute", "value"], name="choice_value_once_per_attribute")]
        verbose_name = pgettext_lazy("of an attribute", "choice")
        verbose_name_plural = pgettext_lazy("of an attribute", "choices")

    def __str__(self) -> str:
        return in_reader_language(self, "label")


class Category(models.Model):
    """A department or a part of one; its attributes say what its products are described and filtered by."""

    public_id = models.CharField(max_length=40, unique=True, default=ids.category_id, editable=False)
    slug = models.SlugField(_("slug"), unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    name_en = models.CharField(_("name (English)"), max_length=80)
    name_ru = models.CharField(_("name (Russian)"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    attributes = models.ManyToManyField(Attribute, through="CategoryAttribute", related_name="categories")

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return in_reader_language(self, "name")


class CategoryAttribute(models.Model):
    """How one category uses one attribute: as a filter, on the card, in which order."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="uses", verbose_name=_("category"))
    attribute = models.ForeignKey(Attribute, models.PROTECT, related_name="uses", verbose_name=_("attribute"))
    is_facet = models.BooleanField(_("filter"), default=False)
    on_card = models.BooleanField(_("on the card"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["category", "attribute"], name="attribute_once_per_category"),
            # What a card shows, a shopper can filter by.
            models.CheckConstraint(
                condition=models.Q(on_card=False) | models.Q(is_facet=True), name="card_attribute_is_a_facet"
            ),
        ]
        verbose_name = _("attribute of the category")
        verbose_name_plural = _("attributes of the category")

    def __str__(self) -> str:
        return f"{self.category} · {self.attribute}"


class Product(models.Model):
    """A thing that is sold, once for all languages; its words and pictures come from pages (Presentation)."""

    public_id = models.CharField(max_length=40, unique=True, default=ids.product_id, editable=False)
    slug = models.SlugField(_("slug"), max_length=160, unique=True)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="products", verbose_name=_("brand"))
    category = models.ForeignKey(Category, models.PROTECT, related_name="products", verbose_name=_("category"))
    is_active = models.BooleanField(_("on sale"), default=True)
    popularity = models.PositiveIntegerField(_("popularity"), default=0)
    rating_tenths = models.PositiveSmallIntegerField(_("rating × 10"), null=True, blank=True)
    rating_count = models.PositiveIntegerField(_("number of ratings"), default=0)
    released_at = models.DateTimeField(_("on sale since"))
    tags = models.JSONField(_("tags"), default=list, blank=True)
    # None: the class that is the default.
    tax_class = models.ForeignKey(
        "shop.TaxClass", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tax class")
    )
    # What carriers have to know: bulky, dangerous, cold.  None: nothing special.
    shipping_class = models.ForeignKey(
        "shop.ShippingClass", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("shipping class")
    )

    class Meta:
        ordering = ["-popularity", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rating_tenths__isnull=True) | models.Q(rating_tenths__range=(10, 50)),
                name="rating_between_one_and_five",
            )
        ]
        verbose_name = _("product")
        verbose_name_plural = _("products")

    def __str__(self) -> str:
        return self.slug


class Variant(models.Model):
    """What is put into a cart: one SKU of a product."""

    public_id = models.CharField(max_length=40, unique=True, default=ids.variant_id, editable=False)
    product = models.ForeignKey(Product, models.PROTECT, related_name="variants", verbose_name=_("product"))
    sku = models.CharField(_("SKU"), max_length=80, unique=True)
    barcode = models.CharField(_("barcode"), max_length=14, blank=True)
    mass_grams = models.PositiveIntegerField(_("mass, g"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("on sale"), default=True)
    # None: the store's own threshold.
    low_stock_at = models.PositiveSmallIntegerField(_("low stock from"), null=True, blank=True)
    options = models.ManyToManyField(Choice, through="VariantOption", related_name="variants")

    class Meta:
        ordering = ["product", "position", "id"]
        verbose_name = _("variant")
        verbose_name_plural = _("variants")

    def __str__(self) -> str:
        return self.sku


class BundlePart(models.Model):
    """What is in a bundle: so many pieces of another variant.  A bundle has no stock of its own."""

    bundle = models.ForeignKey(Variant, models.CASCADE, related_name="parts", verbose_name=_("bundle"))
    part = models.ForeignKey(Variant, models.PROTECT, related_name="in_bundles", verbose_name=_("part"))
    quantity = models.PositiveSmallIntegerField(_("pieces"), default=1)

    class Meta:
        ordering = ["part__sku"]
        constraints = [
            models.UniqueConstraint(fields=["bundle", "part"], name="part_once_per_bundle"),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="bundle_part_at_least_one"),
            models.CheckConstraint(condition=~models.Q(bundle=models.F("part")), name="bundle_is_no_part_of_itself"),
        ]
        verbose_name = _("part of a bundle")
        verbose_name_plural = _("parts of bundles")

    def __str__(self) -> str:
        return f"{self.bundle}: {self.part} × {self.quantity}"


class VariantOption(models.Model):
    """The choice that tells a variant from its siblings on one axis: 256 GB, blue."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="chosen")
    choice = models.ForeignKey(Choice, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["variant", "choice"], name="choice_once_per_variant")]

    def __str__(self) -> str:
        return f"{self.variant} · {self.choice}"


class AttributeValue(models.Model):
    """What a product has for an attribute; a missing row means "not specified".

    Numbers are kept in thousandths, so that 6.3 inches compare exactly.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="values", verbose_name=_("product"))
    attribute = models.ForeignKey(Attribute, models.PROTECT, related_name="+", verbose_name=_("attribute"))
    choice = models.ForeignKey(Choice, models.PROTECT, null=True, blank=True, related_name="+")
    thousandths = models.BigIntegerField(null=True, blank=True)
    boolean = models.BooleanField(null=True, blank=True)
    text_en = models.CharField(max_length=200, blank=True)
    text_ru = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "attribute"],
                condition=models.Q(choice__isnull=True),
                name="one_value_per_product_and_attribute",
            ),
            models.UniqueConstraint(fields=["product", "attribute", "choice"], name="choice_once_per_product"),
        ]
        verbose_name = _("attribute value")
        verbose_name_plural = _("attribute values")

    def __str__(self) -> str:
        return f"{self.product} · {self.attribute}"

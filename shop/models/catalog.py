"""The read model: what pages say about products, joined with price, stock and attributes into rows ready to serve."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .product import Attribute, Brand, Category, Choice, Product


class Presentation(models.Model):
    """Words and pictures of a product in one language, as its published page (or another source) gave them."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="presentations")
    language = models.CharField(max_length=5)
    name = models.CharField(max_length=255)
    slug = models.SlugField(max_length=255, allow_unicode=True)
    url = models.CharField(max_length=500)
    summary = models.TextField(blank=True)
    # [{src, alt, width, height, role}]
    pictures = models.JSONField(default=list)
    # [{id, type, value, html}]
    body = models.JSONField(default=list)
    breadcrumbs = models.JSONField(default=list)
    # Who gave it: a page's id, so that a copy of the page cannot take the place of the original.
    source = models.CharField(max_length=60)
    revision = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "language"], name="one_presentation_per_product_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.product} ({self.language})"


class CategoryPresentation(models.Model):
    """The address and words of a category in one language, as its published page gave them."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="presentations")
    language = models.CharField(max_length=5)
    name = models.CharField(max_length=255)
    url = models.CharField(max_length=500)
    introduction = models.TextField(blank=True)
    picture = models.JSONField(null=True)
    source = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "language"], name="one_presentation_per_category_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.category} ({self.language})"


class PageDocument(models.Model):
    """A published page as typed blocks, for clients that show content without the site."""

    public_id = models.CharField(max_length=40, unique=True)
    path = models.CharField(max_length=500, unique=True)
    language = models.CharField(max_length=5)
    type = models.CharField(max_length=30)
    title = models.CharField(max_length=255)
    document = models.JSONField()
    source = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.path


class CatalogEntry(models.Model):
    """A product that can be shown in one language, with its card and its detail prepared as JSON.

    Derived and disposable: refreshed in the transaction of each change, rebuilt by ``rebuild_catalog``.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="entries")
    language = models.CharField(max_length=5)
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    price = models.BigIntegerField()
    # The highest price a variant of it has now, so that a price filter finds each product it should.
    price_max = models.BigIntegerField()
    discount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    is_available = models.BooleanField()
    popularity = models.PositiveIntegerField()
    rating = models.PositiveSmallIntegerField(default=0)
    released_at = models.DateTimeField()
    # When the passing of time alone (a price that begins or ends) makes this row wrong.
    next_change_at = models.DateTimeField(null=True, db_index=True)
    card = models.JSONField()
    detail = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "language"], name="one_entry_per_product_and_language")
        ]
        indexes = [
            models.Index(fields=["language", "-popularity", "product"], name="entry_by_popularity"),
            models.Index(fields=["language", "price", "product"], name="entry_by_price"),
            models.Index(fields=["language", "-released_at", "product"], name="entry_by_release"),
            models.Index(fields=["language", "category", "-popularity", "product"], name="entry_by_category"),
        ]
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class CatalogFacet(models.Model):
    """A value that a shown product can be filtered by: a choice, a yes, or a number in thousandths."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="facets")
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")
    attribute = models.ForeignKey(Attribute, models.CASCADE, related_name="+")
    choice = models.ForeignKey(Choice, models.CASCADE, null=True, related_name="+")
    number = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["category", "attribute", "choice", "product"], name="facet_by_category"),
            models.Index(fields=["attribute", "choice", "number", "product"], name="facet_by_value"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(choice__isnull=False) | Q(number__isnull=False), name="facet_has_a_value"
            )
        ]

    def __str__(self) -> str:
        return f"{self.product} · {self.attribute}"


class SearchWord(models.Model):
    """A stemmed word by which an entry is found, with what it weighs; the same on every database."""

    entry = models.ForeignKey(CatalogEntry, models.CASCADE, related_name="words")
    language = models.CharField(max_length=5)
    word = models.CharField(max_length=60)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["language", "word", "entry", "weight"], name="search_by_word")]

    def __str__(self) -> str:
        return self.word

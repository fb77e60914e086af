"""Categories, attributes with their choices, and brands; what is saved here shows on cards and in filters at once."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column
from wagtail.admin.views import generic

from shop import catalog
from shop.admin.rows import Rows, RowsUnderForm
from shop.admin.viewsets import RowsViewSet
from shop.models import Attribute, AttributeValue, Brand, Category, CategoryAttribute, Choice, VariantOption

Kind = Attribute.Kind
# A card has room for three.
MOST_ON_CARD = 3
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class FollowedByCatalogue:
    """For Wagtail's views to add and to edit: the read model follows in the transaction that saves."""

    def save_instance(self) -> Model:
        row: Any = super().save_instance()  # type: ignore[misc]
        catalog.follow(row)
        return row


class CategoryForm(forms.ModelForm):
    class Meta:
        model = Category
        fields = ["name_en", "name_ru", "slug", "parent", "position"]
        help_texts = {
            "slug": gettext_lazy("Part of addresses and of the API; links to the old one stop working."),
            "parent": gettext_lazy("Empty for a department of its own."),
        }

    def clean_parent(self) -> Category | None:
        parent: Category | None = self.cleaned_data["parent"]
        above, seen = parent, set()
        while above is not None and above.pk not in seen:
            if above.pk == self.instance.pk:
                raise ValidationError(_("A category cannot stand under itself."), code="circle")
            seen.add(above.pk)
            above = above.parent
        return parent


class UseForm(forms.ModelForm):
    class Meta:
        model = CategoryAttribute
        fields = ["attribute", "is_facet", "on_card", "position"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("on_card") and not cleaned.get("is_facet"):
            self.add_error("on_card", _("What a card shows must be a filter too."))
        return cleaned


class UseRows(Rows):
    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form.is_valid() and not self._should_delete_form(form)]
        if sum(bool(form.cleaned_data.get("on_card")) for form in kept) > MOST_ON_CARD:
            raise ValidationError(_("A card shows at most three attributes."), code="card_full")


CategoryRows = forms.inlineformset_factory(
    Category, CategoryAttribute, form=UseForm, formset=UseRows, extra=0, can_delete=True
)


class AttributeForm(forms.ModelForm):
    class Meta:
        model = Attribute
        fields = [
            "name_en",
            "name_ru",
            "code",
            "kind",
            "unit_en",
            "unit_ru",
            "group_en",
            "group_ru",
            "help_en",
            "help_ru",
        ]
        help_texts = {
            "code": gettext_lazy("Part of filter addresses and of the API; it never changes."),
            "unit_en": gettext_lazy("Such as GB or mm; empty if there is none."),
            "group_en": gettext_lazy("The heading in the specification under which it stands."),
            "help_en": gettext_lazy("One sentence for shoppers who do not know the word."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Clients remember the code, and values are stored by kind.
        for name in ("code", "kind"):
            self.fields[name].disabled = self.instance.pk is not None


class ChoiceForm(forms.ModelForm):
    class Meta:
        model = Choice
        fields = ["value", "label_en", "label_ru", "swatch", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].disabled = self.instance.pk is not None
        self.fields["swatch"].widget.attrs["placeholder"] = "#101413"  # an example, in the form that is asked for

    def clean_swatch(self) -> str:
        swatch: str = self.cleaned_data["swatch"]
        if swatch and not COLOUR.fullmatch(swatch):
            raise ValidationError(_("Enter a colour such as #1B3FD6."), code="colour")
        return swatch


class ChoiceRowsBase(Rows):
    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms]
        if kept and self.instance.kind != Kind.CHOICE:
            raise ValidationError(_("Only an attribute of the kind “choice” has choices."), code="no_choices")
        removed = [form.instance for form in self.deleted_forms if form.instance.pk]
        in_use = {
            *AttributeValue.objects.filter(choice__in=removed).values_list("choice", flat=True),
            *VariantOption.objects.filter(choice__in=removed).values_list("choice", flat=True),
        }
        if names := ", ".join(str(choice) for choice in removed if choice.pk in in_use):
            raise ValidationError(
                _("Products have these choices, so they cannot be removed: %(choices)s."),
                code="in_use",
                params={"choices": names},
            )


ChoiceRows = forms.inlineformset_factory(
    Attribute, Choice, form=ChoiceForm, formset=ChoiceRowsBase, extra=0, can_delete=True
)


class BrandForm(forms.ModelForm):
    class Meta:
        model = Brand
        fields = ["name_en", "name_ru", "slug"]


class CategoryCreate(FollowedByCatalogue, RowsUnderForm, generic.CreateView):
    rows_class = CategoryRows


class CategoryEdit(FollowedByCatalogue, RowsUnderForm, generic.EditView):
    rows_class = CategoryRows


class AttributeCreate(FollowedByCatalogue, RowsUnderForm, generic.CreateView):
    rows_class = ChoiceRows


class AttributeEdit(FollowedByCatalogue, RowsUnderForm, generic.EditView):
    rows_class = ChoiceRows


class BrandCreate(FollowedByCatalogue, generic.CreateView):
    pass


class BrandEdit(FollowedByCatalogue, generic.EditView):
    pass


class CategoryList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        return [
            self._get_title_column("name_en"),
            Column("name_ru", label=_("Name (Russian)"), sort_key="name_ru"),
            Column("parent", label=_("Parent"), sort_key="parent__name_en"),
            Column("slug", label=_("Slug"), sort_key="slug"),
            Column("products_count", label=_("Products"), sort_key="products_count"),
        ]

    def get_base_queryset(self) -> QuerySet[Category]:
        return Category.objects.select_related("parent").annotate(products_count=Count("products"))


class AttributeList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        return [
            self._get_title_column("name_en"),
            Column("name_ru", label=_("Name (Russian)"), sort_key="name_ru"),
            Column("code", label=_("Code"), sort_key="code"),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column("unit_en", label=_("Unit")),
            BooleanColumn("is_facet", label=_("Filter")),
        ]

    def get_base_queryset(self) -> QuerySet[Attribute]:
        return Attribute.objects.annotate(is_facet=Count("uses", filter=Q(uses__is_facet=True)))


class BrandList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        return [
            self._get_title_column("name_en"),
            Column("name_ru", label=_("Name (Russian)"), sort_key="name_ru"),
            Column("slug", label=_("Slug"), sort_key="slug"),
            Column("products_count", label=_("Products"), sort_key="products_count"),
        ]

    def get_base_queryset(self) -> QuerySet[Brand]:
        return Brand.objects.annotate(products_count=Count("products"))


class CategoryViewSet(RowsViewSet):
    model = Category
    name = "shop_categories"
    url_prefix = "shop/categories"
    icon = "folder-open-1"
    menu_name = "categories"
    inspect_view_enabled = True
    form_class = CategoryForm
    ordering = "slug"
    search_fields = ["name_en", "name_ru", "slug"]
    list_filter = ["parent"]
    index_view_class = CategoryList
    add_view_class = CategoryCreate
    edit_view_class = CategoryEdit
    create_template_name = edit_template_name = "shop/admin/category_form.html"
    inspect_view_fields = ["name_en", "name_ru", "slug", "parent", "position"]


class AttributeViewSet(RowsViewSet):
    model = Attribute
    name = "shop_attributes"
    url_prefix = "shop/attributes"
    icon = "list-ul"
    menu_name = "attributes"
    inspect_view_enabled = True
    form_class = AttributeForm
    ordering = "code"
    search_fields = ["name_en", "name_ru", "code"]
    list_filter = ["kind", "group_en"]
    index_view_class = AttributeList
    add_view_class = AttributeCreate
    edit_view_class = AttributeEdit
    create_template_name = edit_template_name = "shop/admin/attribute_form.html"


class BrandViewSet(RowsViewSet):
    model = Brand
    name = "shop_brands"
    url_prefix = "shop/brands"
    icon = "tag"
    menu_name = "brands"
    inspect_view_enabled = True
    form_class = BrandForm
    ordering = "slug"
    search_fields = ["name_en", "name_ru", "slug"]
    index_view_class = BrandList
    add_view_class = BrandCreate
    edit_view_class = BrandEdit

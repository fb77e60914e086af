"""Categories, attributes and brands in the admin: what is renamed here is renamed on cards and in filters at once."""

import pytest

from shop import catalog, listing
from shop.changes import log
from shop.models import (
    Attribute,
    AttributeValue,
    Brand,
    CatalogEntry,
    Category,
    CategoryAttribute,
    Choice,
    DeliveryMethod,
    PickupPoint,
)
from tests import factories as make
from tests.shop_admin.orders import make_delivery
from tests.shop_admin.staff import signed_in, staff_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return signed_in(staff_in("Owner"))


def page(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def card() -> dict:
    return CatalogEntry.objects.get(language="en").card


def rows(prefix: str, *given: dict, initial: int = 0) -> dict[str, str]:
    """The fields of a formset as a browser sends them."""
    sent = {f"{prefix}-TOTAL_FORMS": str(len(given)), f"{prefix}-INITIAL_FORMS": str(initial)}
    sent |= {f"{prefix}-MIN_NUM_FORMS": "0", f"{prefix}-MAX_NUM_FORMS": "1000"}
    for number, row in enumerate(given):
        sent |= {f"{prefix}-{number}-{name}": str(value) for name, value in row.items()}
    return sent


def category_form(category: Category, *uses: dict, initial: int = 0, **changed) -> dict[str, str]:
    form = {
        "name_en": category.name_en,
        "name_ru": category.name_ru,
        "slug": category.slug,
        "parent": category.parent_id or "",
        "position": category.position,
    }
    return form | changed | rows("uses", *uses, initial=initial)


def attribute_form(attribute: Attribute, *choices: dict, initial: int = 0, **changed) -> dict[str, str]:
    form = {name: getattr(attribute, name) for name in ("name_en", "name_ru", "code", "kind", "group_en", "group_ru")}
    return form | changed | rows("choices", *choices, initial=initial)


def choice_row(choice: Choice, **changed) -> dict[str, str]:
    row = {name: getattr(choice, name) for name in ("id", "value", "label_en", "label_ru", "swatch", "position")}
    return row | changed


def use_row(attribute: Attribute, **changed) -> dict[str, str]:
    return {"attribute": attribute.pk, "is_facet": "on", "position": "0"} | changed


def test_a_renamed_brand_is_renamed_on_its_cards(owner):
    brand = make.make_brand(name="Orvelo")
    make.make_product(brand=brand, is_presented=True)

    address = f"/admin/shop/brands/edit/{brand.pk}/"
    owner.post(address, {"name_en": "Orvelo Labs", "name_ru": "Орвело", "slug": "orvelo-labs"})

    assert card()["brand"] == {"slug": "orvelo-labs", "name": "Orvelo Labs"}
    assert CatalogEntry.objects.get(language="ru").card["brand"]["name"] == "Орвело"
    assert catalog.differences() == []


def test_a_renamed_category_is_renamed_on_its_cards(owner):
    category = make.make_category(slug="smartphones")
    make.make_product(category=category, is_presented=True)

    owner.post(f"/admin/shop/categories/edit/{category.pk}/", category_form(category, name_en="Phones"))

    assert card()["category"]["name"] == "Phones"
    assert catalog.differences() == []


def test_a_renamed_department_without_products_makes_prepared_answers_stale(owner):
    department = make.make_category(slug="electronics")
    before = log.state().version

    owner.post(f"/admin/shop/categories/edit/{department.pk}/", category_form(department, name_en="Devices"))

    assert log.state().version > before


def test_a_renamed_attribute_and_choice_reach_cards_and_facets(owner):
    category = make.make_category()
    memory = make.make_attribute(code="memory", choices=["256"], category=category, on_card=True)
    product = make.make_product(category=category)
    choice = memory.choices.get()
    AttributeValue.objects.create(product=product, attribute=memory, choice=choice)
    make.present(product)
    assert card()["card_attributes"] == [{"code": "memory", "label": "Memory", "value": "256"}]

    form = attribute_form(memory, choice_row(choice, label_en="256 GB"), initial=1, name_en="Storage")
    owner.post(f"/admin/shop/attributes/edit/{memory.pk}/", form)

    assert card()["card_attributes"] == [{"code": "memory", "label": "Storage", "value": "256 GB"}]
    facets = listing.facets(listing.Filters(category=category.slug, language="en"))
    memories = next(facet for facet in facets if facet["code"] == "attr.memory")
    assert (memories["name"], memories["values"][0]["label"]) == ("Storage", "256 GB")
    assert catalog.differences() == []


def test_an_attribute_that_becomes_part_of_the_card_shows_there(owner):
    category = make.make_category()
    memory = make.make_attribute(code="memory", choices=["256"])
    product = make.make_product(category=category)
    AttributeValue.objects.create(product=product, attribute=memory, choice=memory.choices.get())
    make.present(product)
    assert card()["card_attributes"] == []

    form = category_form(category, use_row(memory, on_card="on"))
    owner.post(f"/admin/shop/categories/edit/{category.pk}/", form)

    assert [attribute["value"] for attribute in card()["card_attributes"]] == ["256"]
    assert catalog.differences() == []


def test_a_category_is_made_with_its_attributes(owner):
    memory = make.make_attribute(code="memory", choices=["256"])

    form = category_form(Category(slug="tablets", name_en="Tablets", name_ru="Планшеты"), use_row(memory))
    response = owner.post("/admin/shop/categories/new/", form)

    assert response.status_code == 302
    assert CategoryAttribute.objects.get().category.slug == "tablets"


def test_a_category_that_is_wrong_in_a_row_is_not_saved_at_all(owner):
    category = make.make_category()
    memory = make.make_attribute(code="memory")

    form = category_form(category, {"attribute": memory.pk, "on_card": "on", "position": 0}, name_en="Phones")
    response = owner.post(f"/admin/shop/categories/edit/{category.pk}/", form)

    assert "What a card shows must be a filter too." in page(response)
    category.refresh_from_db()
    assert category.name_en == "Smartphones"
    assert not category.uses.exists()


def test_a_card_has_room_for_three_attributes(owner):
    category = make.make_category()
    uses = [use_row(make.make_attribute(code=f"a{number}"), on_card="on") for number in range(4)]

    response = owner.post(f"/admin/shop/categories/edit/{category.pk}/", category_form(category, *uses))

    assert "A card shows at most three attributes." in page(response)


def test_a_category_never_stands_under_itself(owner):
    top = make.make_category(slug="top")
    below = make.make_category(slug="below", parent=top)

    response = owner.post(f"/admin/shop/categories/edit/{top.pk}/", category_form(top, parent=below.pk))

    assert "A category cannot stand under itself." in page(response)


def test_the_code_and_the_kind_of_an_attribute_never_change(owner):
    memory = make.make_attribute(code="memory", kind="text")

    owner.post(f"/admin/shop/attributes/edit/{memory.pk}/", attribute_form(memory, code="other", kind="number"))

    memory.refresh_from_db()
    assert (memory.code, memory.kind) == ("memory", "text")


def test_a_choice_that_products_have_cannot_be_removed(owner):
    memory = make.make_attribute(code="memory", choices=["256", "512"])
    used, unused = memory.choices.all()
    AttributeValue.objects.create(product=make.make_product(), attribute=memory, choice=used)
    address = f"/admin/shop/attributes/edit/{memory.pk}/"

    refused = owner.post(address, attribute_form(memory, choice_row(used, DELETE="on"), choice_row(unused), initial=2))
    owner.post(address, attribute_form(memory, choice_row(used), choice_row(unused, DELETE="on"), initial=2))

    assert "Products have these choices, so they cannot be removed: 256." in page(refused)
    assert list(memory.choices.all()) == [used]


def test_only_a_choice_has_choices(owner):
    weight = make.make_attribute(code="weight", kind="number")
    row = {"value": "heavy", "label_en": "Heavy", "label_ru": "Тяжёлый", "position": "0"}

    response = owner.post(f"/admin/shop/attributes/edit/{weight.pk}/", attribute_form(weight, row))

    assert "Only an attribute of the kind “choice” has choices." in page(response)


@pytest.mark.parametrize(("name", "make_row"), [("brands", make.make_brand), ("categories", make.make_category)])
def test_what_products_name_cannot_be_deleted(owner, name, make_row):
    row = make_row()
    make.make_product()

    response = owner.post(f"/admin/shop/{name}/delete/{row.pk}/", follow=True)

    assert "is in use and cannot be deleted." in page(response)
    assert type(row).objects.filter(pk=row.pk).exists()


def test_what_nothing_names_can_be_deleted(owner):
    brand = make.make_brand(name="Nobody")

    owner.post(f"/admin/shop/brands/delete/{brand.pk}/")

    assert not Brand.objects.filter(pk=brand.pk).exists()


@pytest.mark.parametrize("name", ["categories", "attributes", "brands", "delivery", "pickup-points"])
def test_lists_take_the_same_number_of_queries_for_any_number_of_rows(owner, name, django_assert_max_num_queries):
    make_delivery()
    make.make_product()
    make.make_attribute()
    owner.get(f"/admin/shop/{name}/")
    counts = []
    for count in (0, 20):
        for number in range(count):
            top = make.make_category(slug=f"c{number}")
            make.make_attribute(code=f"a{number}", category=make.make_category(slug=f"d{number}", parent=top))
            make.make_brand(name=f"b{number}")
            DeliveryMethod.objects.create(code=f"m{number}", kind="courier", name_en="M", name_ru="М")
            PickupPoint.objects.create(code=f"p{number}", name_en="P", city_en="C")
        with django_assert_max_num_queries(16) as seen:
            assert owner.get(f"/admin/shop/{name}/").status_code == 200
        counts.append(len(seen))
    # Choices of the filter by parent are one query more once there are any.
    assert counts[1] - counts[0] <= (1 if name == "categories" else 0)

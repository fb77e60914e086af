"""What a page says reaches the shop's read model, whatever makes it say something else."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.models import GroupApprovalTask, Page, PageViewRestriction, Site, Workflow, WorkflowTask

from content import projection
from content.models import CategoryPage, ProductPage
from shop import listing
from shop.models import CatalogEntry, CategoryPresentation, PageDocument, Presentation
from tests import factories as make

pytestmark = pytest.mark.django_db


def urls() -> list[str]:
    return sorted(entry.card["url"] for entry in CatalogEntry.objects.all())


def test_a_published_page_puts_its_product_on_sale_under_its_address():
    product = make.make_product(slug="orvelo-9", sku="OR-9", price=7_499_000)

    make.make_product_page(product=product, title="Orvelo 9", summary="A small phone.")

    detail = listing.detail(product.public_id, "en")
    assert (detail["name"], detail["url"], detail["summary"]) == (
        "Orvelo 9",
        "/en/smartphones/orvelo-9/",
        "A small phone.",
    )
    assert detail["breadcrumbs"] == [
        {"name": "Technomart", "url": "/en/"},
        {"name": "Smartphones", "url": "/en/smartphones/"},
        {"name": "Orvelo 9", "url": "/en/smartphones/orvelo-9/"},
    ]


def test_both_languages_show_one_product():
    product = make.make_product(slug="orvelo-9")

    make.make_product_page(product=product, language="en", title="Orvelo 9")
    make.make_product_page(product=product, language="ru", title="Орвело 9")

    assert urls() == ["/en/smartphones/orvelo-9/", "/ru/smartphones/orvelo-9/"]
    assert listing.detail(product.public_id, "ru")["alternates"] == {
        "en": "/en/smartphones/orvelo-9/",
        "ru": "/ru/smartphones/orvelo-9/",
    }


def test_a_page_that_was_only_added_to_the_tree_tells_nothing_until_the_catalogue_is_rebuilt():
    parent = make.make_category_page()
    page = ProductPage(title="Orvelo 9", slug="orvelo-9", product=make.make_product(), locale=parent.locale)
    parent.add_child(instance=page)
    assert urls() == []

    projection.project_all()

    assert urls() == ["/en/smartphones/orvelo-9/"]


def test_unpublishing_takes_a_product_off_the_lists_and_publishing_brings_it_back():
    page = make.make_product_page(product=make.make_product(slug="orvelo-9"))

    page.unpublish()
    assert urls() == []

    make.publish(page)
    assert urls() == ["/en/smartphones/orvelo-9/"]


def test_renaming_a_category_moves_the_addresses_of_all_products_below(django_capture_on_commit_callbacks):
    page = make.make_product_page(product=make.make_product(slug="orvelo-9"))
    category = CategoryPage.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        category.slug = "phones"
        make.publish(category)

    assert urls() == ["/en/phones/orvelo-9/"]
    assert CategoryPresentation.objects.get().url == "/en/phones/"
    assert PageDocument.objects.get(source=f"page:{page.pk}").path == "/en/phones/orvelo-9/"


def test_a_category_with_another_title_stands_in_the_breadcrumbs_of_its_products():
    product = make.make_product()
    make.make_product_page(product=product)
    category = CategoryPage.objects.get()

    category.title = "Telephones"
    make.publish(category)

    assert listing.detail(product.public_id, "en")["breadcrumbs"][1]["name"] == "Telephones"


def test_moving_a_section_moves_what_is_in_it():
    page = make.make_product_page(product=make.make_product(slug="orvelo-9"))
    section = make.make_category_page(category=make.make_category(slug="mobile"))

    page.get_parent().move(section, pos="last-child")

    assert urls() == ["/en/mobile/smartphones/orvelo-9/"]


@pytest.mark.parametrize("depth", ["the page itself", "the section", "the home page"])
def test_what_is_made_private_leaves_the_lists_and_comes_back_when_it_is_public_again(depth):
    page = make.make_product_page(product=make.make_product(slug="orvelo-9"))
    section = page.get_parent()
    hidden = {"the page itself": page, "the section": section, "the home page": section.get_parent()}[depth]

    restriction = PageViewRestriction.objects.create(
        page=hidden.page_ptr if hidden is page else hidden, restriction_type=PageViewRestriction.LOGIN
    )
    assert urls() == []
    assert not PageDocument.objects.filter(source=f"page:{page.pk}").exists()

    restriction.delete()
    assert urls() == ["/en/smartphones/orvelo-9/"]


def test_a_deleted_section_takes_its_products_off_the_lists_and_leaves_them_in_the_shop():
    product = make.make_product()
    page = make.make_product_page(product=product)

    page.get_parent().delete()

    assert urls() == []
    assert not Presentation.objects.exists()
    product.refresh_from_db()
    assert product.variants.count() == 1


def test_a_copy_begins_without_a_product_and_the_original_stays_on_sale(caplog):
    product = make.make_product(slug="orvelo-9")
    page = make.make_product_page(product=product)

    copy = page.copy(update_attrs={"slug": "orvelo-9-copy"}, keep_live=True)

    assert ProductPage.objects.get(pk=copy.pk).product is None
    assert copy.get_latest_revision_as_object().product is None
    assert urls() == ["/en/smartphones/orvelo-9/"]


def test_a_second_page_about_the_same_product_is_logged_and_left_out(caplog):
    product = make.make_product(slug="orvelo-9")
    first = make.make_product_page(product=product)

    make.make_product_page(product=product, slug="again")

    assert urls() == ["/en/smartphones/orvelo-9/"]
    assert Presentation.objects.get().source == f"page:{first.pk}"
    assert "was ignored" in caplog.text


def test_a_translation_keeps_the_product_of_its_source():
    product = make.make_product(slug="orvelo-9")
    page = make.make_product_page(product=product)
    locale = make.make_home(language="ru").locale
    make.make_category_page(category=product.category, language="ru")

    translation = page.copy_for_translation(locale)

    assert translation.product == product
    assert translation.get_latest_revision_as_object().product == product
    make.publish(translation.get_latest_revision_as_object())
    assert urls() == ["/en/smartphones/orvelo-9/", "/ru/smartphones/orvelo-9/"]


def test_a_picture_with_another_file_has_its_new_address_in_the_catalogue(editor, django_capture_on_commit_callbacks):
    image = make.make_image()
    image.contextual_alt_text = "The phone"
    product = make.make_product()
    make.make_product_page(product=product, pictures=[("picture", {"image": image, "role": "hero"})])
    before = listing.detail(product.public_id, "en")["picture"]
    assert (before["alt"], before["role"], before["width"]) == ("The phone", "hero", 800)
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"/>'

    with django_capture_on_commit_callbacks(execute=True):
        editor.do("wagtailimages:edit", image.pk, title="Picture", file=ContentFile(drawing, name="other.svg"))

    after = listing.detail(product.public_id, "en")["picture"]
    assert after["src"] != before["src"]
    assert (after["width"], after["height"]) == (400, 300)
    assert default_storage.exists(after["src"].removeprefix("/media/"))


def test_a_deleted_picture_leaves_the_catalogue(django_capture_on_commit_callbacks):
    image = make.make_image()
    product = make.make_product()
    make.make_product_page(product=product, pictures=[("picture", {"image": image, "role": "hero"})])

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()

    assert listing.detail(product.public_id, "en")["pictures"] == []


def test_a_page_approved_in_a_workflow_is_shown(django_capture_on_commit_callbacks):
    page = make.make_product_page(product=make.make_product(slug="orvelo-9"), is_live=False)
    person = make.make_staff()
    workflow = Workflow.objects.create(name="Two pairs of eyes")
    WorkflowTask.objects.create(workflow=workflow, task=GroupApprovalTask.objects.create(name="Look"), sort_order=1)
    page.save_revision()
    state = workflow.start(page, person)
    assert urls() == []

    state.current_task_state.approve(user=person)

    assert urls() == ["/en/smartphones/orvelo-9/"]


def test_another_root_page_moves_every_address():
    make.make_product_page(product=make.make_product(slug="orvelo-9"))
    site = Site.objects.get()

    site.root_page = Page.objects.get(pk=CategoryPage.objects.get().pk)
    site.save()

    assert urls() == ["/en/orvelo-9/"]


def test_a_failure_of_the_catalogue_does_not_stop_the_editor_and_is_repaired(monkeypatch, caplog):
    page = make.make_product_page(product=make.make_product(slug="orvelo-9"), is_live=False)
    with monkeypatch.context() as broken:
        broken.setattr("shop.catalog.present", lambda **words: 1 / 0)
        make.publish(page)

    assert ProductPage.objects.get().live
    assert "rebuild_catalog" in caplog.text
    assert urls() == []

    projection.project_all()
    assert urls() == ["/en/smartphones/orvelo-9/"]

"""What makes pages speak to the shop: publishing, moving, renaming, hiding, deleting, of a page or of one above."""

import logging
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, ReferenceIndex, Site
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from content import addresses, pictures, projection
from content.models import CategoryPage, ProductPage, StoreSettings
from content.models.base import StorePage
from shop.changes import log
from shop.models import PageDocument

logger = logging.getLogger(__name__)


def connect() -> None:
    """Listen to Wagtail; called once, when the app is ready."""
    page_published.connect(on_published, dispatch_uid="catalogue")
    page_unpublished.connect(on_unpublished, dispatch_uid="catalogue")
    page_slug_changed.connect(on_address_changed, dispatch_uid="catalogue")
    post_page_move.connect(on_address_changed, dispatch_uid="catalogue")
    copy_for_translation_done.connect(on_translated, dispatch_uid="catalogue")
    post_delete.connect(on_deleted, sender=Page, dispatch_uid="catalogue")
    post_save.connect(on_restriction_changed, sender=PageViewRestriction, dispatch_uid="catalogue")
    post_delete.connect(on_restriction_changed, sender=PageViewRestriction, dispatch_uid="catalogue")
    post_save.connect(on_site_changed, sender=Site, dispatch_uid="catalogue")
    post_delete.connect(on_image_deleted, sender=get_image_model(), dispatch_uid="catalogue")
    post_delete.connect(on_rendition_deleted, sender=get_image_model().get_rendition_model(), dispatch_uid="catalogue")
    post_save.connect(on_store_changed, sender=StoreSettings, dispatch_uid="catalogue")


def on_published(instance: Page, **kwargs: Any) -> None:
    """A page speaks; the pages below repeat its title in their breadcrumbs."""
    if not isinstance(instance, StorePage):
        return
    told = PageDocument.objects.filter(source=projection.source_of(instance.pk)).values_list("title", flat=True).first()
    if instance.numchild and told != instance.title:
        projection.project_tree(instance)
    else:
        projection.project([instance])


def on_unpublished(instance: Page, **kwargs: Any) -> None:
    projection.project([instance])


def on_address_changed(instance: Page, **kwargs: Any) -> None:
    """Wagtail announces only the page that was renamed or moved; every address below it has changed, too."""
    projection.project_tree(instance)


def on_deleted(instance: Page, **kwargs: Any) -> None:
    projection.safely_withdraw(instance.pk)


def on_restriction_changed(instance: PageViewRestriction, **kwargs: Any) -> None:
    """A section was made private or public again, with all that is in it."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        projection.project_tree(page)


def on_translated(source_obj: Page, target_obj: Page, **kwargs: Any) -> None:
    """A translation describes the same thing as its source; only a copy begins without."""
    source, target = source_obj.specific, target_obj.specific
    for kind, field in ((ProductPage, "product"), (CategoryPage, "category")):
        if isinstance(target, kind) and isinstance(source, kind):
            row = getattr(source, f"{field}_id")
            kind.objects.filter(pk=target.pk).update(**{field: row})
            revision = target.get_latest_revision()
            if revision is not None:
                revision.content[field] = row
                revision.save(update_fields=["content"])
            setattr(target_obj, f"{field}_id", row)
            if target.live:
                projection.project([target])


def on_site_changed(instance: Site, **kwargs: Any) -> None:
    """Another root page moves every address; another host or port moves none, because addresses are kept as paths."""
    # Wagtail's own receiver, which forgets the roots, may come after this one.
    Site.clear_site_root_paths_cache()
    root = instance.root_page
    told = PageDocument.objects.filter(source=projection.source_of(root.pk)).values_list("path", flat=True).first()
    if told != addresses.path_of(root):
        projection.project_all()


def on_image_deleted(instance: Any, **kwargs: Any) -> None:
    """A picture is gone: pages that showed it tell so."""
    _project_users_of(instance)


def on_rendition_deleted(instance: Any, **kwargs: Any) -> None:
    """A picture got another file, and with it another address (Wagtail deletes the old sizes after saving it)."""
    # A drawing is never turned into another format, so that its sizes are known by the first part alone.
    if instance.filter_spec.split("|")[0] == pictures.LARGEST.split("|")[0]:
        _project_users_of(get_image_model()(pk=instance.image_id))


def _project_users_of(image: Any) -> None:
    references = ReferenceIndex.get_references_to(image).values_list("object_id", "base_content_type__model")
    ids = [int(pk) for pk, model in references if model == "page"]
    if ids:
        transaction.on_commit(lambda: projection.project(Page.objects.filter(pk__in=ids).only("pk")))


def on_store_changed(**kwargs: Any) -> None:
    """The footer stands on every page: prepared answers are made anew."""
    log.append(type="page", object_id="store", kind="published")

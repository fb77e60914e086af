"""Words of a file as pages: a revision that is published, and nothing at all where the page says so already."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from content.importing import pictures, texts
from content.importing.drafts import Note, PageDraft, ProductDraft, Refused
from content.importing.technomart import page_column
from content.models import CategoryPage, HomePage, ProductPage
from shop.models import Category, Product

SPACE = " \n\t\r\u00a0"


def of_product(product: Product) -> dict[str, ProductPage]:
    """The pages of a product by language, with the words that an editor would see when opening them."""
    found: dict[str, ProductPage] = {}
    rows = ProductPage.objects.filter(product=product).select_related("locale").order_by("-live", "pk")
    for page in rows:
        if page.language not in found:
            found[page.language] = page if page.live else _latest(page)
    return found


def _latest(page: ProductPage) -> ProductPage:
    revision = page.get_latest_revision()
    return revision.as_object() if revision is not None else page


class Writer:
    """Writes the pages of one product."""

    def __init__(
        self,
        product: Product,
        draft: ProductDraft,
        *,
        gathered: pictures.Gathered,
        keep: Callable[[str], Any],
        notices: list[Note],
        actor: Any,
    ) -> None:
        self.product = product
        self.draft = draft
        self.gathered = gathered
        self.keep = keep
        self.notices = notices
        self.actor = actor

    def write(self) -> bool:
        """See that each language's page says what the file says; true if any page is different now."""
        here = of_product(self.product)
        changed = [self._follow_category(page) for page in here.values()]
        for language, words in self.draft.pages.items():
            page = here.get(language)
            changed.append(self._update(page, words) if page else self._create(language, words))
        return any(changed)

    # Pages that exist

    def _update(self, page: ProductPage, words: PageDraft) -> bool:
        is_changed = self._set_words(page, words)
        is_published = page.live if words.is_published is None else words.is_published
        if not is_changed and is_published == page.live:
            return False
        if (reason := _why_not_now(page)) is not None:
            self._notice(page.language, "name", reason)
            return False
        revision = None
        if is_changed:
            page.full_clean()
            revision = page.save_revision(user=self.actor, log_action=True)
        if is_published:
            revision = revision or page.get_latest_revision() or page.save_revision(user=self.actor)
            revision.publish(user=self.actor)
        elif page.live:
            Page.objects.get(pk=page.pk).specific.unpublish(user=self.actor)
        return True

    def _set_words(self, page: ProductPage, words: PageDraft) -> bool:
        """Put the file's words on the page, unsaved; true if it said something else."""
        wanted = {
            "title": words.name or None,
            "summary": words.summary,
            "seo_title": words.seo_title,
            "search_description": words.seo_description,
        }
        is_changed = False
        for field, text in wanted.items():
            if text is not None and _plain(getattr(page, field)) != text:
                setattr(page, field, text)
                is_changed = True
        if words.body is not None:
            is_changed |= self._set_body(page, words.body)
        if words.pictures is not None:
            stream = pictures.stream_for(page, words.pictures, self.gathered, self.keep)
            if stream is not None:
                page.pictures = stream
                is_changed = True
        return is_changed

    def _set_body(self, page: ProductPage, body: str) -> bool:
        before = texts.html_of(page.body)
        if before is None:
            sentence = _("The description has blocks that a file cannot hold; it was left as it is.")
            self._notice(page.language, "body", sentence)
            return False
        if texts.blocks_of(before) == texts.blocks_of(body):
            return False
        page.body = texts.stream_of(body)
        return True

    def _follow_category(self, page: ProductPage) -> bool:
        """A product that has changed its category takes its pages along."""
        parent = Page.objects.get(pk=page.pk).get_parent().specific
        if not isinstance(parent, CategoryPage) or parent.category_id == self.product.category_id:
            return False
        Page.objects.get(pk=page.pk).move(self._parent(page.language), pos="last-child", user=self.actor)
        return True

    # Pages that are made

    def _create(self, language: str, words: PageDraft) -> bool:
        if not words.name:
            if words.summary or words.body:
                raise self._refusal(language, "name", _("The name is missing, so no page can be made."))
            return False
        parent = self._parent(language)
        page = ProductPage(
            title=words.name,
            slug=_free_slug(parent, self.product.slug),
            product=self.product,
            locale=parent.locale,
            live=False,
            owner=self.actor,
        )
        other = ProductPage.objects.filter(product=self.product).exclude(locale=parent.locale).first()
        if other is not None:
            page.translation_key = other.translation_key
        self._set_words(page, words)
        _put(page, parent, is_published=words.is_published is not False, actor=self.actor)
        return True

    def _parent(self, language: str) -> CategoryPage:
        """The page of the product's category, made and published if it is missing."""
        category = self.product.category
        found = CategoryPage.objects.filter(category=category, locale__language_code=language).order_by("-live", "pk")
        return found.first() or self._new_category_page(category, language)

    def _new_category_page(self, category: Category, language: str) -> CategoryPage:
        homes = HomePage.objects.filter(locale__language_code=language)
        home = homes.order_by("-live", "pk").first()
        if home is None:
            name = dict(settings.LANGUAGES).get(language, language)
            sentence = _("There is no home page in this language yet (%(language)s): make one in Pages first.")
            raise self._refusal(language, "name", sentence % {"language": name})
        page = CategoryPage(
            title=getattr(category, f"name_{language}", category.name_en),
            slug=_free_slug(home, category.slug),
            category=category,
            locale=Locale.objects.get(pk=home.locale_id),
            live=False,
            show_in_menus=True,
            owner=self.actor,
        )
        other = CategoryPage.objects.filter(category=category).exclude(locale=home.locale).first()
        if other is not None:
            page.translation_key = other.translation_key
        _put(page, home, is_published=True, actor=self.actor)
        return CategoryPage.objects.get(pk=page.pk)

    def _refusal(self, language: str, column: str, sentence: str) -> Refused:
        return Refused(self.draft.note(page_column(column, language), sentence))

    def _notice(self, language: str, column: str, sentence: str) -> None:
        self.notices.append(self.draft.note(page_column(column, language), sentence))


def _why_not_now(page: ProductPage) -> str | None:
    """Why an editor's work on the page goes before the file's words."""
    if page.locked:
        return _("The page is locked by an editor; its words were left as they are.")
    if page.live and page.has_unpublished_changes:
        return _("The page has changes that are not published yet; its words were left as they are.")
    if page.approved_schedule:
        return _("The page is scheduled for publication; its words were left as they are.")
    return None


def _put(page: Page, parent: Page, *, is_published: bool, actor: Any) -> None:
    # The tree may have moved on in the database; the child's place is counted from there.
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    revision = page.save_revision(user=actor, log_action=True)
    if is_published:
        revision.publish(user=actor)


def _free_slug(parent: Page, wanted: str) -> str:
    taken = set(Page.objects.child_of(parent).filter(slug__startswith=wanted).values_list("slug", flat=True))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _plain(text: str) -> str:
    """A field's text as a cell of a file would give it back."""
    return text.replace("\r\n", "\n").strip(SPACE)

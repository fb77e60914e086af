"""Pictures of product pages: which are there already, which have to be fetched, and what a page shows then."""

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.blocks import StreamValue

from content.importing import images
from content.importing.drafts import Note, PictureDraft, ProductDraft
from content.importing.technomart import page_column, plain_alt
from content.models import ProductPage

# How much of an address a notice repeats.
LONGEST_SHOWN = 200
# Address → a picture of the library, or one that has been fetched and is not in it yet.
Gathered = Mapping[str, Any]


def address_of(image: Any) -> str:
    """The web address of a picture of the library, the same as long as its file stays."""
    parts = urlsplit(image.file.url)
    path = urlunsplit(parts._replace(query="", fragment=""))
    return path if parts.netloc else f"{settings.SITE_URL.rstrip('/')}{path}"


def alt_of(image: Any) -> str:
    return plain_alt(getattr(image, "contextual_alt_text", None) or "")


def shown(page: ProductPage) -> dict[str, Any]:
    """The pictures of a page: address → its block."""
    return {address_of(block.value["image"]): block for block in page.pictures if block.value.get("image")}


def _block_of(here: Mapping[str, Any], url: str) -> Any:
    """The block that shows the picture of an address: one of ours, or one that was fetched from there."""
    fetched = f"/{images.name_of(url)}"
    return here.get(url) or next((one for one in here.values() if fetched in one.value["image"].file.name), None)


def gather(
    draft: ProductDraft, pages: Mapping[str, ProductPage], fetcher: images.Fetcher | None
) -> tuple[Gathered, list[Note]]:
    """Find or fetch what the pages do not show yet, outside any transaction; without a fetcher nothing is fetched."""
    gathered: dict[str, Any] = {}
    # Address → why it is missing; None where it was not asked for.
    missing: dict[str, str | None] = {}
    waiting = 0
    for language, words in draft.pages.items():
        here = shown(pages[language]) if words.pictures and language in pages else {}
        for picture in words.pictures or ():
            if picture.url not in gathered | missing and _block_of(here, picture.url) is None:
                if (image := images.find(picture.url)) is not None:
                    gathered[picture.url] = image
                elif fetcher is None:
                    missing[picture.url] = None
                    waiting += 1
                else:
                    try:
                        gathered[picture.url] = fetcher.fetch(picture.url)
                    except images.HostSkipped:
                        missing[picture.url] = None
                    except images.NotFetched as reason:
                        missing[picture.url] = str(reason)
    return gathered, _notes(draft, missing, waiting)


def _notes(draft: ProductDraft, missing: Mapping[str, str | None], waiting: int) -> list[Note]:
    column = page_column("images", next(iter(draft.pages), settings.LANGUAGE_CODE))
    sentence = _("The picture %(url)s was left out: %(reason)s")
    notes = [
        draft.note(column, sentence % {"url": url[:LONGEST_SHOWN], "reason": reason})
        for url, reason in missing.items()
        if reason is not None
    ]
    if waiting:
        sentence = ngettext("%(count)d picture would be fetched.", "%(count)d pictures would be fetched.", waiting)
        notes.append(draft.note(column, sentence % {"count": waiting}))
    return notes


def notes_of_hosts(fetcher: images.Fetcher) -> list[Note]:
    """One sentence for each server whose pictures were given up together."""
    return [
        Note(
            row=0,
            column="",
            sentence=ngettext(
                "%(count)d more picture of %(host)s was left out, because the server did not answer.",
                "%(count)d more pictures of %(host)s were left out, because the server did not answer.",
                count,
            )
            % {"count": count, "host": host},
        )
        for host, count in sorted(fetcher.unreachable.items())
        if count
    ]


def stream_for(
    page: ProductPage, wanted: Sequence[PictureDraft], gathered: Gathered, keep: Callable[[str], Any]
) -> StreamValue | None:
    """The page's pictures as the file wants them; None if they are so already.

    While one of the file's pictures cannot be had, no picture is taken away for its sake.
    """
    here = shown(page)
    blocks: list[tuple[str, Any, str | None]] = []
    is_complete, is_changed = True, False
    for picture in wanted:
        if (block := _block_of(here, picture.url)) is not None:
            alt = alt_of(block.value["image"])
            if picture.alt is not None and picture.alt != alt:
                block.value["image"] = _described(block.value["image"], picture.alt)
                is_changed = True
            blocks.append((block.block_type, block.value, block.id))
        elif picture.url in gathered:
            role = "detail" if blocks else "hero"
            image = _described(keep(picture.url), picture.alt or page.title)
            blocks.append(("picture", {"image": image, "role": role}, None))
            is_changed = True
        else:
            is_complete = False
    if not is_complete:
        kept = {block_id for _type, _value, block_id in blocks}
        blocks += [(block.block_type, block.value, block.id) for block in here.values() if block.id not in kept]
    order = [block_id for _type, _value, block_id in blocks]
    if not is_changed and order == [block.id for block in here.values()]:
        return None
    stream = page.pictures.stream_block
    return StreamValue(stream, [(kind, stream.child_blocks[kind].normalize(value), id_) for kind, value, id_ in blocks])


def _described(image: Any, alt: str) -> Any:
    """The picture with the words that this page gives it."""
    described = copy.copy(image)
    described.contextual_alt_text, described.decorative = alt, False
    return described

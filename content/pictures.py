"""Pictures as the shop and the templates know them: {src, alt, width, height, role}."""

from typing import Any

from wagtail.images.models import AbstractImage

# Lists show pictures at 360 px, product pages at 720; twice that for dense screens.
LARGEST = "max-1440x1440|format-webp|preserve-svg"


def picture(image: AbstractImage | None, *, alt: str = "", role: str = "hero") -> dict[str, Any] | None:
    """A picture in the size that pages show it in, or None when there is no image (its file may be lost, too)."""
    if image is None:
        return None
    try:
        rendition = image.get_rendition(LARGEST)
    except (OSError, ValueError):
        # The file is gone or broken; a page without this picture is better than no page.
        return None
    return {"src": rendition.url, "alt": alt, "width": rendition.width, "height": rendition.height, "role": role}


def of_block(image: AbstractImage | None, *, role: str = "detail") -> dict[str, Any] | None:
    """A picture that an ImageBlock holds, with the words that were given to it there."""
    if image is None:
        return None
    return picture(image, alt=getattr(image, "contextual_alt_text", None) or "", role=role)


def of_product(stream: Any) -> list[dict[str, Any]]:
    """The pictures of a product page, in the editor's order."""
    shown = (of_block(block.value.get("image"), role=block.value.get("role") or "detail") for block in stream)
    return [one for one in shown if one is not None]

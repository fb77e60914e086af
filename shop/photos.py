"""Photos that shoppers send: whatever a camera wrote becomes a JPEG of ours, without what the camera knew."""

import io
import struct

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from shop.errors import Refusal

LARGEST = 8 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP")
# Cameras of telephones make up to 50 megapixels; more is meant to fill the memory.
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2_000
QUALITY = 82
# What Pillow's readers raise about files that are broken or only pretend to be pictures.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, OverflowError, struct.error, Image.DecompressionBombError)


class PhotoTooLarge(Refusal):
    code = "photo_too_large"

    def sentence(self) -> str:
        return _("A photo has at most 8 MB.")


class PhotoUnreadable(Refusal):
    code = "photo_unreadable"

    def sentence(self) -> str:
        return _("This is not a photo that we can read. Send a JPEG, PNG or WebP file.")


def cleaned(content: bytes) -> bytes:
    """The picture as a new JPEG, upright and at most 2000 pixels wide or high; place and camera are left out.

    Raises PhotoTooLarge or PhotoUnreadable.  Call it outside any transaction: decoding takes a moment.
    """
    if len(content) > LARGEST:
        raise PhotoTooLarge
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PhotoTooLarge(_("A photo has at most 50 megapixels."))
            # JPEG can be decoded at a fraction of its size at once.
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _written(_opaque(upright))
    except BROKEN:
        raise PhotoUnreadable from None


def _opaque(picture: Image.Image) -> Image.Image:
    """JPEG knows no transparency: what shines through is white."""
    if picture.mode == "RGB":
        return picture
    layered = picture.convert("RGBA")
    ground = Image.new("RGB", layered.size, "white")
    ground.paste(layered, mask=layered.getchannel("A"))
    return ground


def _written(picture: Image.Image) -> bytes:
    """The pixels alone: a new image carries none of the old one's notes."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    stream = io.BytesIO()
    bare.save(stream, "JPEG", quality=QUALITY, optimize=True)
    return stream.getvalue()

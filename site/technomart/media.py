"""Uploaded and drawn files, served by the store itself where no front server does it.

They come with a sandboxing policy (technomart.middleware.headers), so that an SVG opened on its own runs nothing.
"""

import mimetypes
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since

# Documents are served by Wagtail's own view, which asks who may see them.  Originals may hold what a camera noted;
# pages show renditions of them, except for drawings, which have no other form.
DOCUMENTS = "documents"
ORIGINALS = "original_images"
SHOWN = ("image/", "video/", "audio/")
WEEK = 7 * 24 * 3600


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of the media storage; what a browser should not show is offered for saving."""
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or _is_private(parts[0], path):
        raise Http404
    try:
        modified = default_storage.get_modified_time(path).timestamp()
        opened = default_storage.open(path)
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation, NotADirectoryError, ValueError) as error:
        raise Http404 from error
    headers = {"Last-Modified": http_date(modified), "Cache-Control": f"public, max-age={WEEK}"}
    if not was_modified_since(request.headers.get("If-Modified-Since"), modified):
        opened.close()
        return HttpResponseNotModified(headers=headers)
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    is_shown = kind.startswith(SHOWN)
    return FileResponse(opened, content_type=kind, as_attachment=not is_shown, headers=headers)


def _is_private(folder: str, path: str) -> bool:
    return folder == DOCUMENTS or (folder == ORIGINALS and not path.endswith(".svg"))

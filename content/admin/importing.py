"""The editor's door to import and export: a file is looked at first, and brought in when its report has been read."""

import tempfile
import uuid
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from content.importing import export, files, run

MAY_IMPORT = ("shop.add_product", "shop.change_product", "shop.add_price", "shop.add_stockmovement")
MAY_EXPORT = "shop.view_product"
# A request has to end while a person waits; longer files go through the command (docs/importing.md).
MOST_ROWS = 500
MOST_BYTES = 10 * files.MIB
# How long a report may be read before the file is asked for again.
KEPT_FOR = 60 * 60
LONGEST_LIST = 200


def may_import(user: Any) -> bool:
    """An import changes products, prices and stock, and publishes pages: it takes the rights to all of them."""
    return user.has_perms(MAY_IMPORT) and PagePermissionPolicy(Page).user_has_permission(user, "publish")


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("CSV or XLSX: the store's own columns, or Shopify's export.")
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the words"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("For files from Shopify, which have one language."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            limit = MOST_BYTES // files.MIB
            raise ValidationError(
                _("The file is larger than %(count)d MB. Split it and import the parts.") % {"count": limit}
            )
        return file


class ImportView(WagtailAdminTemplateMixin, View):
    """First a dry run with its report, then the same file for good."""

    page_title = gettext_lazy("Import and export")
    header_icon = "upload"
    template_name = "content/admin/import.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not may_import(request.user):
            raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        products = {"url": reverse("shop_products:index"), "label": _("Products")}
        return [*self.breadcrumbs_items, products, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(FileForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._bring_in() if "token" in request.POST else self._look_at()

    def _look_at(self) -> HttpResponse:
        form = FileForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self._show(form)
        file, language = form.cleaned_data["file"], form.cleaned_data["language"]
        data = file.read()
        try:
            report = self._run(data, file.name, language, is_dry_run=True)
        except files.FileUnreadable as error:
            form.add_error("file", str(error))
            return self._show(form)
        token = uuid.uuid4().hex
        cache.set(self._key(token), (data, file.name, language), KEPT_FOR)
        return self._show(form, report=report, token=token, name=file.name)

    def _bring_in(self) -> HttpResponse:
        kept = cache.get(self._key(self.request.POST["token"]))
        if kept is None:
            messages.error(self.request, _("The file is no longer here. Choose it again."))
            return redirect("product_import")
        data, name, language = kept
        # Pressed twice, it is brought in once.
        cache.delete(self._key(self.request.POST["token"]))
        report = self._run(data, name, language, is_dry_run=False)
        return self._show(FileForm(), report=report, name=name)

    def _run(self, data: bytes, name: str, language: str, *, is_dry_run: bool) -> run.Report:
        sheet = files.parse(data, name)
        if len(sheet.rows) > MOST_ROWS:
            sentence = _("The file has more than %(count)d rows. Import it by the command import_products.")
            raise files.FileUnreadable(sentence % {"count": MOST_ROWS})
        return run.import_sheet(sheet, language=language, is_dry_run=is_dry_run, actor=self.request.user)

    def _key(self, token: str) -> str:
        """Only who has brought the file may bring it in."""
        return f"import:{self.request.user.pk}:{token[:40]}"

    def _show(
        self, form: FileForm, *, report: run.Report | None = None, token: str = "", name: str = ""
    ) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            report=report,
            problems=report.problems[:LONGEST_LIST] if report else [],
            notices=report.notices[:LONGEST_LIST] if report else [],
            token=token,
            name=name,
        )
        return self.render_to_response(context)


class ExportView(View):
    """All products as a file."""

    def get(self, request: HttpRequest, ending: str) -> HttpResponse:
        if not request.user.has_perm(MAY_EXPORT):
            raise PermissionDenied
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"products-{timezone.localdate():%Y-%m-%d}.{ending}"
            export.write(path)
            # Open files outlive their folder.
            return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


def menu_item() -> MenuItem:
    return ImportMenuItem(
        # The menu is made once, for readers of all languages.
        gettext_lazy("Import and export"),
        reverse("product_import"),
        name="import",
        icon_name="upload",
        order=155,
    )

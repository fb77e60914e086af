"""The books in the admin: whether they are right, since when, and the first row that breaks them."""

from typing import Any

from babel.dates import format_datetime
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from shop.books import proof
from shop.models import BooksProof

MAY_LOOK = "shop.view_booksproof"
SHOWN = 20


class BooksView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """The last proof, the last violation, and the proofs before."""

    permission_required = MAY_LOOK
    template_name = "shop/admin/books.html"
    page_title = gettext_lazy("Books")
    header_icon = "clipboard-list"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proofs = [shown(one) for one in BooksProof.objects.all()[:SHOWN]]
        broken = BooksProof.objects.exclude(violations=[]).first()
        return super().get_context_data(
            last=proofs[0] if proofs else None, broken=shown(broken) if broken else None, proofs=proofs, **kwargs
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Prove them now."""
        found = proof.prove().violations
        if found:
            messages.error(request, _("The books are wrong: %(first)s") % {"first": found[0]})
        else:
            messages.success(request, _("The books are right."))
        return redirect("shop_books:index")


def shown(one: BooksProof) -> dict[str, Any]:
    return {
        "at": format_datetime(timezone.localtime(one.started_at), "d MMM y, H:mm:ss", locale=get_language() or "en"),
        "milliseconds": one.milliseconds,
        "checks": one.checks,
        "violations": one.violations,
    }


class BooksViewSet(ViewSet):
    name = "shop_books"
    url_prefix = "shop/books"

    def get_urlpatterns(self) -> list[Any]:
        return [path("", BooksView.as_view(), name="index")]


class BooksMenuItem(MenuItem):
    """Among the reports, for those who may look."""

    def __init__(self) -> None:
        super().__init__(_("Books"), reverse("shop_books:index"), icon_name="clipboard-list", order=150)

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_LOOK)

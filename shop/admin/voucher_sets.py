"""Sets of vouchers in the admin: made in one go, downloaded with the use of each code, taken out of use."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseOperationView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log as log_action

from shop.admin import crumbs
from shop.admin.promotions import instant
from shop.admin.vouchers import ChosenInLink, PromotionChoices, stream
from shop.errors import Refusal
from shop.models import Voucher, VoucherSet
from shop.promotions import sets, vouchers


def download(chosen: QuerySet[Voucher], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(stream(chosen), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "vouchers"}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


class VoucherSetForm(PromotionChoices, forms.ModelForm):
    count = forms.IntegerField(label=gettext_lazy("Number of codes"), min_value=1, max_value=sets.MOST_CODES)
    prefix = forms.CharField(
        label=gettext_lazy("Beginning of the codes"),
        required=False,
        max_length=sets.LONGEST_PREFIX,
    )
    most_uses = forms.IntegerField(
        label=gettext_lazy("Orders at most, for each code"),
        min_value=1,
        required=False,
        initial=1,
        help_text=gettext_lazy("Empty for as often as the promotion allows."),
    )

    class Meta:
        model = VoucherSet
        fields = ["promotion", "name", "count", "prefix"]
        labels = {"name": pgettext_lazy("product", "Name")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A text with a figure in it is translated when it is asked for, not when the program starts.
        words = _("Latin letters and figures, such as SPRING; %(letters)d random letters follow.")
        self.fields["prefix"].help_text = words % {"letters": sets.LETTERS}

    def clean_prefix(self) -> str:
        prefix = vouchers.normalised(self.cleaned_data["prefix"])
        if not prefix.isascii():
            raise ValidationError(_("Only Latin letters and figures."))
        return prefix


class VoucherSetList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn(
                "name", label=pgettext("product", "Name"), url_name="shop_voucher_sets:inspect", sort_key="name"
            ),
            Column("promotion", label=_("Promotion")),
            Column("prefix", label=_("Beginning of the codes"), classname="shop-code"),
            Column("count", label=_("Number of codes"), sort_key="count"),
            Column("used_count", label=_("Used"), sort_key="used_count"),
            Column(
                "created_at", label=_("Made"), accessor=lambda made: instant(made.created_at), sort_key="created_at"
            ),
        ]

    def get_base_queryset(self) -> QuerySet[VoucherSet]:
        used = Count("vouchers", filter=Q(vouchers__used__gt=0))
        return VoucherSet.objects.select_related("promotion").annotate(used_count=used)


class VoucherSetCreate(ChosenInLink, generic.CreateView):
    def save_instance(self) -> VoucherSet:
        asked = self.form.cleaned_data
        made = sets.generate(
            promotion=asked["promotion"],
            name=asked["name"],
            count=asked["count"],
            prefix=asked["prefix"],
            most_uses=asked["most_uses"],
            actor=self.request.user,
        )
        log_action(made, "wagtail.create", user=self.request.user)
        return made

    def form_valid(self, form: VoucherSetForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            form.add_error(None, refusal.detail)
            return self.form_invalid(form)

    def get_success_url(self) -> str:
        return reverse("shop_voucher_sets:inspect", args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []


class VoucherSetView(generic.InspectView):
    """One set: how many of its codes have been used, and the file with all of them."""

    page_title = gettext_lazy("Set of vouchers")

    def get_fields(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        made = self.object
        counts = made.vouchers.aggregate(
            used_codes=Count("pk", filter=Q(used__gt=0)),
            used_up=Count("pk", filter=Q(used__gte=F("most_uses"))),
            valid=Count("pk", filter=Q(is_active=True)),
        )
        return {
            **super().get_context_data(**kwargs),
            "made": made,
            "made_at": instant(made.created_at),
            "counts": counts,
            "codes_url": reverse("shop_voucher_sets:codes", args=[made.pk]),
            "list_url": f"{reverse('shop_vouchers:index')}?voucher_set={made.pk}",
            "deactivate_url": reverse("shop_voucher_sets:deactivate", args=[made.pk])
            if counts["valid"] and self.user_has_permission("change")
            else "",
        }


class CodesView(PermissionCheckedMixin, BaseOperationView):
    """All codes of a set with their use, as a file."""

    model = VoucherSet
    http_method_names = ["get"]
    any_permission_required = ["add", "change", "view"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        return download(self.object.vouchers.all(), self.object.name)


class DeactivateView(PermissionCheckedMixin, BaseOperationView):
    """Takes a set out of use, once it was asked about."""

    model = VoucherSet
    http_method_names = ["get", "post"]
    permission_required = "change"
    success_url_name = "shop_voucher_sets:inspect"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        one = (self.get_success_url(), self.object.name)
        lists = (reverse("shop_voucher_sets:index"), _("Sets of vouchers"))
        context = {
            "back_url": self.get_success_url(),
            "deactivate_url": request.path,
            **crumbs.header(_("Take them out of use"), lists, one, icon="copy", about=self.object.name),
        }
        return TemplateResponse(request, "shop/admin/voucher_set_deactivate.html", context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        count = sets.deactivate(voucher_set=self.object)
        log_action(self.object, "shop.voucher_set_deactivated", user=request.user, data={"count": count})
        words = ngettext("%(count)d code is out of use.", "%(count)d codes are out of use.", count) % {"count": count}
        messages.success(request, words)
        return redirect(self.get_success_url())


class VoucherSetViewSet(ModelViewSet):
    model = VoucherSet
    name = "shop_voucher_sets"
    url_prefix = "shop/voucher-sets"
    icon = "copy"
    menu_label = gettext_lazy("Sets of vouchers")
    menu_name = "voucher-sets"
    list_per_page = 50
    ordering = "-pk"
    index_view_class = VoucherSetList
    add_view_class = VoucherSetCreate
    inspect_view_class = VoucherSetView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    search_fields = ["name", "prefix"]
    list_filter = ["promotion"]
    inspect_template_name = "shop/admin/voucher_set.html"

    def get_form_class(self, for_update: bool = False) -> type[VoucherSetForm]:
        return VoucherSetForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """A set is made once; afterwards its codes can only be taken out of use."""
        absent = ("edit", "delete", "copy", "usage", "history")
        return {**super().get_common_view_kwargs(**kwargs), **{f"{name}_url_name": None for name in absent}}

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("codes/<int:pk>/", self.construct_view(CodesView), name="codes"),
            path("deactivate/<int:pk>/", self.construct_view(DeactivateView), name="deactivate"),
        ]

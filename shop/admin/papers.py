"""Papers of an order for staff: the packing slip, the invoice, and the credit notes of its refunds."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from shop import papers
from shop.errors import NotFound, Refusal
from shop.models import Order, Refund, Shipment
from shop.views.papers import answer, as_file


class PaperView(PermissionCheckedMixin, View):
    """What all papers share: whoever may look at orders may print them."""

    # Without a policy Wagtail would check nothing.
    permission_policy = ModelPermissionPolicy(Order)
    any_permission_required = ["change", "view"]


class PackingSlipView(PaperView):
    """For what is still to be sent; ``?parcel=`` names a parcel that was sent."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        order = get_object_or_404(Order, pk=pk)
        parcel: Shipment | None = None
        if parcel_id := request.GET.get("parcel"):
            parcel = get_object_or_404(Shipment, order=order, public_id=parcel_id)
        return as_file(papers.packing_slip(order, parcel), f"packing-slip-{order.number}.pdf")


class InvoiceView(PaperView):
    """The invoice; ``?refund=`` names a refund whose credit note is wanted."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        order = get_object_or_404(Order, pk=pk)
        try:
            if refund_id := request.GET.get("refund"):
                return answer(papers.credit_note(get_object_or_404(Refund, order=order, public_id=refund_id)))
            return answer(papers.invoice(order))
        except NotFound:
            raise Http404 from None
        except Refusal as refusal:
            messages.error(request, refusal.detail)
            return redirect("shop_orders:inspect", order.pk)

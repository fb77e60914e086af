"""The addresses of the API below ``/api/v1/``."""

from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

from . import (
    carts,
    content,
    docs,
    drafts,
    live,
    markets,
    me,
    orders,
    papers,
    products,
    returns,
    stock_requests,
    sync,
    withdrawals,
)
from .base import Unknown


class Id(StringConverter):
    """A public id; anything else has no address."""

    regex = "[a-z]{2,5}_[0-9a-z]{1,40}"


class IdOrSlug(StringConverter):
    """An id, or the slug of a page in any script."""

    regex = r"[-\w.]{1,255}"


register_converter(Id, "id")
register_converter(IdOrSlug, "id_or_slug")

app_name = "api"

urlpatterns = [
    path("openapi.json", docs.OpenApi.as_view(), name="openapi"),
    path("docs/", docs.Reference.as_view(), name="reference"),
    path("docs/errors/", docs.Errors.as_view(), name="errors"),
    path("products/", products.ProductList.as_view(), name="products"),
    path("products/<id_or_slug:product>/", products.ProductOne.as_view(), name="product"),
    path("products/<id_or_slug:product>/price-history/", products.PriceHistory.as_view(), name="price_history"),
    path("products/<id:product>/stock-requests/", stock_requests.StockRequests.as_view(), name="stock_requests"),
    path("stock-requests/<id:stock_request>/", stock_requests.StockRequestOne.as_view(), name="stock_request"),
    path("stock-requests/<id:stock_request>/take/", stock_requests.TakeOffer.as_view(), name="take_offer"),
    path("markets/", markets.MarketList.as_view(), name="markets"),
    path("categories/", content.Categories.as_view(), name="categories"),
    path("search/suggest/", products.Suggest.as_view(), name="suggest"),
    path("navigation/", content.Navigation.as_view(), name="navigation"),
    path("pages/", content.PageOne.as_view(), name="page"),
    path("carts/", carts.Carts.as_view(), name="carts"),
    path("carts/<id:cart>/", carts.CartOne.as_view(), name="cart"),
    path("carts/<id:cart>/lines/", carts.Lines.as_view(), name="lines"),
    path("carts/<id:cart>/lines/<id:line>/", carts.LineOne.as_view(), name="line"),
    path("carts/<id:cart>/vouchers/", carts.Vouchers.as_view(), name="vouchers"),
    path("carts/<id:cart>/vouchers/<id_or_slug:code>/", carts.VoucherOne.as_view(), name="voucher"),
    path("carts/<id:cart>/gift-cards/", carts.GiftCards.as_view(), name="gift_cards"),
    path("carts/<id:cart>/gift-cards/<id:card>/", carts.GiftCardOne.as_view(), name="gift_card"),
    path("carts/<id:cart>/delivery-options/", carts.DeliveryOptions.as_view(), name="delivery_options"),
    path("orders/", orders.Orders.as_view(), name="orders"),
    path("orders/<id:order>/", orders.OrderOne.as_view(), name="order"),
    path("orders/<id:order>/cancel/", orders.CancelOrder.as_view(), name="cancel_order"),
    path("orders/<id:order>/invoice/", papers.InvoiceOne.as_view(), name="invoice"),
    path("orders/<id:order>/returns/", returns.Returns.as_view(), name="returns"),
    path("orders/<id:order>/returns/<id:ret>/", returns.ReturnOne.as_view(), name="return"),
    path("orders/<id:order>/returns/<id:ret>/call-off/", returns.CallOffReturn.as_view(), name="call_off_return"),
    path("orders/<id:order>/returns/<id:ret>/photos/", returns.ReturnPhotos.as_view(), name="return_photos"),
    path(
        "orders/<id:order>/returns/<id:ret>/photos/<int:photo>/", returns.ReturnPhotoOne.as_view(), name="return_photo"
    ),
    path("orders/<id:order>/withdrawals/", withdrawals.Withdrawals.as_view(), name="withdrawals"),
    path("orders/<id:order>/withdrawals/<id:withdrawal>/", withdrawals.WithdrawalOne.as_view(), name="withdrawal"),
    path("draft/", drafts.DraftOne.as_view(), name="draft"),
    path("draft/order/", drafts.DraftOrder.as_view(), name="draft_order"),
    path("withdrawal-links/", withdrawals.WithdrawalLinks.as_view(), name="withdrawal_links"),
    path("me/", me.Me.as_view(), name="me"),
    path("me/stock-requests/", stock_requests.MyStockRequests.as_view(), name="my_stock_requests"),
    path("sync/", sync.Sync.as_view(), name="sync"),
    path("live-tickets/", live.LiveTickets.as_view(), name="live_tickets"),
    re_path(r"", Unknown.as_view(), name="unknown"),
]

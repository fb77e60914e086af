"""The shop's own pages, below the language."""

from django.urls import path

from .views import account, cart, checkout, drafts, listing, market, papers, returns, waiting, withdrawal

app_name = "shop"

urlpatterns = [
    path("search/", listing.search_page, name="search"),
    path("market/", market.choose, name="market"),
    path("cart/", cart.show, name="cart"),
    path("cart/add/", cart.add, name="cart-add"),
    path("cart/accept/", cart.accept, name="cart-accept"),
    path("cart/restore/", cart.restore, name="cart-restore"),
    path("cart/code/", cart.add_code, name="cart-code"),
    path("cart/code/remove/", cart.remove_code, name="cart-code-remove"),
    path("cart/lines/<str:line_id>/", cart.set_quantity, name="cart-line"),
    path("cart/lines/<str:line_id>/remove/", cart.remove, name="cart-line-remove"),
    path("stock/ask/", waiting.ask, name="stock-ask"),
    path("stock/offers/<str:token>/", waiting.offer, name="stock-offer"),
    path("checkout/", checkout.start, name="checkout"),
    path("checkout/contact/", checkout.contact, name="checkout-contact"),
    path("checkout/delivery/", checkout.delivery, name="checkout-delivery"),
    path("checkout/payment/", checkout.payment, name="checkout-payment"),
    path("checkout/review/", checkout.review, name="checkout-review"),
    path("checkout/done/<str:token>/", checkout.done, name="order-done"),
    path("orders/<str:key>/invoice/", papers.invoice, name="invoice"),
    path("orders/<str:key>/credit-notes/<str:refund_id>/", papers.credit_note, name="credit-note"),
    path("orders/<str:key>/return/", returns.begin, name="return-begin"),
    path("orders/<str:key>/returns/<str:return_id>/", returns.show, name="return"),
    path("orders/<str:key>/returns/<str:return_id>/call-off/", returns.call_off, name="return-call-off"),
    path("orders/<str:key>/returns/<str:return_id>/photos/<int:number>/", returns.photo, name="return-photo"),
    path("pay/<str:token>/", drafts.pay, name="draft-pay"),
    path("withdraw/", withdrawal.start, name="withdraw"),
    path("withdraw/<str:key>/", withdrawal.declare, name="withdraw-declare"),
    path("withdraw/<str:key>/receipt/<str:withdrawal_id>/", withdrawal.receipt, name="withdraw-receipt"),
    path("account/", account.index, name="account"),
    path("account/returns/", returns.index, name="returns"),
    path("account/orders/<str:order_id>/", account.order, name="account-order"),
    path("account/orders/<str:order_id>/cancel/", account.cancel, name="account-order-cancel"),
]

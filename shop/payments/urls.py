"""Addresses that payments come back to."""

from django.urls import path

from shop.views import payments

urlpatterns = [
    path("<slug:method>/webhook/", payments.webhook, name="payment-webhook"),
    path("<slug:method>/return/<str:payment_id>/", payments.come_back, name="payment-return"),
    path("<slug:method>/<str:payment_id>/again/", payments.again, name="payment-again"),
    path("stripe/<str:payment_id>/", payments.stripe, name="payment-stripe"),
    path("bank_transfer/<str:payment_id>/", payments.bank_transfer, name="payment-bank-transfer"),
    path("sandbox/<str:payment_id>/", payments.sandbox, name="sandbox-payment"),
]

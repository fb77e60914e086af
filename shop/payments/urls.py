"""Addresses that payments come back to."""

from django.urls import path

from shop.views import account

urlpatterns = [path("sandbox/<str:payment_id>/", account.sandbox, name="sandbox-payment")]

"""The addresses of the API below ``/api/v1/``."""

from django.urls import re_path

from .base import Unknown

urlpatterns = [
    re_path(r"", Unknown.as_view(), name="unknown"),
]

"""The header of screens that are plain functions: the way back, as Wagtail's own views show it."""

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from shop.models import Order


def header(title: str, *way: tuple[str, str], icon: str, about: str = "") -> dict[str, Any]:
    """For templates under ``wagtailadmin/generic/base.html``; ``way`` is (address, label) from the list downwards."""
    steps = [{"url": url, "label": label} for url, label in ((reverse("wagtailadmin_home"), _("Home")), *way)]
    return {
        "breadcrumbs_items": [*steps, {"url": "", "label": title, "sublabel": about}],
        "header_title": f"{title}: {about}" if about else title,
        "header_icon": icon,
    }


def of_order(order: Order, title: str, icon: str = "clipboard-list") -> dict[str, Any]:
    """Of a screen about one order."""
    orders = (reverse("shop_orders:index"), capfirst(str(Order._meta.verbose_name_plural)))
    one = (reverse("shop_orders:inspect", args=[order.pk]), order.number)
    return header(title, orders, one, icon=icon, about=order.number)

"""The editor's screens: products, the grid, choosers, icons."""

from typing import Any

from django.urls import path, re_path
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from content.admin.grid import AddVariantView, GridView, UndoView
from content.admin.importing import ExportView, ImportView, menu_item
from content.admin.products import ProductPolicy, product_viewset
from content.choosers import category_chooser, product_chooser
from shop.models import Product

register_permission_policy(Product, ProductPolicy(Product))


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    return [product_viewset, product_chooser, category_chooser]


@hooks.register("register_admin_menu_item")
def register_import() -> Any:
    return menu_item()


@hooks.register("register_admin_urls")
def register_files() -> list[Any]:
    return [
        path("shop/products/import/", ImportView.as_view(), name="product_import"),
        re_path(r"^shop/products/export/products\.(?P<ending>csv|xlsx)$", ExportView.as_view(), name="product_export"),
    ]


@hooks.register("register_admin_urls")
def register_grid() -> list[Any]:
    return [
        path("shop/products/<int:pk>/grid/", GridView.as_view(), name="product_grid"),
        path("shop/products/<int:pk>/grid/undo/", UndoView.as_view(), name="product_grid_undo"),
        path("shop/products/<int:pk>/variants/new/", AddVariantView.as_view(), name="product_add_variant"),
    ]

"""The pages that editors build, one kind a file."""

from .category import CategoryPage
from .guide import GuideIndexPage, GuidePage
from .home import HomePage
from .product import ProductPage
from .settings import StoreSettings
from .static import StaticPage

__all__ = [
    "CategoryPage",
    "GuideIndexPage",
    "GuidePage",
    "HomePage",
    "ProductPage",
    "StaticPage",
    "StoreSettings",
]

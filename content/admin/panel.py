"""The tab of a product page that shows the product's variants, prices and stock as they are now.

It has no form fields: autosave, drafts and reverts cannot touch what it shows.
"""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from content.admin import ledger


class LedgerPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "content/admin/ledger_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            product = self.instance.product
            context["product"] = product
            if product is not None:
                context["rows"] = ledger.rows(product)
                context["grid_url"] = reverse("product_grid", args=[product.pk])
            return context

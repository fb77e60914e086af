"""What the screens of the shop's own rows have in common."""

from typing import Any

from django import forms
from wagtail.admin.viewsets.model import ModelViewSet

from shop.admin.rows import CarefulDelete


class RowsViewSet(ModelViewSet):
    """Rows with a form of their own, a careful delete, and neither copies nor a reference index."""

    list_per_page = 50
    delete_view_class = CarefulDelete
    copy_view_enabled = False
    add_to_reference_index = False
    form_class: type[forms.ModelForm]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return self.form_class

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """No reference index is kept, so there is no usage to show."""
        return {**super().get_common_view_kwargs(**kwargs), "usage_url_name": None}

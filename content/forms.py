"""Rules of the page editor: which product or category a page may describe."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page


class DescribesForm(WagtailAdminPageForm):
    """The form of a page that describes one row of the shop, alone in its language."""

    described = ""
    taken = _("“%(page)s” already describes this in the same language. Choose another one, or edit that page.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Optional in the table only: a copy of a page begins without (see exclude_fields_in_copy).
        self.fields[self.described].required = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        row = cleaned.get(self.described)
        if row is not None and (other := self._other_page(row)) is not None:
            self.add_error(
                self.described, ValidationError(self.taken, params={"page": other.get_admin_display_title()})
            )
        return cleaned

    def _other_page(self, row: Any) -> Page | None:
        pages = type(self.instance).objects.filter(**{self.described: row})
        locale = self.instance.locale_id or (self.parent_page and self.parent_page.locale_id)
        return pages.filter(locale=locale).exclude(pk=self.instance.pk).first()


class ProductPageForm(DescribesForm):
    described = "product"


class CategoryPageForm(DescribesForm):
    described = "category"

"""Forms with rows under them: an attribute with its choices, a category with its attributes."""

from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError, RestrictedError
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.forms.formsets import BaseFormSetMixin
from wagtail.admin.views import generic


class Rows(BaseFormSetMixin, BaseInlineFormSet):
    """Rows that can be added and removed in the page."""


class RowsUnderForm:
    """For Wagtail's views to add and to edit: saves the form and its rows together, or neither."""

    rows_class: type[BaseInlineFormSet]

    @cached_property
    def rows(self) -> BaseInlineFormSet:
        data = self.request.POST if self.request.method == "POST" else None  # type: ignore[attr-defined]
        return self.rows_class(data, instance=self.form.instance)  # type: ignore[attr-defined]

    def is_valid(self, form: ModelForm) -> bool:
        self.form = form
        is_form_valid = super().is_valid(form)  # type: ignore[misc]
        # Rows are checked in any case, so that all mistakes are shown at once.
        are_rows_valid = self.rows.is_valid()
        if is_form_valid and not are_rows_valid:
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
        return is_form_valid and are_rows_valid

    def save_instance(self) -> Model:
        instance: Model = super().save_instance()  # type: ignore[misc]
        self.rows.instance = instance
        self.rows.save()
        return instance

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context["rows"] = self.rows
        context["media"] += self.rows.media
        return context


class CarefulDelete(generic.DeleteView):
    """Deletes what nothing names, and says in words why not otherwise."""

    # A bare DELETE would pass the form by, and the words with it.
    http_method_names = ("get", "post", "head", "options")

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except (ProtectedError, RestrictedError):
            words = {"object": self.object}
            messages.error(self.request, _("“%(object)s” is in use and cannot be deleted.") % words)
            return redirect(self.get_success_url())

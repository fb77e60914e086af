"""Forms of the account pages, beyond allauth's own."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignupForm(forms.Form):
    """A name beside e-mail and password."""

    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))

    def signup(self, request, user):  # type: ignore[no-untyped-def]
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])

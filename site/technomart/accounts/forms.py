"""Forms of the account pages, beyond allauth's own."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language, pgettext_lazy

from .models import User


class SignupForm(forms.Form):
    """A name beside e-mail and password."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.language = get_language()
        user.save(update_fields=["name", "language"])

"""The admin's list of people: the owner names staff and gives them roles; they set their own passwords."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, NameEmailSettingsPanel
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from .models import User


class PersonForm(UserCreationForm):
    """A new person, who signs in with a code sent to the address and may then set a password."""

    first_name = None
    last_name = None

    class Meta(UserCreationForm.Meta):
        fields = ("email", "name", "phone", "is_superuser", "groups")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        if not by.is_superuser:
            self.fields.pop("is_superuser", None)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Somebody already signs in with this address."))
        return email

    def save(self, commit: bool = True) -> User:
        if self.instance.pk is None:
            self.instance.set_unusable_password()
        person: User = super().save(commit)
        if "email" in self.changed_data:
            # The first code that is sent there and comes back proves it.
            EmailAddress.objects.filter(user=person).delete()
            EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
        return person


class KnownPersonForm(PersonForm, UserEditForm):
    """A person who is there already; a new address has to be proved anew."""

    class Meta(UserEditForm.Meta):
        fields = (*PersonForm.Meta.fields, "is_active")


class People(IndexView):
    search_fields = ("name", "email")


class NewPerson(CreateView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class KnownPerson(EditView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Otherwise an owner could give himself a superuser's account by changing its address.
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class StaffViewSet(UserViewSet):
    """Wagtail's own screens with the forms above."""

    index_view_class = People
    add_view_class = NewPerson
    edit_view_class = KnownPerson
    # Nobody is made as a copy of somebody else.
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        return KnownPersonForm if for_update else PersonForm


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name",)


class NamePanel(NameEmailSettingsPanel):
    form_class = NameForm


class OwnAccount(AccountView):
    """A member of staff's own settings; address and password are changed in the account pages of the site."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        return [
            NamePanel(panel.request, panel.user, panel.profile) if type(panel) is NameEmailSettingsPanel else panel
            for panel in super().get_panels()
        ]

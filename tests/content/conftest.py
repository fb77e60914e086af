"""An editor at work: a signed-in browser that reads Wagtail's forms and posts them back as a person would."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

from content import context
from shop import prepared
from tests import factories as make

STREAMS = {
    "ProductPage": ("pictures", "body"),
    "CategoryPage": ("body",),
    "HomePage": ("shelves", "body"),
    "GuidePage": ("body",),
    "StaticPage": ("body",),
}


class Editor:
    """Opens and posts page forms; what the form shows when it is opened is what is posted."""

    def __init__(self, client: Client, user: Any) -> None:
        self.client = client
        self.user = user

    def open(self, page: Page) -> QueryDict:
        """The fields of the page's form as they stand now."""
        answer = self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert answer.status_code == 200
        fields = querydict_from_html(answer.content.decode(), form_id="page-edit-form")
        fields._mutable = True
        for name in STREAMS.get(page.specific_class.__name__, ()):
            # Blocks are drawn by script; an empty stream is what these pages have.
            fields.update(nested_form_data({name: streamfield([])}))
        return fields

    def post(self, page: Page, fields: QueryDict, **typed: str) -> Any:
        for name, value in typed.items():
            fields[name.replace("__", "-")] = value
        return self.client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields.dict())

    def publish(self, page: Page, fields: QueryDict | None = None, **typed: str) -> Any:
        fields = self.open(page) if fields is None else fields
        answer = self.post(page, fields, **typed, **{"action-publish": "1"})
        assert answer.status_code == 302, answer.context["form"].errors
        return answer

    def do(self, name: str, /, *args: Any, **data: Any) -> Any:
        """Post to one of the admin's views by its URL name."""
        return self.client.post(reverse(name, args=args), data)


@pytest.fixture(autouse=True)
def nothing_kept():
    """Each test has a catalogue of its own, whose versions begin anew."""
    prepared.store.clear()
    context.forget()


@pytest.fixture
def editor(client, db) -> Editor:
    user = make.make_staff()
    client.force_login(user)
    return Editor(client, user)


__all__ = ["Editor", "nested_form_data", "rich_text", "streamfield"]

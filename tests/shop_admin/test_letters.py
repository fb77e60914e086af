"""Letters in the admin: words are changed within bounds, previewed, tried out, and brought back."""

import smtplib

import pytest
from django.core import mail as outbox
from django.utils.html import escape

from shop.letters import LETTERS, samples, wording, writing
from shop.letters.registry import BLOCKS, PLACEHOLDERS
from shop.models import MailText
from tests.shop_admin.staff import signed_in, staff_in, staff_with

pytestmark = pytest.mark.django_db

LIST = "/admin/shop/letters/"
PLACED = f"{LIST}order_placed/en/"
WORDS = {
    "subject": "We have order {order_number}",
    "text": "Dear {name},\n\n{lines}\n\n{sums}\n\nSee {order_link}",
}


@pytest.fixture
def owner():
    return signed_in(staff_in("Owner"))


def errors(response):
    assert response.status_code == 200
    return {name: " ".join(found) for name, found in response.context["form"].errors.items()}


def post(client, button, address=PLACED, **changed):
    return client.post(address, WORDS | changed | {button: "1"})


def test_the_list_shows_every_letter_in_every_language_and_what_was_changed(owner):
    post(owner, "save")

    page = owner.get(LIST).content.decode()

    for code in LETTERS:
        for language in ("en", "ru"):
            assert f"{LIST}{code}/{language}/" in page
    assert page.count("changed on") == 1
    assert page.count("built-in") == 2 * len(LETTERS) - 1


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("code", LETTERS)
def test_every_letter_opens_with_words_that_its_own_form_accepts(owner, code, language):
    address = f"{LIST}{code}/{language}/"
    subject, text = writing.built_in(LETTERS[code], language)

    assert escape(subject) in owner.get(address).content.decode()
    assert owner.post(address, {"subject": subject, "text": text, "save": "1"}).status_code == 302
    # What says the same as the built-in words is not kept beside them.
    assert not MailText.objects.exists()


def test_changed_words_are_kept_and_sent_from_then_on(owner):
    assert post(owner, "save").url == PLACED

    row = MailText.objects.get()
    assert (row.letter, row.language, row.subject) == ("order_placed", "en", "We have order {order_number}")
    written = writing.write("order_placed", language="en", to="a@example.com", values=samples.values("en"))
    assert written.subject == "We have order TM-0000-0000"
    assert written.body.startswith("Dear Anna Orlova,\n\n1 × Phone, 256 GB, blue — ")
    russian = writing.write("order_placed", language="ru", to="a@example.com", values=samples.values("ru"))
    assert "We have order" not in russian.subject


def test_changing_twice_keeps_one_row_and_both_are_in_the_audit_log(owner):
    post(owner, "save")
    post(owner, "save", subject="Order {order_number}")

    assert MailText.objects.get().subject == "Order {order_number}"
    assert "These are your words" in owner.get(PLACED).content.decode()


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"subject": "Order {number}"}, "subject", "This letter does not know {number}."),
        ({"subject": "{lines}"}, "subject", "{lines} cannot stand in the subject."),
        ({"subject": ""}, "subject", "Fill in this field."),
        ({"subject": "x" * 201}, "subject", "200"),
        ({"text": WORDS["text"] + "{tracking}"}, "text", "This letter does not know {tracking}."),
        ({"text": WORDS["text"] + "{{ settings.SECRET_KEY }}"}, "text", "This letter does not know"),
        ({"text": WORDS["text"] + "{% load static %}"}, "text", "This letter does not know {% load static %}."),
        ({"text": WORDS["text"] + "{name.__class__}"}, "text", "This letter does not know {name.__class__}."),
        ({"text": WORDS["text"] + "{name!r}"}, "text", "This letter does not know {name!r}."),
        ({"text": WORDS["text"] + "{}"}, "text", "This letter does not know {}."),
        ({"text": WORDS["text"].replace("{sums}", "Sum: {sums}")}, "text", "Give {sums} a line of its own."),
        ({"text": "{name}"}, "text", "This letter needs {lines}, {sums}, {order_link}."),
        ({"text": WORDS["text"] + "x" * 10_001}, "text", "10000"),
    ],
)
@pytest.mark.parametrize("button", ["save", "preview", "test"])
def test_words_that_would_break_the_letter_are_refused_whatever_is_asked(owner, button, changed, field, message):
    response = post(owner, button, **changed)

    assert message in errors(response)[field]
    assert not MailText.objects.exists()
    assert outbox.outbox == []


def test_a_preview_shows_the_words_as_typed_and_saves_nothing(owner):
    response = post(owner, "preview", text=WORDS["text"] + "\n\n<script>alert(1)</script>")

    shown = response.context["shown"]
    assert shown["subject"] == "We have order TM-0000-0000"
    assert "&lt;script&gt;" in shown["html"]
    assert "<script>" not in shown["html"]
    page = response.content.decode()
    assert f'srcdoc="{escape(shown["html"])}"' in page
    assert "sandbox" in page
    assert "<script>alert" not in page
    assert not MailText.objects.exists()


def test_a_trial_goes_to_whoever_asks_and_saves_nothing():
    user = staff_in("Owner")

    response = post(signed_in(user), "test")

    (letter,) = outbox.outbox
    assert (letter.to, letter.subject) == ([user.email], "We have order TM-0000-0000")
    assert f"Sent to {user.email}" in response.content.decode()
    assert not MailText.objects.exists()


def test_a_trial_that_cannot_be_sent_says_so(owner, monkeypatch):
    def refuse(self, fail_silently=False):
        raise smtplib.SMTPServerDisconnected("away")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)

    assert "could not be sent" in post(owner, "test").content.decode()


def test_the_way_back_leads_to_the_built_in_words(owner):
    post(owner, "save")

    assert owner.post(PLACED, {"reset": "1"}).url == PLACED

    assert not MailText.objects.exists()
    assert "These are the built-in words." in owner.get(PLACED).content.decode()


@pytest.mark.parametrize("address", ["nothing/en/", "order_placed/xx/"])
def test_letters_that_there_are_not_are_not_found(owner, address):
    assert owner.get(LIST + address).status_code == 404


def test_who_may_only_look_changes_and_sends_nothing():
    client = signed_in(staff_with("view_mailtext"))

    assert client.get(LIST).status_code == 200
    assert 'name="save"' not in client.get(PLACED).content.decode()
    for button in ("save", "preview", "test", "reset"):
        assert post(client, button).status_code in (302, 403)
    assert not MailText.objects.exists()
    assert outbox.outbox == []


@pytest.mark.parametrize("address", [LIST, PLACED])
def test_letters_are_for_those_with_the_right(client, address):
    assert client.get(address).url == f"/admin/login/?next={address}"
    assert signed_in(staff_with("view_order")).get(address).url == "/admin/"


def test_every_placeholder_has_a_meaning_and_a_sample_and_every_letter_knows_its_own():
    for language in ("en", "ru"):
        values = samples.values(language)
        assert set(values) == set(PLACEHOLDERS)
        assert {name for name, value in values.items() if isinstance(value, wording.Block)} == set(BLOCKS)
    for letter in LETTERS.values():
        assert set(letter.placeholders) <= set(PLACEHOLDERS)
        assert set(letter.needed) <= set(letter.placeholders)

"""A letter in the words that hold now: those of staff, or else the built-in ones."""

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from shop.models import MailText

from . import wording
from .registry import LETTERS, Letter


def write(
    code: str, *, language: str, to: str, values: Mapping[str, wording.Value], message_id: str = ""
) -> EmailMultiAlternatives:
    """The letter, ready to be sent; ``message_id`` makes a second copy known as the same to mail programs."""
    subject, text = words(LETTERS[code], language)
    return compose(subject, text, language=language, to=to, values=values, message_id=message_id)


def compose(
    subject: str, text: str, *, language: str, to: str, values: Mapping[str, wording.Value], message_id: str = ""
) -> EmailMultiAlternatives:
    filled = wording.subject(subject, values)
    with override(language):
        content = wording.html(text, values)
        home = f"{settings.SITE_URL}/{language}/"
        html = render_to_string("mail/letter.html", {"subject": filled, "content": content, "home": home})
    headers = {"Message-ID": f"<{message_id}@technomart>"} if message_id else {}
    written = EmailMultiAlternatives(filled, wording.text(text, values), to=[to], headers=headers)
    written.attach_alternative(html, "text/html")
    return written


def words(letter: Letter, language: str) -> tuple[str, str]:
    """Subject and text of a letter in a language."""
    row = MailText.objects.filter(letter=letter.code, language=language).first()
    return (row.subject, row.body) if row else built_in(letter, language)


def built_in(letter: Letter, language: str) -> tuple[str, str]:
    with override(language):
        return str(letter.subject), str(letter.text)

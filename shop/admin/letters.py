"""Letters in the admin: the words of each in each language, how they will look, a trial, and the way back."""

import logging
import smtplib
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log as log_action

from shop.letters import LETTERS, Letter, samples, wording, writing
from shop.letters.registry import BLOCKS, PLACEHOLDERS
from shop.models import MailText

logger = logging.getLogger(__name__)

MAY_CHANGE = "shop.change_mailtext"
LONGEST_TEXT = 10_000


class LetterForm(forms.Form):
    """The words of one letter; only its own placeholders may stand in them."""

    subject = forms.CharField(
        label=gettext_lazy("Subject"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=gettext_lazy(
            "An empty line begins a new paragraph. A line whose placeholders are all empty is left out. "
            "The last link becomes the letter's button."
        ),
    )

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter = letter

    def clean_subject(self) -> str:
        subject: str = self.cleaned_data["subject"]
        self._refuse_unknown(subject)
        if blocks := wording.blocks_in(subject):
            raise ValidationError(_("%(names)s cannot stand in the subject.") % {"names": _listed(blocks)})
        return subject

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        self._refuse_unknown(text)
        if crowded := [name for name in wording.blocks_in(text) if not wording.is_alone(name, text)]:
            raise ValidationError(_("Give %(names)s a line of its own.") % {"names": _listed(crowded)})
        return text

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "text" in cleaned and "subject" in cleaned:
            said = wording.used(cleaned["subject"]) + wording.used(cleaned["text"])
            if missing := [name for name in self.letter.needed if name not in said]:
                self.add_error("text", _("This letter needs %(names)s.") % {"names": _listed(missing)})
        return cleaned

    def _refuse_unknown(self, words: str) -> None:
        unknown = [name for name in wording.used(words) if name not in self.letter.placeholders]
        if unknown:
            raise ValidationError(_("This letter does not know %(names)s.") % {"names": _listed(unknown)})


class LetterList(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """All letters, and in which languages staff have changed them."""

    model = MailText
    any_permission_required = ["add", "change", "delete", "view"]
    template_name = "shop/admin/letters.html"
    page_title = gettext_lazy("Letters")
    header_icon = "mail"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changed = {(row.letter, row.language): row for row in MailText.objects.all()}
        rows = [
            {
                "title": letter.title,
                "languages": [
                    {
                        "name": name,
                        "url": reverse("shop_letters:edit", args=[code, language]),
                        "changed": changed.get((code, language)),
                    }
                    for language, name in settings.LANGUAGES
                ],
            }
            for code, letter in LETTERS.items()
        ]
        return {**super().get_context_data(**kwargs), "rows": rows}


class LetterView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One letter in one language: its words, what may stand in them, and how it will look."""

    model = MailText
    any_permission_required = ["add", "change", "delete", "view"]
    template_name = "shop/admin/letter.html"
    header_icon = "mail"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = kwargs["language"]
        if kwargs["code"] not in LETTERS or language not in dict(settings.LANGUAGES):
            raise Http404
        self.letter, self.language = LETTERS[kwargs["code"]], language
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"{self.letter.title}: {dict(settings.LANGUAGES)[self.language]}"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        letters = {"url": reverse("shop_letters:index"), "label": str(LetterList.page_title)}
        return [*super().get_breadcrumbs_items(), letters, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        subject, text = writing.words(self.letter, self.language)
        form = LetterForm(initial={"subject": subject, "text": text}, letter=self.letter)
        return self.render_to_response(self.get_context_data(form=form, shown=self._composed(subject, text)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(MAY_CHANGE):
            raise PermissionDenied
        if "reset" in request.POST:
            return self._reset()
        form = LetterForm(request.POST, letter=self.letter)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, shown=None))
        subject, text = form.cleaned_data["subject"], form.cleaned_data["text"]
        if "save" in request.POST:
            return self._save(subject, text)
        if "test" in request.POST:
            self._send_to_me(subject, text)
        return self.render_to_response(self.get_context_data(form=form, shown=self._composed(subject, text)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = MailText.objects.filter(letter=self.letter.code, language=self.language).first()
        return {
            **super().get_context_data(**kwargs),
            "changed": row,
            "placeholders": [
                {"name": name, "meaning": PLACEHOLDERS[name], "is_block": name in BLOCKS}
                for name in self.letter.placeholders
            ],
            "may_change": self.request.user.has_perm(MAY_CHANGE),
        }

    def _composed(self, subject: str, text: str) -> dict[str, str]:
        """The letter with invented values, as text and as HTML."""
        composed = self._letter(subject, text, to="")
        return {"subject": composed.subject, "text": str(composed.body), "html": str(composed.alternatives[0].content)}

    def _letter(self, subject: str, text: str, *, to: str) -> Any:
        values = samples.values(self.language)
        return writing.compose(subject, text, language=self.language, to=to, values=values)

    def _save(self, subject: str, text: str) -> HttpResponse:
        if (subject, text) == writing.built_in(self.letter, self.language):
            return self._reset()
        row, is_new = MailText.objects.update_or_create(
            letter=self.letter.code, language=self.language, defaults={"subject": subject, "body": text}
        )
        log_action(instance=row, action="wagtail.create" if is_new else "wagtail.edit", user=self.request.user)
        messages.success(self.request, _("The letter is sent in these words from now on."))
        return redirect(self.request.path)

    def _reset(self) -> HttpResponse:
        row = MailText.objects.filter(letter=self.letter.code, language=self.language).first()
        if row is not None:
            log_action(instance=row, action="wagtail.delete", user=self.request.user, deleted=True)
            row.delete()
        messages.success(self.request, _("The letter has its built-in words."))
        return redirect(self.request.path)

    def _send_to_me(self, subject: str, text: str) -> None:
        address: str = self.request.user.email
        try:
            self._letter(subject, text, to=address).send()
        except (smtplib.SMTPException, OSError):
            logger.exception("The trial of letter %s cannot be sent", self.letter.code)
            messages.error(self.request, _("The letter could not be sent: the mail server does not take it."))
        else:
            messages.success(self.request, _("Sent to %(address)s; nothing is saved yet.") % {"address": address})


class LetterViewSet(ModelViewSet):
    model = MailText
    name = "shop_letters"
    url_prefix = "shop/letters"
    icon = "mail"
    menu_label = gettext_lazy("Letters")
    menu_name = "letters"
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = ["subject", "body"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """A letter is there from the start: nothing is added or deleted."""
        absent = ("add", "edit", "delete", "copy", "usage", "history", "inspect")
        return {**super().get_common_view_kwargs(**kwargs), **{f"{name}_url_name": None for name in absent}}

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.construct_view(LetterList), name="index"),
            path("<slug:code>/<str:language>/", self.construct_view(LetterView), name="edit"),
        ]


def _listed(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in dict.fromkeys(names))

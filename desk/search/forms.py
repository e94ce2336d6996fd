"""What somebody looks for, and what narrows it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.search.finding import Asked
from desk.search.rules import KINDS, expect_words
from foundation.values import DomainError
from foundation.web.forms import KernForm, LineField
from foundation.words import LONGEST
from governance.boards.models import Board


class SearchForm(KernForm):
    """`?suche=sensoren&art=minutes&gremium=unternehmensbeirat`; `boards` are those of the filter."""

    suche = LineField(
        label=_("What are you looking for?"),
        max_length=LONGEST,
        help_text=_("One or more words. All of them have to occur."),
        widget=forms.TextInput({"type": "search", "enterkeyhint": "search"}),
        error_messages={"max_length": _("Please type at most %(limit_value)d characters.")},
    )
    art = forms.ChoiceField(required=False, label=_("Kind"), choices=[("", _("All")), *KINDS.items()])
    gremium = forms.ChoiceField(required=False, label=_("Board"))

    def __init__(self, *args: Any, boards: Sequence[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.boards = {one.slug: one for one in boards}
        if not self.is_bound:
            self.fields["suche"].widget.attrs["autofocus"] = True
        self.fields["gremium"].choices = [("", _("All")), *((one.slug, one.name) for one in boards)]  # type: ignore[attr-defined]

    def clean_suche(self) -> str:
        typed: str = self.cleaned_data["suche"]
        try:
            expect_words(typed)
        except DomainError as error:
            raise forms.ValidationError(error.message, code=error.code) from error
        return typed

    @property
    def asked(self) -> Asked:
        """What a valid form asks for."""
        board = self.boards.get(self.cleaned_data["gremium"])
        return Asked.of(self.cleaned_data["suche"], kind=self.cleaned_data["art"], board=board.pk if board else None)

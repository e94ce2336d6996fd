"""What a person says when making an address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import KernForm
from governance.boards.models import Board
from meetings.feeds.addresses import subject_of


class SubscribeForm(KernForm):
    """Which dates, and how much of them."""

    ALL = "all"

    subject = forms.ChoiceField(label=_("Which dates?"))
    detailed = forms.BooleanField(
        required=False,
        label=_("With my answer and the link to the papers"),
        help_text=_("Leave this off if others read your calendar. The link opens after login only."),
    )

    def __init__(self, *args: Any, boards: Iterable[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["subject"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(self.ALL, _("All my dates")), *((subject_of(one.slug), one.name) for one in boards)]

    def clean_subject(self) -> str:
        """Empty stands for every date, as in `Feed`."""
        return self.cleaned_data["subject"].removeprefix(self.ALL)

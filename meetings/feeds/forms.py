"""What a person says when making an address."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import KernForm


class SubscribeForm(KernForm):
    """Which dates, and how much of them."""

    ALL = "all"

    subject = forms.ChoiceField(label=_("Which dates?"))
    detailed = forms.BooleanField(
        required=False,
        label=_("With my answer and the link to the papers"),
        help_text=_("Leave this off if others read your calendar. The link opens after login only."),
    )

    def __init__(self, *args: Any, names: Mapping[str, str | Promise], **kwargs: Any) -> None:
        """`names`: what may be subscribed to, by subject."""
        super().__init__(*args, **kwargs)
        field = self.fields["subject"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(subject or self.ALL, name) for subject, name in names.items()]

    def clean_subject(self) -> str:
        """Empty stands for every date, as in `Feed`."""
        return self.cleaned_data["subject"].removeprefix(self.ALL)

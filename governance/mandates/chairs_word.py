"""The chair's word as the board office takes it down: when, how, and what was said. The same for every act."""

from datetime import date
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import DayField, KernForm, LineField
from foundation.web.wording import day_digits

MEDIA = [("E-Mail", _("by e-mail")), ("Telefon", _("by phone")), ("persönlich", _("face to face"))]
"""The stored word stands in the record, which is German."""


class ChairsWordForm(KernForm):
    """`note` is one line for the record; a form whose reader has the word already drops `FIELDS`."""

    FIELDS = ("day", "medium", "remark")

    day = DayField(label=_("Day of the release"))
    medium = forms.ChoiceField(choices=MEDIA, widget=forms.RadioSelect, label=_("How did the chair release it?"))
    remark = LineField(required=False, max_length=200, label=_("Remark"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].initial = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come. Please give the day the chair spoke."))
        return day

    @property
    def note(self) -> str:
        """ "Telefon, 25.01.2027. Ohne Änderungen"; empty where nothing was asked."""
        data = self.cleaned_data
        if "day" not in data:
            return ""
        with translation.override("de"):
            words = f"{data['medium']}, {day_digits(data['day'])}"
        return f"{words}. {data['remark']}" if data["remark"] else words

"""How long a kind of data is kept, and what was shown when somebody confirmed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.retention.periods import MOST
from foundation.web.forms import KernForm, LineField, WholeNumberField


class PeriodForm(KernForm):
    days = WholeNumberField(min_value=1, max_value=MOST, label=_("Days"))
    source = LineField(label=_("Where this number stands"), help_text=_("For example: deletion concept, section 3."))


class ConfirmForm(KernForm):
    expected = WholeNumberField(widget=forms.HiddenInput)

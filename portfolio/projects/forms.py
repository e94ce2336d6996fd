"""What is entered on the page of a project."""

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import DayField, KernForm, LineField
from portfolio.projects.models import Indicator, Milestone, MilestoneEntry, Project
from portfolio.projects.progress import LONGEST


class ValueField(forms.DecimalField):
    """A number with up to two decimals, typed as the language writes it: 1.234,5 in German, 1,234.5 in English."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Any:
        point, groups = (",", ".") if get_language() == "de" else (".", ",")
        text = re.sub(r"\s", "", str(value or ""))
        if re.fullmatch(rf"-?[1-9]\d{{0,2}}(\{groups}\d{{3}})+(\{point}\d*)?", text):
            text = text.replace(groups, "")
        return super().to_python(text.replace(point, "."))


class NoteForm(KernForm):
    light = forms.ChoiceField(choices=Project.Status.choices, widget=forms.RadioSelect, label=_("How does it stand?"))
    text = LineField(
        max_length=LONGEST, label=_("In one sentence"), help_text=_("For example: 40 of 62 lamps are running.")
    )
    as_of = DayField(label=_("As of"))


class MilestoneForm(KernForm):
    title = LineField(label=_("Milestone"))
    day = DayField(label=_("Planned for"))


class MoveForm(KernForm):
    milestone = forms.ModelChoiceField(Milestone.objects.none(), empty_label=None, label=_("Milestone"))
    state = forms.ChoiceField(
        choices=MilestoneEntry.State.choices, widget=forms.RadioSelect, label=_("How does it stand?")
    )
    day = DayField(label=_("Day"), help_text=_("Planned for, reached or dropped on this day."))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["milestone"].queryset = project.milestones.all()  # type: ignore[attr-defined]


class IndicatorForm(KernForm):
    title = LineField(label=_("What is measured?"))
    unit = LineField(max_length=30, label=_("Unit"), help_text=_("For example: lamps, percent, tonnes of CO2."))
    target = ValueField(required=False, label=_("Value to be reached"))


class ValueForm(KernForm):
    indicator = forms.ModelChoiceField(Indicator.objects.none(), empty_label=None, label=_("Indicator"))
    value = ValueField(label=_("Value"))
    day = DayField(label=_("Measured on"))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = project.indicators.all()  # type: ignore[attr-defined]

"""Writing, starting and publishing a report."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web import clock
from foundation.web.forms import KernForm, LineField, ParagraphField, WholeNumberField
from foundation.web.wording import day_digits, moment_in_words
from governance.confidentiality import LEVELS
from meetings.meeting.models import Meeting
from reports.editions.editing import LEVELS_ALLOWED
from reports.editions.lines import LONGEST, MOST, PLAIN, SUMMARY, TONES, Line, parse, write
from reports.editions.models import ReportSection
from reports.editions.periods import quarter_before

CHOICES = [(int(level), word) for level, word in LEVELS if level in LEVELS_ALLOWED]


class DraftField(ParagraphField):
    """Needed for submitting, so it is not marked as optional; a draft may still be saved without it. The heading of
    its section stands above it."""

    quiet = True

    def validate(self, value: Any) -> None:
        return


class StatementField(LineField):
    """One line of the first page, shown whole while it is written; a line break in it is a space. Its number stands
    beside it, and above the lines that empty ones are left out."""

    quiet = needed_at_times = True
    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value: Any) -> str:
        return super().to_python(" ".join((value or "").split()))


class ToneField(forms.ChoiceField):
    """What a line means; the number of the line stands beside it."""

    quiet = True


class WithdrawForm(KernForm):
    """Why a submitted report becomes a draft again."""

    why = LineField(label=_("Why is the report withdrawn?"), max_length=300)


class ReportForm(KernForm):
    """All sections of a report: ten lines, then a text and a level for each."""

    revision = WholeNumberField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, sections: Sequence[ReportSection], revision: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections
        self.fields["revision"].initial = revision
        for section in sections:
            if section.slug == SUMMARY:
                self._add_lines(parse(section.text))
            else:
                text = DraftField(label=section.title, initial=section.text, rows=6)
                self.fields[f"text_{section.slug}"] = text
            self.fields[f"level_{section.slug}"] = forms.TypedChoiceField(
                label=section.title, choices=CHOICES, coerce=int, initial=section.level
            )

    def _add_lines(self, lines: list[Line]) -> None:
        tones = [(tone, word) for tone, (_light, word) in TONES.items()]
        for number in range(MOST):
            line = lines[number] if number < len(lines) else Line(PLAIN, "")
            names = {"number": number + 1}
            self.fields[f"tone_{number}"] = ToneField(
                label=_("Line %(number)s: meaning") % names, choices=tones, initial=line.tone
            )
            self.fields[f"line_{number}"] = StatementField(
                label=_("Line %(number)s: statement") % names,
                required=False,
                initial=line.text,
                max_length=LONGEST,
            )

    def ask_for(self, sections: Sequence[ReportSection]) -> None:
        """Mark the sections that must be written before the report can be submitted."""
        for one in sections:
            name = "line_0" if one.slug == SUMMARY else f"text_{one.slug}"
            words = _("Please write “%(section)s” before you submit.") % {"section": one.title}
            self.errors[name] = self.error_class([words])

    def again(self, words: str, *, revision: int) -> "ReportForm":
        """What was typed, refused with `words`; sent once more it is on the `revision` stored now."""
        data = {name: self.data[name] for name in self.data} | {"revision": revision}
        form = ReportForm(data, sections=self.sections, revision=revision)
        form.add_error(None, words)
        return form

    @property
    def line_fields(self) -> list[tuple[Any, Any]]:
        return [(self[f"tone_{number}"], self[f"line_{number}"]) for number in range(MOST)]

    @property
    def section_fields(self) -> list[tuple[ReportSection, Any, Any]]:
        """(section, text field or None for the ten lines, level field)."""
        return [
            (one, None if one.slug == SUMMARY else self[f"text_{one.slug}"], self[f"level_{one.slug}"])
            for one in self.sections
        ]

    @property
    def texts(self) -> dict[str, str]:
        """Texts by slug, as `editing.write` takes them."""
        data = self.cleaned_data
        lines = [Line(data[f"tone_{number}"], data[f"line_{number}"]) for number in range(MOST)]
        return {one.slug: write(lines) if one.slug == SUMMARY else data[f"text_{one.slug}"] for one in self.sections}

    @property
    def levels(self) -> dict[str, int]:
        return {one.slug: self.cleaned_data[f"level_{one.slug}"] for one in self.sections}


class MeetingField(forms.ModelChoiceField):
    """Named with the report it would begin; a quarter that still runs is told."""

    def label_from_instance(self, obj: Any) -> str:
        period = quarter_before(obj.day)
        words = {"board": obj.board.name, "moment": moment_in_words(obj.starts_at), "period": period.code}
        if clock.today() > period.end:
            return _("%(board)s, %(moment)s: report %(period)s") % words
        words["end"] = day_digits(period.end)
        return _("%(board)s, %(moment)s: report %(period)s, quarter still runs until %(end)s") % words


class StartForm(KernForm):
    """Which meeting the report is for."""

    meeting = MeetingField(
        queryset=Meeting.objects.none(), widget=forms.RadioSelect, empty_label=None, label=_("For which meeting?")
    )

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = meetings


class PublishForm(KernForm):
    """Which sections everybody may read. While the board's meeting is `ahead`, that is confirmed, too."""

    sections = forms.MultipleChoiceField(
        label=_("Sections for everybody"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("All others stay with the board, together with their figures."),
    )

    before_meeting = forms.BooleanField(label=_("Publish it before the meeting all the same"))

    def __init__(self, *args: Any, sections: Sequence[ReportSection], ahead: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ahead:
            del self.fields["before_meeting"]
        field = self.fields["sections"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.slug, one.title) for one in sections]
        field.initial = [one.slug for one in sections if one.level == 0]

"""The member's assessment, and what the board office types to run a round."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.web.forms import (
    DayField,
    KernForm,
    LineField,
    ParagraphField,
    RowsField,
    ScaleSelect,
    WholeNumberField,
)
from governance.boards.models import Board
from opinions.rounds.drafts import Draft, content_of
from opinions.rounds.gaps import gaps
from opinions.rounds.models import Rating, RoundGuideline, Verdict
from portfolio.projects.models import Guideline, Project

FEW = 4
GAP = "gap"


class AssessmentForm(KernForm):
    """Ratings by guideline, verdict, recommendations. All that is missing is asked for at once."""

    verdict = forms.ChoiceField(
        choices=Verdict.choices, widget=forms.RadioSelect, required=False, label=_("Your result")
    )
    recommendations = ParagraphField(
        required=False,
        rows=5,
        label=_("Your recommendations"),
        help_text=_("One recommendation per paragraph. The management answers each one."),
    )
    reason = ParagraphField(
        required=False,
        needed_at_times=True,
        rows=3,
        label=_("Your reason"),
        help_text=_("Needed if you reject the project."),
    )

    def __init__(self, asked: Sequence[RoundGuideline], *args: Any, **kwargs: Any) -> None:
        self.asked = list(asked)
        super().__init__(*args, **kwargs)
        for one in self.asked:
            number = one.guideline.number
            self.fields[f"rating_{number}"] = forms.ChoiceField(
                choices=Rating.choices,
                widget=ScaleSelect(quiet=(Rating.CANNOT_JUDGE.value,)),
                required=False,
                label=str(one.guideline),
                help_text=one.guideline.text,
            )
            self.fields[f"reason_{number}"] = ParagraphField(required=False, rows=3, label=_("What is missing?"))
        rows = [*self.important(), *self.others()]
        self.order_fields([field.name for _one, rating, remark in rows for field in (rating, remark)])

    @property
    def is_weak(self) -> bool:
        """Whether a draft is only saved: nothing is asked for."""
        return self.data.get("action") == "save"

    @property
    def only_lacks(self) -> bool:
        """Whether all that was typed can be kept, and something is still missing."""
        return {one.code for errors in self.errors.as_data().values() for one in errors} == {GAP}

    def rows(self) -> list[tuple[RoundGuideline, BoundField, BoundField]]:
        """Guideline, its rating and its remark, in the order of the form."""
        return [
            (one, self[f"rating_{one.guideline.number}"], self[f"reason_{one.guideline.number}"])
            for one in self.asked
        ]

    def important(self) -> list[tuple[RoundGuideline, BoundField, BoundField]]:
        return [row for row in self.rows() if row[0].important]

    def others(self) -> list[tuple[RoundGuideline, BoundField, BoundField]]:
        return [row for row in self.rows() if not row[0].important]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.is_weak and not self.errors:
            important = [(one.guideline.number, one.guideline.title) for one in self.asked if one.important]
            for gap in gaps(**content_of(self.draft()), important=important):
                self.add_error(gap.field, forms.ValidationError(gap.sentence, code=GAP))
        return data

    def draft(self) -> Draft:
        """What was typed, as it is kept."""
        numbers = [one.guideline.number for one in self.asked]
        return {
            "verdict": self._kept("verdict"),
            "recommendations": self._kept("recommendations"),
            "reason": self._kept("reason"),
            "ratings": {str(n): rating for n in numbers if (rating := self._kept(f"rating_{n}"))},
            "reasons": {str(n): text for n in numbers if (text := self._kept(f"reason_{n}"))},
        }

    def _kept(self, name: str) -> str:
        """What was typed; where that cannot be kept, what was kept before."""
        before = self.initial.get(name, "") if self.data.get(name) else ""
        kept: str = self.cleaned_data.get(name, before)
        return kept


class PaperForm(AssessmentForm):
    """The same questions, about somebody else's answer; `seen` is the revision that it takes the place of."""

    seen = WholeNumberField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].label = _("Result")
        self.fields["recommendations"].label = _("Recommendations")
        self.fields["reason"].label = pgettext_lazy("answer", "Reason")
        self.fields["reason"].help_text = _("Needed with a rejection.")

    def clean(self) -> dict[str, Any]:
        """Nobody looks over the answer before it counts, so nothing that was typed is left out without a word."""
        data = super().clean()
        verdict = data.get("verdict")
        if data.get("recommendations") and verdict and verdict != Verdict.WITH_RECOMMENDATIONS:
            words = _("They go only with “Agreement with recommendations”. Choose that result, or leave them out.")
            self.add_error("recommendations", words)
        return data


def initial_of(draft: Draft) -> dict[str, str]:
    """Initial values of `AssessmentForm` from a draft."""
    ratings = {f"rating_{number}": rating for number, rating in draft.get("ratings", {}).items()}
    reasons = {f"reason_{number}": text for number, text in draft.get("reasons", {}).items()}
    texts = {name: draft.get(name, "") for name in ("verdict", "recommendations", "reason")}
    return texts | ratings | reasons


class DeclineForm(KernForm):
    reason = LineField(
        max_length=300,
        required=False,
        label=_("Reason"),
        help_text=_("Only the board office and the chair read this."),
    )


class RequestForm(KernForm):
    """What a board is asked, and by when."""

    board = forms.ModelChoiceField(Board.objects.none(), label=_("Board"), empty_label=None)
    title = LineField(label=_("Title"), help_text=_("A few words, for example “Sensors in public space”."))
    question = ParagraphField(
        label=_("Question"), rows=5, help_text=_("What do you want to know? It stands on top of the form.")
    )
    project = forms.ModelChoiceField(
        Project.objects.all(), required=False, label=_("Project"), empty_label=_("No project")
    )
    deadline = DayField(label=_("Answers by"))

    def __init__(self, boards: Any, *args: Any, time_needed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["board"].queryset = boards  # type: ignore[attr-defined]
        self.fields["deadline"].help_text = time_needed


class OpenForm(KernForm):
    """None, or more important guidelines than a member rates in ten minutes, is asked about once: `many` says yes."""

    deadline = DayField(label=_("Answers by"))
    important = RowsField(
        Guideline.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Important guidelines"),
        help_text=_("The two to four that matter are asked first. The others stay voluntary."),
    )
    many = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, time_needed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deadline"].help_text = time_needed

    @property
    def is_unusual(self) -> bool:
        """None or more are chosen than is good, and nobody has said yes to that."""
        chosen, data = len(self.cleaned_data["important"]), self.cleaned_data
        return not data["many"] and (chosen > FEW or (not chosen and Guideline.objects.exists()))


class ExtendForm(KernForm):
    deadline = DayField(label=_("New deadline"))
    reason = LineField(max_length=300, label=_("Reason"), help_text=_("The members read it."))


class CancelForm(KernForm):
    reason = LineField(max_length=300, label=_("Reason"), help_text=_("The members read it."))


class PlainForm(KernForm):
    """A question with one button."""

"""Comments and the summary of a returned report."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import KernForm, ParagraphField
from reports.review.models import ReviewComment


class CommentForm(KernForm):
    """`place` is "slug:paragraph"."""

    place = forms.ChoiceField(label=_("About which paragraph?"))
    kind = forms.ChoiceField(
        label=_("Kind of comment"), choices=ReviewComment.Kind.choices, widget=forms.RadioSelect, initial="note"
    )
    text = ParagraphField(label=_("Your comment"), max_length=2_000)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = places

    @property
    def section(self) -> str:
        return str(self.cleaned_data["place"].partition(":")[0])

    @property
    def paragraph(self) -> int:
        return int(self.cleaned_data["place"].partition(":")[2])


class AnswerForm(KernForm):
    text = ParagraphField(
        label=_("Your answer"),
        required=False,
        help_text=_(
            "For example what you changed, or why you did not. Who reviews reads it and settles the comment."
        ),
        max_length=2_000,
    )


class ReturnForm(KernForm):
    summary = ParagraphField(
        label=_("What has to change, in short"),
        help_text=_("The management reads this first. The details stand in your comments."),
        max_length=2_000,
    )

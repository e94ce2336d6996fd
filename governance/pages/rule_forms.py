"""What the board office types about rules of procedure: one rule, or a whole new version."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import DayField, KernForm, LineField, WholeNumberField
from governance.procedure.amending import NUMBERS
from governance.procedure.models import RulesOfProcedure as Row
from governance.procedure.wording import CHAPTERS, RULES, chapter_title

CORRECTION, CHANGE = "correction", "change"
LONGEST_DAYS = 1000


def days(label: Any, help_text: Any = "") -> WholeNumberField:
    return WholeNumberField(label=label, help_text=help_text, max_value=LONGEST_DAYS)


def switch(label: Any, help_text: Any = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=help_text, required=False)


def choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


class RulesForm(KernForm):
    """Every number of the rules; `names` leaves only the fields of these rules."""

    meetings_per_year = WholeNumberField(
        label=_("Meetings a year"), max_value=52, help_text=_("0 where no regular meetings are held.")
    )
    target_min = days(_("Gap between meetings: target from, in days"), _("3 months are 91 days (13 weeks)."))
    target_max = days(_("Target to, in days"))
    tolerated_min = days(_("Tolerated from, in days"))
    tolerated_max = days(_("Tolerated to, in days"))
    weekday = forms.TypedChoiceField(
        label=_("Usual day of the week"), choices=[(n, WEEKDAYS[n]) for n in range(5)], coerce=int
    )
    start_time = forms.TimeField(
        label=_("Begin"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), initial=time(16)
    )
    length_minutes = WholeNumberField(label=_("Length in minutes"), max_value=1440)
    notice_days = days(
        _("Notice period in days"),
        _("Days between the receipt of the invitation and the day of the meeting; neither of them counts."),
    )
    shortened_min_days = days(
        _("Shortened period: days before the meeting"),
        _("In urgent cases the invitation must arrive this many days before. 1 is the day before."),
    )
    mail_days = days(_("By e-mail received after, in days"), _("0 is the day of dispatch."))
    post_days = days(_("By post received after, in days"))
    submission_days = days(_("Topics and papers: days before the meeting"))
    petition_percent = WholeNumberField(label=_("Extra meeting: percent of the members in office"), max_value=100)
    petition_days = days(_("The extra meeting is held within, in days"))
    quorum_basis = choice(_("The quorum is counted of"), Row.QuorumBasis.choices)
    quorum_number = WholeNumberField(
        label=_("Members needed for the quorum"),
        max_value=LONGEST_DAYS,
        help_text=_("0 where more than half are needed."),
    )
    majority_rule = choice(_("A motion is adopted with"), Row.MajorityRule.choices)
    tie_rule = choice(_("On a tie"), Row.TieRule.choices)
    second_call = switch(
        _("Second call"),
        _("An item that failed for lack of quorum is decided next time by whoever comes, if the invitation says so."),
    )
    addenda_two_thirds = switch(_("New items in the meeting need two thirds of all members"))
    circular_allowed = switch(_("Circular resolutions are allowed"), _("Resolutions in writing, without a meeting."))
    circular_days = days(_("Days to reply to a circular resolution"))
    circular_objection = switch(_("One objection puts the item on the next agenda"))
    minutes_approval = choice(_("The minutes are approved"), Row.MinutesApproval.choices)
    minutes_draft_days = days(_("Draft of the minutes after, in days"))
    objection_days = days(_("Objections to the minutes for, in days"))
    term_months = WholeNumberField(
        label=_("Term in months"),
        max_value=600,
        help_text=_("Seats by office last as long as the office, seats of factions as the electoral term."),
    )
    deputies_allowed = switch(
        _("Members may have deputies"),
        _("Named for the seat. They are recorded only: in a meeting the vote is entered for the member alone."),
    )
    guests = choice(_("Guests come"), Row.Guests.choices)
    provisional_chair = switch(_("The chair stays provisionally until the successor is elected"))
    opinion_days = days(_("Time for an assessment, in days"))
    opinion_min_days = days(_("Shortest time for an assessment, in days"))
    opinions_blind = switch(_("Others' answers are hidden until the deadline"))
    dissent_days = days(_("Time for dissents from the draft, in days"))
    response_days = days(_("Time for the management's answer, in days"))
    receives_report = switch(_("The board receives the management report"))
    report_review = choice(_("Review of the report"), Row.ReportReview.choices)
    report_days = days(_("Draft of the report: days before the meeting"))
    review_days = days(_("Review of a report that comes late, in days"))
    source = LineField(
        required=False,
        label=_("Where is this written?"),
        help_text=_("For example “Rules of procedure § 4”. Empty: changed rules are marked as not confirmed yet."),
    )
    valid_from = DayField(label=_("Valid from"), help_text=_("The version before ends the day before."))

    def __init__(self, *args: Any, names: Iterable[str] = RULES, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {number for name in names for number in RULES[name]}
        for number in set(NUMBERS) - kept:
            del self.fields[number]

    def values(self) -> dict[str, Any]:
        """The numbers as the acts take them."""
        return {name: value for name, value in self.cleaned_data.items() if name in NUMBERS}

    def numbers(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name in NUMBERS]

    def chapters(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """(anchor, title, fields) in the order of the page of the rules."""
        return [
            (chapter, chapter_title(chapter), [self[number] for name in names for number in RULES[name]])
            for chapter, names in CHAPTERS.items()
        ]


class RuleForm(RulesForm):
    """One rule: what it says now, and since when."""

    how = forms.ChoiceField(
        label=_("Why does the rule change?"),
        choices=[
            (CORRECTION, _("It was entered wrongly and holds since the beginning of this version")),
            (CHANGE, _("The board has changed it from a day on")),
        ],
        widget=forms.RadioSelect,
    )
    valid_from = DayField(required=False, label=_("Valid from"), help_text=_("Only for a change from a day on."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("how") == CHANGE and not data.get("valid_from") and "valid_from" not in self.errors:
            self.add_error("valid_from", _("Please give the day from which the change holds."))
        return data


class GuideForm(RulesForm):
    """One rule in the walk through all of them: its source, and its numbers where they are wrong."""

    def __init__(self, *args: Any, rule: str, changes: bool, **kwargs: Any) -> None:
        super().__init__(*args, names=[rule], **kwargs)
        self.rule, self.changes = rule, changes
        del self.fields["valid_from"]
        source = self.fields["source"]
        source.required = not changes
        source.help_text = _("For example “§ 4 (2) of the rules of procedure of 1 March 2026”.")
        source.widget.attrs["list"] = "quellen"
        source.error_messages["required"] = _("Please say where the rule is written, or go on to the next rule.")
        if self.is_bound and not changes:
            for name in RULES[rule]:
                self.fields[name].required = False

    def standing(self, rules: Row) -> dict[str, Any]:
        """The numbers of the rule as they are."""
        return {name: getattr(rules, name) for name in RULES[self.rule]}

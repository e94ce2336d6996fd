"""What is typed once, while an installation is set up."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.documents.uploads import MOST_PICTURE_BYTES
from foundation.web.forms import (
    BroughtField,
    DayField,
    KernForm,
    LineField,
    MailField,
    ParagraphField,
    WholeNumberField,
)
from governance.boards.blueprints import Blueprint
from governance.boards.reminding import EARLIEST


class RemindersForm(KernForm):
    """When those who have not answered are reminded, and with which words."""

    first = WholeNumberField(label=_("First reminder: days before the meeting"), max_value=EARLIEST)
    second = WholeNumberField(
        label=_("Second reminder: days before the meeting"), max_value=EARLIEST, help_text=_("0 for no reminder.")
    )
    text = ParagraphField(
        label=_("Your own words"),
        max_length=600,
        required=False,
        help_text=_("They stand at the beginning of the mail, before date and answer."),
    )


class CompanyForm(KernForm):
    """The company, and how its board office is reached; the words stand on every page and in every letter."""

    name = LineField(label=_("Name of the company"), help_text=_("With its legal form."))
    city = LineField(max_length=100, label=_("City"))
    address = LineField(max_length=300, label=_("Postal address"), help_text=_("In one line, with the postcode."))
    office_phone = LineField(
        max_length=40, label=_("Phone of the board office"), widget=forms.TextInput({"type": "tel"})
    )
    office_hours = LineField(max_length=100, label=_("Hours of the phone"), initial="Mo bis Fr, 8:00 bis 16:00 Uhr")
    office_email = MailField(label=_("E-mail of the board office"))
    mayor_title = LineField(
        max_length=60,
        label=_("Title of the mayor"),
        help_text=_("As it is spoken today, for example “Oberbürgermeisterin”."),
        initial="Oberbürgermeisterin",
    )
    mayors_office_name = LineField(max_length=60, label=_("Name of the mayor's office"), initial="OB-Büro")


class LogoForm(KernForm):
    file = BroughtField(
        most=MOST_PICTURE_BYTES,
        accept=".png,.jpg,.jpeg",
        label=_("Logo as PNG or JPEG"),
        help_text=_("At most 4 MB. It stands at the top of every page; readers of the page hear the company's name."),
    )


class FoundingForm(KernForm):
    """Boards of the blueprints that are not there yet, all with one day and place."""

    boards = forms.MultipleChoiceField(
        label=_("Which boards?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one board.")},
    )
    founded_on = DayField(label=_("They exist since"), help_text=_("At the latest the first day of a mandate."))
    place = LineField(label=_("Usual place of the meetings"))

    def __init__(self, *args: Any, blueprints: Sequence[Blueprint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["boards"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.choices = [(one.slug, self._words(one)) for one in blueprints]
        choice.initial = [one.slug for one in blueprints]

    @staticmethod
    def _words(one: Blueprint) -> str:
        return gettext("%(name)s: %(seats)s seats") % {"name": one.name, "seats": one.size}


class PasteForm(KernForm):
    """Members of one board, one to a line, with the days and the document all of them share."""

    text = ParagraphField(
        max_length=60_000,
        rows=10,
        label=_("Names, one to a line"),
        help_text=_("Name; organisation; e-mail. Copy the lines from Word or Excel, tables too."),
    )
    start = DayField(label=_("First day of the mandates"))
    end = DayField(required=False, label=_("Last day"), help_text=_("Empty for a mandate that follows an office."))
    document = LineField(label=_("Document"), help_text=_("What shows that they are members."))


class EmptyBoardForm(KernForm):
    name = LineField(label=_("Name of the board"))
    short_name = LineField(max_length=10, label=_("Short name"), help_text=_("At most ten letters."))
    purpose = ParagraphField(max_length=1000, rows=3, label=_("Purpose"), help_text=_("Everybody may read this."))
    size = WholeNumberField(min_value=1, max_value=200, label=_("Number of seats"))
    founded_on = DayField(label=_("The board exists since"))
    place = LineField(label=_("Usual place of the meetings"))


class StaffForm(KernForm):
    """Who takes on a role; somebody known is found by the address."""

    given_name = LineField(max_length=100, label=_("First name"))
    family_name = LineField(max_length=100, label=_("Last name"))
    email = MailField(label=_("E-mail"))
    start = DayField(label=_("First day"))

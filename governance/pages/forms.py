"""What the board office types about seats, mandates and rules."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import DayField, KernForm, LineField, MailField, ParagraphField
from governance.mandates.models import Mandate, SuccessionRequest
from governance.people.models import Person


class AsOfForm(KernForm):
    """The state of a board on another day."""

    tag = DayField(label=_("Day"))


def offer(form: forms.Form, name: str, people: QuerySet[Person]) -> None:
    """Who can be chosen in a field depends on who asks, and about what."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = people


class HolderForm(KernForm):
    """Somebody for a seat, from one day to another: a known person, or a new one."""

    person = forms.ModelChoiceField(
        Person.objects.none(), required=False, label=_("Known person"), empty_label=_("New person")
    )
    form_of_address = forms.ChoiceField(
        choices=Person.Address.choices, initial=Person.Address.NEUTRAL, required=False, label=_("Form of address")
    )
    academic_title = LineField(max_length=60, required=False, label=_("Academic title"))
    given_name = LineField(max_length=100, required=False, label=_("First name"))
    family_name = LineField(max_length=100, required=False, label=_("Last name"))
    email = MailField(required=False, label=_("E-mail"))
    start = DayField(label=_("First day"))
    end = DayField(required=False, label=_("Last day"), help_text=_("Empty for a mandate that follows an office."))

    NEW = ("form_of_address", "academic_title", "given_name", "family_name", "email")
    TERM: tuple[str, ...] = ("start", "end")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("person") and "person" not in self.errors:
            for name in ("given_name", "family_name", "email"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Please fill this in for a new person, or choose a known one."))
        elif data.get("person") and any(data.get(name) for name in ("given_name", "family_name", "email")):
            self.add_error("person", _("Please choose a known person or write of a new one, not both."))
        return data

    def new_person(self) -> dict[str, Any]:
        """What `people.registering.register` needs."""
        data = {name: self.cleaned_data[name] for name in self.NEW}
        return data | {"form_of_address": data["form_of_address"] or Person.Address.NEUTRAL.value}

    @property
    def days(self) -> list[BoundField]:
        return [self[name] for name in self.TERM]

    def term(self) -> dict[str, Any]:
        """What the act needs besides seat and person."""
        return {name: self.cleaned_data[name] for name in self.TERM}


class AppointForm(HolderForm):
    appointed_on = DayField(label=_("Appointed on"))
    document = LineField(label=_("Document"), help_text=_("For example “Letter of the faction of 1 March 2027”."))

    TERM = ("start", "end", "appointed_on", "document")


class DeputyForm(HolderForm):
    document = LineField(required=False, label=_("Document"))

    TERM = ("start", "end", "document")


class EndForm(KernForm):
    on = DayField(label=_("Last day of the mandate"), help_text=_("Access ends at the end of this day."))
    reason = forms.ChoiceField(choices=Mandate.EndReason.choices, widget=forms.RadioSelect, label=_("Reason"))
    document = LineField(
        required=False, label=_("Document"), help_text=_("For example “Letter of the member of 1 March 2027”.")
    )
    heir = forms.ModelChoiceField(
        Person.objects.none(), required=False, label=_("Who takes over?"), empty_label=_("Who leads the board then")
    )

    def __init__(self, *args: Any, heirs: QuerySet[Person], in_group: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "heir", heirs)
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        if not in_group:
            reason.choices = [one for one in Mandate.EndReason.choices if one[0] != Mandate.EndReason.PARENT]


class SuspendForm(KernForm):
    on = DayField(label=_("The mandate rests from"))
    back_on = DayField(
        required=False,
        label=_("The mandate is exercised again from"),
        help_text=_("Empty while that is not known."),
    )
    reason = LineField(max_length=300, label=_("Reason"), help_text=_("For example “leave for a year”."))


class ResumeForm(KernForm):
    on = DayField(label=_("The mandate is exercised again from"))
    note = LineField(max_length=300, required=False, label=_("Note"))


class LastDayForm(KernForm):
    on = DayField(label=_("Last day"))


class SecrecyForm(KernForm):
    on = DayField(label=_("Declaration signed on"))


class SecrecyCorrectionForm(KernForm):
    on = DayField(
        required=False, label=_("Declaration signed on"), help_text=_("Empty when no declaration was signed.")
    )
    reason = LineField(max_length=300, label=_("Reason"), help_text=_("For example “typing error”."))


class TermForm(KernForm):
    start = DayField(label=_("First day"))
    end = DayField(label=_("Last day"))


class SuccessionForm(KernForm):
    medium = forms.ChoiceField(
        choices=SuccessionRequest.Medium.choices, widget=forms.RadioSelect, label=_("How do you ask?")
    )
    address = MailField(required=False, label=_("E-mail"), help_text=_("Empty for a letter."))
    text = ParagraphField(max_length=4000, rows=8, label=_("Words of the request"))


class ConfirmForm(KernForm):
    source = LineField(label=_("Where is this rule written?"), help_text=_("For example “Rules of procedure § 4”."))

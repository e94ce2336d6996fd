"""What the board office types about chair and deputies."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import DayField, KernForm, LineField
from governance.mandates.models import Delegation, Office, OfficeQuerySet
from governance.pages.forms import offer
from governance.people.models import Person

EX_OFFICIO, PROVISIONAL = "ex_officio", "provisional"
KINDS = [
    ("elected", _("elected")),
    (EX_OFFICIO, _("by office")),
    (PROVISIONAL, _("provisionally, until a chair is found")),
]


class MemberForm(KernForm):
    """A member of the board, from a day on."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Member"), empty_label=_("Please choose"))
    start = DayField(label=_("First day"))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people)


class ChairForm(MemberForm):
    """`provisional` is offered where the rules know it."""

    kind = forms.ChoiceField(
        choices=KINDS,
        widget=forms.RadioSelect,
        initial=KINDS[0][0],
        label=_("How does the member come to the chair?"),
    )

    def __init__(self, *args: Any, provisional: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        if not provisional:
            kind.choices = KINDS[:-1]

    def office(self) -> dict[str, Any]:
        """What `take_chair` needs."""
        data = self.cleaned_data
        flags = {name: data["kind"] == name for name in (EX_OFFICIO, PROVISIONAL)}
        return {"person": data["person"], "start": data["start"], **flags}


class StandInForm(MemberForm):
    start = DayField(label=_("Day of the meeting"))


class OfficeField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person}, {obj.title}"


class DelegationForm(KernForm):
    """Acts of the chair for the board office; the office says whose document it records."""

    office = OfficeField(Office.objects.none(), label=_("Who delegates?"), empty_label=None)
    acts = forms.MultipleChoiceField(
        choices=Delegation.Act.choices,
        widget=forms.CheckboxSelectMultiple,
        label=_("What may the board office do for the chair?"),
    )
    start = DayField(label=_("First day"))
    end = DayField(required=False, label=_("Last day"), help_text=_("Empty: until it is ended or the office ends."))
    document = LineField(required=False, label=_("Document"), help_text=_("For example “Letter of 3 February 2027”."))

    def __init__(self, *args: Any, offices: OfficeQuerySet, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["office"]
        assert isinstance(choice, OfficeField)
        choice.queryset = offices
        if own:
            del self.fields["office"]
            del self.fields["document"]


class LastDayForm(KernForm):
    on = DayField(label=_("Last day"))


class OfficeEndForm(KernForm):
    on = DayField(label=_("Last day of the office"))
    provisional = forms.BooleanField(required=False, label=_("Leads provisionally until a chair is found"))

    def __init__(self, *args: Any, provisional: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not provisional:
            del self.fields["provisional"]

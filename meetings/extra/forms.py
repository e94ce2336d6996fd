"""What is typed to call an extraordinary meeting."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import DayField, LineField, MomentField, RowsField, WholeNumberField
from governance.boards.models import Board
from governance.mandates.models import Mandate
from meetings.extra.calling import Call
from meetings.extra.models import Demand
from meetings.rooms.choosing import PlaceForm


class MembersField(RowsField):
    """Members of the board, by their mandates."""

    needed_at_times = True

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.person)


class CallForm(PlaceForm):
    asked_by = forms.ChoiceField(
        label=_("Who asks for the meeting?"), choices=Demand.AskedBy.choices, widget=forms.RadioSelect
    )
    supporters = MembersField(
        queryset=Mandate.objects.none(),
        label=_("Members who demand it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    asked_on = DayField(label=_("Demanded on"))
    matter = LineField(
        label=_("What is it about?"), help_text=_("It becomes the first matter on the agenda, in these words.")
    )
    reason = LineField(
        label=_("Why can it not wait?"), max_length=300, help_text=_("One sentence; it stands with the item.")
    )
    starts_at = MomentField(label=_("Begins"))
    minutes = WholeNumberField(label=_("Length in minutes"), min_value=15, max_value=14 * 60)
    video_url = forms.URLField(label=_("Video link"), required=False, max_length=200, assume_scheme="https")
    shortened_reason = LineField(
        label=_("Reason for the short notice period"),
        max_length=300,
        required=False,
        help_text=_("Needed only if the notice period is not kept."),
    )

    field_order = ("asked_by", "supporters", "asked_on", "matter", "reason", "starts_at", "minutes", "room", "place")

    def __init__(self, *args: Any, board: Board, today: date, demand: str, suggested: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.fields["supporters"]
        assert isinstance(members, MembersField)
        rows = Mandate.objects.on(today).filter(seat__board=board, seat__voting=True).select_related("person")
        members.queryset = rows.order_by("person__family_name", "person__given_name", "pk")
        members.help_text = demand
        self.fields["starts_at"].help_text = suggested

    @property
    def call(self) -> Call:
        """What was typed, as the act takes it."""
        said = self.cleaned_data
        names = ("asked_by", "asked_on", "matter", "reason", "starts_at", "place", "video_url", "shortened_reason")
        return Call(
            **{name: said[name] for name in names},
            ends_at=said["starts_at"] + timedelta(minutes=said["minutes"]),
            supporters=frozenset(one.person_id for one in said["supporters"]),
        )

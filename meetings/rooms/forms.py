"""Forms of rooms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import KernForm, LineField, WholeNumberField
from meetings.rooms import facts
from meetings.rooms.choosing import PlaceForm
from meetings.rooms.models import Room


class RoomForm(KernForm):
    """What is known of a room, in the order of `Room.DESCRIPTION`; of the access yes, no or nothing."""

    name = LineField(
        label=_("Name"), max_length=120, help_text=_("With the house, for example “Town hall, room 2.10”.")
    )
    address = LineField(
        label=_("Address"), max_length=78, required=False, help_text=_("It stands in invitations behind the name.")
    )
    capacity = WholeNumberField(label=_("Seats in the room"), min_value=1, max_value=9999, required=False)
    equipment = forms.MultipleChoiceField(
        label=_("Equipment"),
        choices=list(facts.EQUIPMENT.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    step_free = forms.NullBooleanField(label=_("Step-free from the street"))
    accessible_toilet = forms.NullBooleanField(label=_("Accessible toilet"))
    induction_loop = forms.NullBooleanField(label=_("Induction loop for hearing aids"))
    accessible_parking = forms.NullBooleanField(label=_("Parking for disabled people"))
    way_in = LineField(
        label=_("Way into the room"),
        max_length=300,
        required=False,
        help_text=_("It stands in invitations, for example “Second floor, the lift is left of the entrance.”"),
    )
    video_url = forms.URLField(
        label=_("Video link of the room"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("For the board office only: a reminder when people join by video."),
    )
    known_as = LineField(required=False, widget=forms.HiddenInput)

    @classmethod
    def known(cls, room: Room) -> dict[str, Any]:
        """The initial values for a room."""
        return {name: getattr(room, name) for name in Room.DESCRIPTION} | {
            "equipment": [name for name in Room.EQUIPMENT if getattr(room, name)]
        }

    @property
    def description(self) -> dict[str, Any]:
        """As the acts take it."""
        said = self.cleaned_data
        there = {name: name in said["equipment"] for name in Room.EQUIPMENT}
        return {name: said[name] for name in Room.DESCRIPTION if name not in there} | there


class UsualPlaceForm(PlaceForm):
    """Where a board meets unless something else is said."""

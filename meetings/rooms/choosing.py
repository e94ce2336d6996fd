"""Choosing a place: a room from the list, or any other words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.forms import FILL_IN, KernForm, LineField
from meetings.rooms import facts, finding
from meetings.rooms.models import Room

ONE_OF_BOTH = _("A room is chosen above. Please choose “Other place” there, or empty this field.")


class RoomField(forms.ChoiceField):
    needed_at_times = True


class OtherPlaceField(LineField):
    needed_at_times = True


class PlaceForm(KernForm):
    """A form that asks for a place: `cleaned_data["place"]` are the words, whichever way they were given.

    Without any room it asks for the words alone. Words that stood there before and were left give way to a room.
    """

    room = RoomField(label=_("Room"), required=False)
    place = OtherPlaceField(
        label=_("Other place"), required=False, help_text=_("Where the room is not in the list above.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rooms = {str(one.pk): one for one in Room.objects.in_use()}
        if not self._rooms:
            del self.fields["room"]
            words = self.fields["place"]
            words.label, words.help_text, words.required = _("Place"), "", True
            return
        room = self.fields["room"]
        assert isinstance(room, forms.ChoiceField)
        offered = [(key, _option(one)) for key, one in self._rooms.items()]
        room.choices = [("", _("Other place")), *offered]
        self._before = ("", self.initial.get("place", ""))
        usual = finding.named(self._before[1])
        if usual and str(usual.pk) in self._rooms:
            self._before = (str(usual.pk), self._before[1])
            self.initial.update(room=self._before[0], place="")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        room, words = self._rooms.get(values.get("room", "")), values.get("place")
        if room is None:
            if words == "" and not self.errors.get("room"):
                self.add_error("place", FILL_IN)
        elif words and words != self.initial.get("place"):
            self.add_error("place", ONE_OF_BOTH)
        else:
            # A room that was renamed keeps the words people were told, as long as no other is chosen.
            values["place"] = self._before[1] if str(room.pk) == self._before[0] else room.place
        return values


def _option(room: Room) -> str:
    known = facts.size(room)
    return f"{room.place} ({known})" if known else room.place

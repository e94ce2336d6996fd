"""What a browser prints: the text of an item is folded on the screen only."""

import pytest

from tests.journeys.dates import FEBRUARY, on

pytestmark = pytest.mark.browser


def test_the_printed_agenda_holds_the_texts_that_are_folded_on_the_screen(world, visitor):
    meeting = world.meeting()
    world.agenda(meeting, "Datenplattform")
    meeting.items.update(text=f"Die Stadt betreibt die Plattform selbst. {'Sie bleibt Herrin ihrer Daten. ' * 6}")
    member = visitor(world.kaya)
    with on(FEBRUARY, 8):
        member.go(meeting.get_absolute_url())
        text, unfold = member.page.get_by_text("Plattform selbst"), member.page.get_by_text("TOP 1 lesen")
        shown = "one => one.checkVisibility({contentVisibilityAuto: true})"
        assert (text.evaluate(shown), unfold.is_visible()) == (False, True)
        member.page.emulate_media(media="print")
        assert (text.evaluate(shown), unfold.is_visible()) == (True, False)

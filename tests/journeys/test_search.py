"""Somebody remembers a word: from any page by the keyboard, on the phone by the menu."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def meeting(world, site):
    made = world.meeting(status="invited")
    world.agenda(made, "Eröffnung", "Betrieb der Seilbahn", status="frozen")
    return made


def typed(visitor, words):
    """Type into the field that has the focus, and send it with Enter."""
    visitor.page.keyboard.type(words)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()


def test_a_member_types_a_word_and_opens_the_item(world, visitor, meeting):
    member = visitor(world.kaya, width=820)
    member.start()
    member.tap("Suche")
    typed(member, "seilbahn")
    member.sees("1 Treffer")
    member.sees("Tagesordnungspunkt, Unternehmensbeirat, 11.02.2027")
    member.tap("Betrieb der Seilbahn")
    assert member.page.url.endswith(f"{meeting.get_absolute_url()}#top-2")
    assert member.page.locator("#top-2").evaluate("one => one.getBoundingClientRect().top") < 900
    assert (member.taps, member.fields) == (2, 0)


def test_on_the_phone_the_menu_leads_to_the_search(world, visitor, meeting):
    member = visitor(world.kaya, width=390, dark=True)
    member.start()
    member.open_details("Menü")
    member.tap("Suche")
    typed(member, "Zahnradbahn")
    member.sees("Nichts gefunden")
    member.fill("Was suchen Sie?", "Seilbahn")
    member.open_details("Filter")
    member.select("Art", "Protokoll")
    member.tap("Suchen", role="button")
    member.sees("Nichts gefunden")
    member.tap("Ohne Filter suchen")
    member.sees("1 Treffer")
    member.fill("Was suchen Sie?", "x")
    member.tap("Suchen", role="button")
    member.sees("Bitte geben Sie mindestens zwei Zeichen ein.")
    member.sees("Was suchen Sie?")

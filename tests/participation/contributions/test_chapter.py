"""The printed chapter is read as it is: nothing invented, nothing lost, broken print refused with its line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from participation.contributions.chapter import BERLIN, parse

SOURCE = Path(__file__).parents[3] / "demo" / "source" / "strategy-chapter-6.txt"
EVENT = "Beitrag_Strategie-Event"

SMALL = """Kapitel 1: Vision

Ein Absatz.

Anregungen und Feedback (2)

Event

ID: 7 16.11.2018 16:13

Eine Frage?

 Antworten anzeigen

Mari

ID: 9 17.11.2018 08:00

Eine Antwort."""


@pytest.fixture(scope="module")
def chapter():
    return parse(SOURCE.read_text(encoding="utf-8"))


def test_the_five_contributions_keep_their_ids_times_and_labels(chapter):
    assert [(one.source_ref, one.author_label, one.posted_at) for one in chapter.contributions] == [
        (85, EVENT, datetime(2018, 11, 16, 16, 13, tzinfo=BERLIN)),
        (84, EVENT, datetime(2018, 11, 16, 16, 13, tzinfo=BERLIN)),
        (83, EVENT, datetime(2018, 11, 16, 16, 12, tzinfo=BERLIN)),
        (82, EVENT, datetime(2018, 11, 16, 16, 12, tzinfo=BERLIN)),
        (79, EVENT, datetime(2018, 11, 16, 16, 11, tzinfo=BERLIN)),
    ]


def test_the_one_reply_is_maris_to_82(chapter):
    assert {one.source_ref: len(one.replies) for one in chapter.contributions} == {85: 0, 84: 0, 83: 0, 82: 1, 79: 0}
    reply = chapter.contributions[3].replies[0]
    assert (reply.source_ref, reply.author_label) == (105, "Mari")
    assert reply.posted_at.astimezone(UTC) == datetime(2018, 11, 19, 1, 58, tzinfo=UTC)
    assert reply.text == (
        "https://www.deutschlandfunkkultur.de/neues-stadtviertel-fuer-darmstadt-ehemalige-kaserne-wird"
        ".1001.de.html?dram:article_id=425916"
    )


def test_the_counter_says_ten_and_six_are_printed(chapter):
    assert (chapter.announced_count, chapter.printed_count) == (10, 6)


def test_texts_are_as_printed(chapter):
    texts = {one.source_ref: one.text for one in chapter.contributions}
    assert texts[85] == (
        "Damit das gesamtheitlich produktiv wird, wird eine gemeinsame offene IT-Architektur benötigt, an die "
        "möglichst viele Partner ihre Projekte „andocken“ und Daten austauschen können.\n"
        "Ohne eine gesamtheitliche Architektur wird eine Vielzahl nicht-kompatibler Insellösungen entstehen."
    )
    assert texts[83] == (
        "Phase 4 wird als nicht endende Phase dargestellt. Wird es eine kontinuierliche Bürgerbeteiligung bei der "
        "Digitalisierung Darmstadts geben?"
    )
    assert texts[79].endswith("Lediglich vier Standorte in Deutschland (einer davon Darmstadt).")
    source = SOURCE.read_text(encoding="utf-8")
    assert all(text in source for text in texts.values())


def test_the_chapters_own_text_is_read_in_order(chapter):
    assert chapter.heading == "Kapitel 6: Organisation, Umsetzung und Finanzierung"
    assert [section.heading for section in chapter.sections] == ["Organisation und Umsetzung"]
    paragraphs = chapter.sections[0].paragraphs
    assert [one.text for one in paragraphs if one.is_caption] == [
        "Abbildung: Organigramm der Digitalstadt Darmstadt GmbH",
        "Abbildung: Projektpartner aus Politik, Wirtschaft, Gesellschaft und Wissenschaft",
        "Abbildung: Vier Phasen der Strategieumsetzung",
    ]
    assert len(paragraphs) == 9
    assert paragraphs[0].text.startswith("Die Umsetzung der Strategie wird durch die Digitalstadt Darmstadt GmbH")


def test_line_ends_and_byte_order_mark_do_not_matter():
    assert parse("\ufeff" + SMALL.replace("\n", "\r\n")) == parse(SMALL)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Kapitel 1: Vision", "Vision", "line 1: expected a heading"),
        ("Anregungen und Feedback (2)", "Anregungen", "line 19: expected exactly one line"),
        ("Ein Absatz.", "Anregungen und Feedback (2)", "line 5: expected exactly one line"),
        ("Feedback (2)", "Feedback (1)", "line 5: the counter says 1, but 2 are printed"),
        ("ID: 7 16.11.2018 16:13", "ID: sieben", 'line 9: expected "ID: <number>'),
        ("ID: 7 16.11.2018 16:13", "ID: 7 31.11.2018 16:13", "line 9: there is no such time: 31.11.2018 16:13"),
        ("16.11.2018 16:13", "25.03.2018 02:30", "line 9: there is no such time: 25.03.2018 02:30"),
        ("Event\n\nID: 7", "\n\nID: 7", "line 9: expected an author label"),
        ("Event\n\nID: 7", "Irgendwas\n\nEvent\n\nID: 7", "line 7: this text belongs to no contribution"),
        ("Mari\n\n", "", "line 15: expected an author label"),
        ("Eine Frage?", "", "line 9: contribution 7 has no text"),
        ("ID: 9", "ID: 7", "line 17: ID 7 is printed twice"),
        ("ID: 9", "ID: 6", 'line 9: "Antworten anzeigen" stands below 7, but no reply follows'),
        ("\n\nMari\n\nID: 9 17.11.2018 08:00\n\nEine Antwort.", "", 'line 9: "Antworten anzeigen" stands below 7'),
        ("Eine Antwort.", "Eine Antwort.\n\nAntworten anzeigen", "line 17: a reply has no replies of its own"),
    ],
)
def test_a_broken_print_is_refused_with_its_line(old, new, message):
    with pytest.raises(ValueError, match=r"^line \d+: ") as refused:
        parse(SMALL.replace(old, new, 1))
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize("text", ["", " \n\n", "\ufeff"])
def test_nothing_is_no_chapter(text):
    with pytest.raises(ValueError, match="line 1: expected a heading"):
        parse(text)


def test_a_counter_above_nothing_is_refused_but_none_announced_is_fine():
    with pytest.raises(ValueError, match="line 3: the counter says 2, but no contribution is printed"):
        parse("Kapitel 1: Vision\n\nAnregungen und Feedback (2)")
    assert parse("Kapitel 1: Vision\n\nAnregungen und Feedback (0)").contributions == ()

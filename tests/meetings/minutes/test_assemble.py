from datetime import date

import pytest
from django.utils import translation

from foundation.documents import typst
from meetings.minutes import assemble
from meetings.minutes.assemble import ActionFacts, Attendee, Facts, Finding, ItemFacts, MotionFacts
from meetings.minutes.versions import digest
from tests.meetings.live import at

FACTS = Facts(
    organisation="Digitalstadt Darmstadt GmbH",
    board="Unternehmensbeirat",
    seats=10,
    starts_at=at(16),
    opened_at=at(16, 2),
    closed_at=at(18, 4),
    place="Raum 1.04",
    chair="Annegret Holtkamp",
    minute_taker="Carla Wendt",
    stand="Stand: heute",
    state="Entwurf",
    findings=[Finding(5, 6, False, at(16, 2)), Finding(6, 6, True, at(16, 12))],
    attendees=[
        Attendee("Annegret Holtkamp", "Sitz 1", [(at(15, 55), at(18, 4))]),
        Attendee("Aylin Kaya", "Sitz 2", [(at(16, 1), at(16, 30)), (at(17), None)], video=True),
        Attendee("Werner Dahlhoff", "Sitz 3", excused=True),
        Attendee("Ulla Beispiel", "Sitz 4"),
    ],
    items=[
        ItemFacts(1, 1, "Datenplattform", "decided", 2, "Zwei Absätze.\n\nDer zweite.", ["Dr. Peter Lamprecht"],
                  motions=[MotionFacts("Variante B.", "6 Ja, 1 Nein – angenommen", "UB-B-2027-01", "verzählt")],
                  actions=[ActionFacts("Vertrag vorlegen", "Dr. Jonas Ebeling", date(2027, 3, 11))]),
        ItemFacts(2, 2, "Personal", "noted", 3, "Vertrauliches"),
        ItemFacts(3, 3, "Termine", "adjourned", 2),
    ],
)  # fmt: skip


@pytest.fixture
def content():
    with translation.override("de"):
        return assemble.content(FACTS)


def test_attendance_lies_inside_the_meeting(content):
    assert [one["present"].replace("\xa0", " ") for one in content["attendance"]] == [
        "16:02 bis 18:04 Uhr",
        "16:02 bis 16:30 Uhr und 17:00 bis 18:04 Uhr, per Video",
        "entschuldigt",
        "nicht anwesend",
    ]


def test_findings_stand_with_their_time(content):
    assert content["quorum"].replace("\xa0", " ") == (
        "Nicht beschlussfähig festgestellt: 5 von 10 Mitgliedern anwesend (nötig: 6). Festgestellt um 16:02 Uhr. "
        "Beschlussfähig: 6 von 10 Mitgliedern anwesend (nötig: 6). Festgestellt um 16:12 Uhr."
    )


def test_an_item_says_what_was_decided_and_by_whom_not_who_said_what(content):
    item = content["items"][0]
    assert item["number"].replace("\xa0", " ") == "TOP 1"
    assert item["text"] == ["Zwei Absätze.", "Der zweite."]
    assert item["motions"] == [
        {
            "text": "Variante B.",
            "vote": "6 Ja, 1 Nein – angenommen (berichtigt: verzählt)",
            "resolution": "UB-B-2027-01",
        }
    ]
    assert item["recusals"] == ["Dr. Peter Lamprecht ist befangen und hat weder beraten noch abgestimmt."]
    assert item["actions"] == [{"what": "Vertrag vorlegen", "who": "Dr. Jonas Ebeling", "due": "11.03.2027"}]
    assert content["items"][2]["text"] == ["Der Punkt wird vertagt."]


def test_what_is_confidential_keeps_only_its_number(content):
    with translation.override("de"):
        seen = assemble.shown(content, 2)
    assert "Vertrauliches" not in str(seen)
    assert [item["title"] for item in seen["items"]] == [
        "Datenplattform",
        "Vertraulicher Tagesordnungspunkt",
        "Termine",
    ]
    assert (assemble.is_whole(content, 2), assemble.is_whole(content, 3)) == (False, True)


def test_equal_facts_give_the_same_seal_and_a_comma_another(content):
    with translation.override("de"):
        assert digest(assemble.content(FACTS)) == digest(content)
    assert digest({**content, "closing": content["closing"] + ","}) != digest(content)


def test_the_content_is_what_the_print_template_expects(content):
    pdf = typst.render("minutes", content, title="Protokoll", language="de", made_at=at(18, 30))
    assert pdf.startswith(b"%PDF-")

"""The file of a report holds what its reader may read, and no more than the page."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from foundation.documents import fonts, rendering, typst
from governance.confidentiality import Level
from governance.mandates.models import Mandate
from meetings.meeting.models import Meeting
from reports.editions import publishing
from reports.review import reviewing
from tests.printed import printed
from tests.reports.conftest import REVIEWED, SUBMITTED

RESUBMITTED = datetime(2027, 2, 12, 9, tzinfo=UTC)

KERN = typst.ROOT / "node_modules/@kern-ux/native/dist/fonts/fira-sans"
OUTLOOK, RISKS, FINANCES = "beginntderProbebetrieb", "DerFörderbescheidstehtaus", "liegenimPlan"


@pytest.fixture(scope="module", autouse=True)
def document_fonts():
    fonts.convert(KERN, typst.FONTS)


def file(client, person, report):
    """The text of the file this person gets, "" for none."""
    client.logout()
    if person:
        client.force_login(person.user)
    answer = client.get(reverse("report_pdf", args=[report.pk]))
    linked = "bericht.pdf" in client.get(report.get_absolute_url()).content.decode()
    assert linked == (answer.status_code != 404)
    return printed(b"".join(answer.streaming_content)) if answer.status_code == 200 else ""


def test_members_get_no_section_above_their_level(client, submitted, world):
    report = submitted.report
    report.sections.filter(slug="risks").update(level=Level.CONFIDENTIAL)
    Meeting.objects.update(status="invited", rules=world.ub.rules.first())
    reviewing.approve(report, by=world.actor(world.mayors_officer), now=REVIEWED)
    rendering.render_due(now=REVIEWED)
    members = file(client, world.kaya, report)
    assert (OUTLOOK in members, FINANCES in members, RISKS in members) == (True, True, False)
    assert "Freigegebenam" in members
    assert RISKS not in file(client, world.manager, report)
    assert RISKS in file(client, world.secretary, report)
    Mandate.objects.filter(person=world.kaya).update(confidentiality_signed_on=date(2026, 1, 12))
    assert RISKS not in file(client, world.kaya, report)


def test_the_public_gets_a_file_of_the_public_sections(client, submitted, world):
    report, by = submitted.report, world.actor(world.mayors_officer)
    rendering.render_due(now=SUBMITTED)
    reviewing.approve(report, by=by, now=REVIEWED)
    publishing.publish(report, sections=["outlook"], before_meeting=True, by=by, now=RESUBMITTED)
    rendering.render_due(now=RESUBMITTED)
    public = file(client, None, report)
    assert (OUTLOOK in public, "Veröffentlichtam" in public) == (True, True)
    for hidden in (RISKS, FINANCES, "Datenplattform", "ZehnZeilen", "Projektenach", "StellungnahmenderGremien"):
        assert hidden not in public
    assert RISKS in file(client, world.kaya, report)


def test_a_section_closed_later_opens_no_file_made_before(client, submitted, world):
    report, by = submitted.report, world.actor(world.mayors_officer)
    reviewing.approve(report, by=by, now=REVIEWED)
    publishing.publish(report, sections=["outlook", "risks"], before_meeting=True, by=by, now=RESUBMITTED)
    rendering.render_due(now=RESUBMITTED)
    assert RISKS in file(client, None, report)
    report.sections.filter(slug="risks").update(level=Level.BOARD)
    assert file(client, None, report) == ""

"""The demo's reports wing: written and reviewed before each meeting that receives one, published after it."""

from datetime import date, datetime, timedelta

from demo.meetings import count_before
from demo.scripts.agendas import POOLS
from demo.scripts.reports import report_text, review, risks, ten_lines
from demo.story import Story, at
from demo.strategy import quarter
from reports.editions import editing, lines, publishing, submitting
from reports.editions.models import ManagementReport
from reports.review import reviewing

Status = ManagementReport.Status
WRITTEN, SUBMITTED, COMMENTED, RETURNED, REVISED, DECIDED = 26, 25, 24, 23, 22, 20
PUBLISHED_AFTER = timedelta(days=8)


def play(story: Story, day: date) -> None:
    """The management writes, the mayor's office reviews, eight days after the meeting the report is public."""
    scripted = ManagementReport.objects.filter(board__slug__in=POOLS, meeting__isnull=False)
    under_way = scripted.exclude(status=Status.PUBLISHED)
    for report in under_way.select_related("meeting__board", "board").order_by("created_at", "pk"):
        assert report.meeting is not None
        distance = (report.meeting.day - day).days
        if distance == WRITTEN and report.status == Status.DRAFT:
            write(story, report, day, now=at(day, 15))
        elif distance == SUBMITTED and report.status == Status.DRAFT:
            submitting.submit(report, by=story.actor("ebeling"), now=at(day, 10))
        elif distance in (COMMENTED, RETURNED, REVISED, DECIDED) and report.status != Status.DRAFT:
            _review(story, report, distance, day)
        elif day - report.meeting.day == PUBLISHED_AFTER and report.status in (Status.SEEN, Status.APPROVED):
            levels = {"summary": 0, "outlook": 0}
            publishing.publish(report, by=story.actor("ebeling"), now=at(day, 10), sections=levels)


def write(story: Story, report: ManagementReport, day: date, *, now: datetime, revised: bool = False) -> None:
    """Fill in the sections by the script."""
    place, season = count_before(report.meeting) if report.meeting else 0, quarter(story, day)
    text = report_text(place)
    first_page = [lines.Line(one.tone, one.text) for one in ten_lines(report.board.slug, place, season)]
    texts = {
        lines.SUMMARY: lines.write(first_page),
        "finances": text.finances,
        "risks": "\n\n".join(risks(place, season, revised=revised)),
        "outlook": text.outlook,
    }
    editing.write(report, texts=texts, revision=report.revision, by=story.actor("ebeling"), now=now)


def _review(story: Story, report: ManagementReport, distance: int, day: date) -> None:
    assert report.meeting is not None
    script = review(count_before(report.meeting))
    reviewer = story.actor("rheinsberg")
    if distance == COMMENTED:
        for one in script.comments:
            reviewing.comment(
                report,
                section=one.section,
                paragraph=one.paragraph,
                kind=one.kind,
                text=one.text,
                by=reviewer,
                now=at(day, 10),
            )
    elif distance == RETURNED and script.returns:
        reviewing.return_(report, summary=script.summary, by=reviewer, now=at(day, 10))
    elif distance == REVISED and report.status == Status.RETURNED:
        write(story, report, day, now=at(day, 15), revised=True)
        report.refresh_from_db()
        submitting.submit(report, by=story.actor("ebeling"), now=at(day, 16))
    elif distance == DECIDED:
        for comment in report.comments.filter(resolved_at=None):
            reviewing.resolve(comment, by=reviewer, now=at(day, 9))
        if reviewing.wants_approval(report, at(day, 9)):
            reviewing.approve(report, by=reviewer, now=at(day, 10))
        else:
            reviewing.mark_seen(report, by=reviewer, now=at(day, 10))

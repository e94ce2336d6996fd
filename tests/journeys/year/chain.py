"""What the year left behind: every link of the chain, counted exactly."""

from collections import Counter

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from meetings.actions.models import ActionItem
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from opinions.outcomes.models import ConsolidatedOpinion
from reports.editions.models import ManagementReport

MAILS = {
    "year_overview": 36,
    "invitation": 22,
    "minutes": 10,
    "opinion_request": 30,
    "dissent_call": 30,
    "recommendations": 1,
    "chair_word": 1,
    "report_submitted": 2,
    "report_returned": 1,
    "report_decided": 1,
}
ACTS = {
    "person.registered": 1,
    "mandate.appointed": 1,
    "plan.proposed": 3,
    "meeting.planned": 6,
    "plan.adopted": 2,
    "meeting.scheduled": 6,
    "plan.confirmed": 2,
    "topic.proposed": 1,
    "topic.accepted": 1,
    "agenda.begun": 3,
    "agenda.accepted": 3,
    "agenda.released": 2,
    "agenda.frozen": 2,
    "meeting.invited": 2,
    "reply.recorded": 2,
    "attendance.all": 2,
    "meeting.opened": 2,
    "quorum.found": 2,
    "item.noted": 6,
    "motion.put": 4,
    "vote.counted": 4,
    "action.assigned": 1,
    "meeting.held": 1,
    "minutes.drafted": 1,
    "minutes.written": 1,
    "minutes.handed_over": 1,
    "minutes.signed_off": 1,
    "minutes.circulated": 1,
    "action.reported": 1,
    "action.verified": 1,
    "opinions.requested": 1,
    "opinions.opened": 1,
    "opinion.submitted": 1,
    "opinions.closed": 1,
    "board_opinion.drafted": 1,
    "board_opinion.circulated": 1,
    "board_opinion.dissent": 1,
    "board_opinion.adopted": 1,
    "recommendation.answered": 2,
    "report.compiled": 1,
    "report.written": 2,
    "report.submitted": 2,
    "report.commented": 1,
    "report.returned": 1,
    "report.comment_resolved": 1,
    "report.approved": 1,
    "minutes.approved": 1,
}


def hold(world):
    """Follow the chain from the topic to the agenda that carries its consequences."""
    february, may = Meeting.objects.filter(board=world.ub, year=2027, number__lte=2).order_by("number")
    topic = february.items.get(source__startswith="proposal:")
    assert (topic.proposer, topic.outcome) == (world.kaya, AgendaItem.Outcome.DECIDED)
    action = ActionItem.objects.get()
    assert (action.item, action.owner, action.status) == (topic, world.manager, "verified")
    assert may.items.get(source__startswith="minutes:").outcome == AgendaItem.Outcome.DECIDED
    assert may.items.filter(source=ManagementReport.objects.get().key).count() == 1
    advice = ConsolidatedOpinion.objects.get()
    assert advice.board == world.etb
    assert [one.answer.answer for one in advice.recommendations.order_by("number")] == ["follow", "partly"]
    assert AgendaItem.objects.get(source=f"answers:{advice.pk}").meeting.board == world.etb
    assert dict(Counter(Delivery.objects.values_list("kind", flat=True))) == MAILS
    assert dict(Counter(JournalEntry.objects.values_list("action", flat=True))) == ACTS

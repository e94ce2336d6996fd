"""The management answers each recommendation; a correction is a new version, nothing is overwritten."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from foundation.web.wording import local_day
from governance.people.models import Person
from meetings.actions.models import ActionItem
from opinions.outcomes.models import ConsolidatedOpinion, ManagementResponse, Recommendation
from opinions.outcomes.printing import print_opinion

Answer = ManagementResponse.Answer


@transaction.atomic
def give(
    recommendation: Recommendation,
    *,
    answer: str,
    reason: str = "",
    again_on: date | None = None,
    person: Person,
    action: ActionItem | None = None,
    by: Actor,
    now: datetime,
) -> ManagementResponse:
    """Answer a recommendation of an adopted opinion; `person` answers for the management.

    What is deferred comes back `again_on`, a later day; other answers have none. The same answer again changes
    nothing. With the last open answer the document is printed anew. Raises DomainError: 400 for an unknown answer or
    without a reason or day where one is needed, 409 before the opinion is adopted.
    """
    if answer not in Answer.values:
        raise DomainError(_("Please choose an answer."), code="unknown_answer", status=400)
    reason = reason.strip()
    if answer != Answer.FOLLOW and not reason:
        raise DomainError(
            _("Please give a reason. Only “will be followed” needs none."), code="reason_missing", status=400
        )
    again_on = _come_back(answer, again_on, now)
    locked = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    if not Recommendation.objects.adopted().filter(pk=locked.pk).exists():
        raise DomainError(_("This recommendation is not adopted yet."), code="not_adopted")
    last = locked.responses.order_by("-version").first()
    if last and (last.answer, last.reason, last.again_on, last.action) == (answer, reason, again_on, action):
        return last
    response = ManagementResponse.objects.create(
        recommendation=locked,
        version=last.version + 1 if last else 1,
        answer=answer,
        reason=reason,
        again_on=again_on,
        given_at=now,
        given_by=person,
        action=action,
    )
    opinion = ConsolidatedOpinion.objects.select_related("board").get(recommendations=locked)
    record("recommendation.answered", opinion.key, by=by, now=now, recommendation=locked.pk, answer=answer)
    if not opinion.recommendations.filter(responses__isnull=True).exists():
        ConsolidatedOpinion.objects.filter(pk=opinion.pk).update(rendering=print_opinion(opinion, now=now))
    return response


def _come_back(answer: str, again_on: date | None, now: datetime) -> date | None:
    if answer != Answer.DEFERRED:
        return None
    if again_on is None or again_on <= local_day(now):
        raise DomainError(
            _("Please say on which later day you come back to it."), code="deferred_without_day", status=400
        )
    return again_on

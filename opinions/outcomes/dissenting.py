"""Members' deviating views on a draft: written, kept when the text changes, rewritten, withdrawn."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from foundation.web.wording import local_day
from governance.people.models import Person
from opinions.outcomes.consolidating import members_of
from opinions.outcomes.models import ConsolidatedOpinion, Dissent

Status = ConsolidatedOpinion.Status


@transaction.atomic
def dissent(
    opinion: ConsolidatedOpinion,
    person: Person,
    text: str,
    *,
    revision: int | None = None,
    by: Actor,
    now: datetime,
) -> Dissent:
    """A member's deviating view in own words; writing again replaces it until the last day.

    `revision` is the text of the opinion that was read; without it, the one that stands. Raises DomainError: 400
    without a text, 403 for who may not, 409 before the draft was sent, 410 after the days.
    """
    if not text.strip():
        raise DomainError(_("Please write your dissent."), code="text_missing", status=400)
    locked = _open_for(opinion, person, now)
    read = locked.revision if revision is None else min(revision, locked.revision)
    kept = {"text": text.strip(), "written_at": now, "revision": read, "withdrawn_at": None}
    made, _new = Dissent.objects.update_or_create(opinion=locked, person=person, defaults=kept)
    record("board_opinion.dissent", locked.key, by=by, now=now, person=str(person.pk), revision=read)
    return made


@transaction.atomic
def withdraw_dissent(opinion: ConsolidatedOpinion, person: Person, *, by: Actor, now: datetime) -> None:
    """The author takes the dissent back; the text stays with the author until the opinion is adopted.

    Withdrawing twice changes nothing. Raises DomainError as `dissent` does.
    """
    locked = _open_for(opinion, person, now)
    if Dissent.objects.standing().filter(opinion=locked, person=person).update(withdrawn_at=now):
        record("board_opinion.dissent_withdrawn", locked.key, by=by, now=now, person=str(person.pk))


def _open_for(opinion: ConsolidatedOpinion, person: Person, now: datetime) -> ConsolidatedOpinion:
    """The opinion as it is now, if this person may dissent from it."""
    locked = ConsolidatedOpinion.objects.select_for_update().get(pk=opinion.pk)
    if locked.status == Status.DRAFT:
        raise DomainError(_("The draft is not with the members yet."), code="not_circulated")
    if locked.status == Status.ADOPTED or locked.dissents_until is None or local_day(now) > locked.dissents_until:
        raise DomainError(_("The time for dissents is over."), code="dissents_over", status=410)
    if person not in members_of(locked, local_day(now)):
        raise DomainError(_("Only members who take part may dissent."), code="not_a_member", status=403)
    return locked

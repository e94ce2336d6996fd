"""From many assessments, or from a vote, to the one opinion of the board."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.outbox.queue import supersede
from foundation.values import Actor, DomainError
from foundation.web.wording import day_in_words, local_day
from governance.boards.mailing import post, reads_mail
from governance.confidentiality import MANAGEMENT, Level
from governance.mandates.delegating import word_of_chair
from governance.mandates.models import Delegation, Mandate
from governance.people.models import Person
from governance.procedure.answers import MAIL, POST, dissent_until, response_due
from governance.procedure.rules_in_force import rules_on
from governance.rights.asking import topic_of
from meetings.agenda.models import AgendaItem
from meetings.sittings import running
from opinions.outcomes import counts as numbers
from opinions.outcomes.models import ConsolidatedOpinion, Recommendation
from opinions.outcomes.printing import print_opinion
from opinions.outcomes.reading import adopting_vote
from opinions.rounds.models import Opinion, OpinionRound
from opinions.rounds.results import verdicts
from opinions.rounds.rules import expect_unbiased

Status = ConsolidatedOpinion.Status
CALL, OLDER, ADVICE = "dissent_call", "dissent_older", "recommendations"


@transaction.atomic
def draft(
    opinion_round: OpinionRound, *, text: str, recommendations: Sequence[str] = (), by: Actor, now: datetime
) -> ConsolidatedOpinion:
    """Begin the board's opinion on a closed round. The counts come from the assessments; nobody types them."""
    expect_unbiased(opinion_round, by)
    locked = OpinionRound.objects.select_for_update().get(pk=opinion_round.pk)
    if locked.status != OpinionRound.Status.CLOSED:
        raise DomainError(_("The board's opinion can be drafted when the round is closed."), code="round_not_closed")
    if ConsolidatedOpinion.objects.filter(round=locked).exists():
        raise DomainError(_("There is a draft already. Please edit it."), code="draft_exists")
    opinion = ConsolidatedOpinion.objects.create(
        board_id=locked.board_id,
        round=locked,
        title=locked.title,
        text=_needed(text),
        counts=numbers.of_opinions(verdicts(locked)),
        level=locked.level,
        created_at=now,
    )
    _advise(opinion, recommendations)
    record("board_opinion.drafted", opinion.key, by=by, now=now, round=str(locked.pk))
    return opinion


def _needed(text: str) -> str:
    if not text.strip():
        raise DomainError(_("Please write the text of the opinion."), code="text_missing", status=400)
    return text.strip()


def _advise(opinion: ConsolidatedOpinion, recommendations: Sequence[str]) -> list[Recommendation]:
    texts = [text.strip() for text in recommendations if text.strip()]
    return Recommendation.objects.bulk_create(
        Recommendation(opinion=opinion, number=number, text=text) for number, text in enumerate(texts, 1)
    )


@transaction.atomic
def edit(
    opinion: ConsolidatedOpinion,
    *,
    text: str,
    recommendations: Sequence[str],
    revision: int,
    by: Actor,
    now: datetime,
) -> None:
    """Change text and recommendations; `revision` is the one that was read. What the members had, they get anew.

    Raises DomainError (409) when somebody else changed it in between or it is adopted.
    """
    expect_unbiased(opinion.round, by)
    open_one = ConsolidatedOpinion.objects.filter(pk=opinion.pk, revision=revision).exclude(status=Status.ADOPTED)
    changed = open_one.update(
        text=_needed(text),
        revision=F("revision") + 1,
        status=Status.DRAFT,
        circulated_at=None,
        dissents_until=None,
        **_counted(opinion),
    )
    if not changed:
        raise _changed()
    opinion.recommendations.all().delete()
    opinion.refresh_from_db()
    supersede(opinion.key, opinion.revision, [CALL, OLDER])
    supersede(topic_of(Delegation.Act.ADOPTION, opinion.key), opinion.revision)
    _advise(opinion, recommendations)
    record("board_opinion.edited", opinion.key, by=by, now=now, revision=opinion.revision)


def _counted(opinion: ConsolidatedOpinion) -> dict[str, Any]:
    """The counts of a round as they are now: somebody may have withdrawn since the draft."""
    return {"counts": numbers.of_opinions(verdicts(opinion.round))} if opinion.round else {}


def _changed() -> DomainError:
    words = _("Somebody else has changed or adopted this opinion. Please load the page again.")
    return DomainError(words, code="changed_meanwhile")


def members_of(opinion: ConsolidatedOpinion, day: date) -> list[Person]:
    """Who may read the draft and dissent: the voting members of the day, without those who withdrew."""
    declined = Opinion.objects.filter(round=opinion.round_id, status=Opinion.Status.DECLINED).values("person")
    mandates = Mandate.objects.on(day).filter(seat__board=opinion.board_id, seat__voting=True)
    return [one.person for one in mandates.exclude(person__in=declined).select_related("person")]


def last_day_for_dissents(opinion: ConsolidatedOpinion, day: date) -> date:
    """If the draft goes out on that day. One day for all: who gets a letter has as long as the others."""
    by_post = any(not reads_mail(one) for one in members_of(opinion, day))
    return dissent_until(rules_on(opinion.board, day).as_rules(), day, POST if by_post else MAIL)


@transaction.atomic
def circulate(opinion: ConsolidatedOpinion, *, by: Actor, now: datetime) -> None:
    """Send the draft to the members; they may add dissents for the days of the rules. Twice changes nothing.

    Who dissented from an earlier text is told so and keeps, rewrites or withdraws the dissent.
    """
    expect_unbiased(opinion.round, by)
    until = last_day_for_dissents(opinion, local_day(now))
    drafted = ConsolidatedOpinion.objects.filter(pk=opinion.pk, status=Status.DRAFT)
    if not drafted.update(status=Status.CIRCULATED, circulated_at=now, dissents_until=until):
        opinion.refresh_from_db()
        if opinion.status == Status.CIRCULATED:
            return
        raise DomainError(_("This opinion is adopted already."), code="opinion_adopted")
    opinion.refresh_from_db()
    earlier = set(opinion.dissents.standing().filter(revision__lt=opinion.revision).values_list("person", flat=True))
    people = members_of(opinion, local_day(now))
    _send(CALL, opinion, [one for one in people if one.pk not in earlier], now)
    _send(OLDER, opinion, [one for one in people if one.pk in earlier], now)
    record("board_opinion.circulated", opinion.key, by=by, now=now, until=str(until))


def _send(kind: str, opinion: ConsolidatedOpinion, people: list[Person], now: datetime) -> None:
    """The draft to these members; nothing is asked of the database for nobody."""
    if not people:
        return
    page = "outcome_dissent" if kind == OLDER else "outcome"
    post(
        kind,
        people,
        key=f"{kind}:{opinion.pk}:{opinion.revision}",
        topic=opinion.key,
        version=opinion.revision,
        context={
            "opinion": opinion,
            "participation": numbers.participation(opinion.counts),
            "url": settings.SITE_URL + reverse(page, args=[opinion.pk]),
        },
        now=now,
    )


@transaction.atomic
def adopt(
    opinion: ConsolidatedOpinion,
    *,
    by: Actor,
    principal: str = "",
    note: str = "",
    revision: int | None = None,
    public: bool = False,
    lowering: str = "",
    now: datetime,
) -> None:
    """The chair adopts the opinion; the board office does it on a delegation, or with a note of the chair's word.

    Seals text, counts and dissents in a PDF, and sends the recommendations to the management with their day.
    `public` makes the opinion level 0, see `_publish`. Adopting twice changes nothing. Raises DomainError (409) while
    members may still dissent, when the counts are not those of the assessments, or it changed since `revision`.
    """
    locked = ConsolidatedOpinion.objects.select_for_update(of=("self",)).select_related("board").get(pk=opinion.pk)
    if locked.is_adopted:
        return
    actor = by.on_behalf_of(principal or by.principal)
    word = word_of_chair(locked.board_id, Delegation.Act.ADOPTION, by=actor, note=note, now=now)
    expect_unbiased(locked.round, actor)
    if revision not in (None, locked.revision):
        raise _changed()
    _check_ripe(locked, now)
    locked.adopted_by, locked.adopted_for, locked.adoption_note = actor.key, actor.principal, word.note
    if public:
        _publish(locked, lowering, by=actor, now=now)
    _seal(locked, decided_at=now, by=actor, now=now, **word.facts)
    opinion.refresh_from_db()


def _check_ripe(opinion: ConsolidatedOpinion, now: datetime) -> None:
    if opinion.status != Status.CIRCULATED or opinion.dissents_until is None:
        raise DomainError(_("Please send the draft to the members first."), code="not_circulated")
    if local_day(now) <= opinion.dissents_until:
        raise DomainError(
            _("Members may add dissents until %(day)s. The opinion can be adopted after that.")
            % {"day": day_in_words(opinion.dissents_until)},
            code="dissents_open",
        )
    assert opinion.round is not None
    if opinion.counts != numbers.of_opinions(verdicts(opinion.round)):
        words = _("The counts are not those of the assessments. Save the draft once more and send it to the members.")
        raise DomainError(words, code="counts_differ")


def _publish(opinion: ConsolidatedOpinion, lowering: str, *, by: Actor, now: datetime) -> None:
    """Everybody may read it. Above the board's level that is a lowering: `lowering` notes the chair's word for it.

    The journal keeps both levels. Raises DomainError (400) without that note.
    """
    if opinion.is_confidential and not lowering.strip():
        raise DomainError(
            _(
                "This opinion is confidential. It is published on the chair's word only: "
                "please note the lowering of its level."
            ),
            code="lowering_missing",
            status=400,
        )
    levels = {"level_before": int(opinion.level), "level": int(Level.PUBLIC)}
    opinion.level, opinion.lowering_note = Level.PUBLIC, lowering.strip()[:300]
    record("board_opinion.published", opinion.key, by=by, now=now, **levels)


def _seal(opinion: ConsolidatedOpinion, *, decided_at: datetime, by: Actor, now: datetime, **facts: object) -> None:
    """Adopted: due days, PDF, mail to the management, journal. Withdrawn dissents are forgotten.

    The time to answer runs from the day on which the management is told, however long ago the board decided.
    """
    announced = local_day(now)
    due = response_due(rules_on(opinion.board, announced).as_rules(), announced)
    opinion.recommendations.update(due_on=due)
    opinion.dissents.filter(withdrawn_at__isnull=False).delete()
    opinion.status, opinion.adopted_at = Status.ADOPTED, decided_at
    opinion.rendering = print_opinion(opinion, now=now)
    opinion.save()
    recommendations = list(opinion.recommendations.all())
    post(
        ADVICE,
        _managers(local_day(now)),
        key=f"{ADVICE}:{opinion.pk}",
        topic=opinion.key,
        version=opinion.revision,
        context={
            "opinion": opinion,
            "recommendations": recommendations,
            "due_on": due,
            "url": settings.SITE_URL + opinion.get_absolute_url(),
        },
        now=now,
    )
    facts |= {"recommendations": len(recommendations), "due": str(due)}
    if opinion.item_id:
        record("board_opinion.recorded", opinion.key, by=by, now=now, **facts)
    else:
        record("board_opinion.adopted", opinion.key, by=by, now=now, **facts)


def _managers(day: date) -> list[Person]:
    running = Q(assignments__start__lte=day) & (Q(assignments__end__isnull=True) | Q(assignments__end__gte=day))
    return list(Person.objects.filter(running, assignments__role=MANAGEMENT).distinct())


@transaction.atomic
def record_from_item(
    item: AgendaItem,
    *,
    text: str,
    recommendations: Sequence[str] = (),
    title: str = "",
    public: bool = False,
    lowering: str = "",
    by: Actor,
    now: datetime,
) -> ConsolidatedOpinion:
    """The board's opinion as decided under an agenda item; the counts are those of its vote.

    It counts as adopted from the vote; the management's time runs from its record, which tells it. Raises
    DomainError (409) without an adopted vote, or when the opinion is recorded already.
    """
    running.locked(item.meeting)
    item = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting__board").get(pk=item.pk)
    vote = adopting_vote(item)
    if item.outcome != AgendaItem.Outcome.DECIDED or vote is None:
        raise DomainError(_("This item has no adopted vote yet."), code="item_not_decided")
    if ConsolidatedOpinion.objects.filter(item=item).exists():
        raise DomainError(_("The opinion on this item is recorded already."), code="opinion_exists")
    opinion = ConsolidatedOpinion.objects.create(
        board=item.meeting.board,
        item=item,
        title=title or item.title,
        text=_needed(text),
        counts=numbers.of_vote(
            yes=vote.yes, no=vote.no, abstain=vote.abstain, invalid=vote.invalid, eligible=vote.eligible
        ),
        level=item.level,
        created_at=now,
        adopted_by=by.key,
        adopted_for=by.principal,
    )
    _advise(opinion, recommendations)
    if public:
        _publish(opinion, lowering, by=by, now=now)
    _seal(opinion, decided_at=vote.counted_at, by=by, now=now)
    return opinion


def recorded_from(item: AgendaItem, *, stays_adopted: bool) -> str:
    """Why the vote on this item must stay (`CORRECTION_GUARDS`): the management has the opinion it adopted.

    Its numbers too: they stand in the opinion.
    """
    recorded = ConsolidatedOpinion.objects.filter(item=item).first()
    if recorded is None:
        return ""
    words = _(
        "This vote adopted the board's opinion “%(title)s”, and the management has its recommendations. "
        "Put the opinion on the agenda of a later meeting and decide anew."
    )
    return words % {"title": recorded.title}

"""What pages show of rounds and opinions, loaded in a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _

from governance.confidentiality import Reader
from meetings.agenda.models import AgendaItem, ItemKind
from meetings.votes.models import Vote
from opinions.outcomes import counts as numbers
from opinions.outcomes.models import ConsolidatedOpinion, Dissent
from opinions.rounds.models import Opinion, OpinionRevision, OpinionRound, Verdict
from opinions.rounds.results import verdicts

VERDICT_WORDS = dict(Verdict.choices)


@dataclass(frozen=True)
class Participation:
    """One cell per member asked, for `kern/quorum.html`."""

    sentence: str
    ok: bool
    seats: list[str]
    label: str
    stats: list[tuple[str, str, int]]


def participation(opinion_round: Any) -> Participation:
    """From a round `with_participation()`."""
    asked, given, declined = opinion_round.asked, opinion_round.submitted, opinion_round.declined
    missing = asked - given - declined
    sentence = numbers.participation({"asked": asked, "submitted": given, "declined": declined, "missing": missing})
    return Participation(
        sentence=sentence,
        ok=not missing,
        seats=["yes"] * given + ["no"] * declined + [""] * missing,
        label=sentence,
        stats=[
            ("yes", _("given"), given),
            ("no", _("conflict of interest"), declined),
            ("", _("without an answer"), missing),
        ],
    )


def readable_opinions(opinion_round: OpinionRound, reader: Reader) -> list[Opinion]:
    """Assessments this reader may see, each with `last`, its counting revision or None; two queries."""
    revisions = Prefetch("revisions", OpinionRevision.objects.order_by("number"))
    found = opinion_round.opinions.readable_by(reader).select_related("person", "mandate__seat")
    opinions = list(found.order_by("mandate__seat__number").prefetch_related(revisions))
    for opinion in opinions:
        opinion.last = max(opinion.revisions.all(), key=lambda one: one.number, default=None)  # type: ignore[attr-defined]
    return opinions


def shown_opinions(reader: Reader) -> Any:
    """Opinions of boards this reader may see, with all that a page about one needs."""
    return _loaded(ConsolidatedOpinion.objects.visible_to(reader))


def circulated_opinions(reader: Reader) -> Any:
    """Drafts that are with the members; each knows whether this reader dissents (`own_dissent`)."""
    own = Dissent.objects.standing().filter(opinion=OuterRef("pk"), person=reader.person_id)
    drafts = ConsolidatedOpinion.objects.visible_to(reader).filter(status=ConsolidatedOpinion.Status.CIRCULATED)
    return drafts.select_related("board").annotate(own_dissent=Exists(own)).order_by("dissents_until")


def changing_opinions(reader: Reader) -> Any:
    """Drafts this reader had to read and that are being changed; of them the reader sees the title only."""
    asked = Opinion.objects.of(reader.person_id).exclude(status=Opinion.Status.DECLINED)
    drafts = ConsolidatedOpinion.objects.filter(status=ConsolidatedOpinion.Status.DRAFT, revision__gt=1)
    return drafts.filter(board__in=reader.boards, round__in=asked.values("round"))


def addressed_opinions(reader: Reader) -> Any:
    """The same and those of which the reader sees and answers the recommendations only."""
    opinions = ConsolidatedOpinion.objects
    return _loaded(opinions.visible_to(reader) | opinions.addressed_to(reader))


def _loaded(opinions: Any) -> Any:
    dissents = Prefetch("dissents", Dissent.objects.standing().select_related("person").order_by("written_at"))
    related = ("board", "round__project", "item__meeting", "rendering")
    return opinions.select_related(*related).with_answers().prefetch_related(dissents)


def count_rows(opinion: ConsolidatedOpinion) -> list[tuple[str, int]]:
    """(word, number) of the verdicts or of the vote."""
    return numbers.rows(opinion.counts, VERDICT_WORDS)


def round_rows(opinion_round: OpinionRound) -> list[tuple[str, int]]:
    """The same of a round as it stands."""
    return numbers.rows(numbers.of_opinions(verdicts(opinion_round)), VERDICT_WORDS)


def decided_opinions(reader: Reader) -> Any:
    """Opinions that meetings decided and the office recorded, the newest first."""
    found = ConsolidatedOpinion.objects.visible_to(reader).filter(item__isnull=False)
    return found.select_related("board", "item__meeting").order_by("-adopted_at")


def adopting_vote(item: AgendaItem) -> Vote | None:
    """The vote that adopted something under this item, the latest one."""
    return Vote.objects.filter(motion__item=item, result=Vote.Result.ADOPTED).order_by("-motion").first()


def unrecorded_items() -> Any:
    """Items of kind opinion with an adopted vote whose opinion nobody has recorded yet."""
    return (
        AgendaItem.objects.filter(
            kind=ItemKind.OPINION,
            outcome=AgendaItem.Outcome.DECIDED,
            motions__vote__result=Vote.Result.ADOPTED,
            consolidated__isnull=True,
        )
        .select_related("meeting__board")
        .order_by("meeting__starts_at")
        .distinct()
    )

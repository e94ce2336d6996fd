"""The board's opinion as a document (templates/print/opinion.typ says the shape). Always in German."""

from datetime import datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.documents.models import Rendering
from foundation.documents.rendering import request
from foundation.web.wording import day_digits, day_in_words, moment_in_words, plain_day
from governance.boards.models import Company
from governance.confidentiality import Level
from governance.mandates.delegating import on_whose_word
from opinions.outcomes import counts as numbers
from opinions.outcomes.models import ConsolidatedOpinion, Dissent, Recommendation
from opinions.rounds.models import Rating, Verdict
from opinions.rounds.results import rating_rows

LANGUAGE = "de"
VERDICT_WORDS = dict(Verdict.choices)


def print_opinion(opinion: ConsolidatedOpinion, *, now: datetime) -> Rendering:
    """Queue the opinion as it stands, with the answers given so far; each number of answers is its own document."""
    recommendations = list(opinion.recommendations.prefetch_related("responses__given_by").order_by("number"))
    answers = sum(len(one.responses.all()) for one in recommendations)
    with override(LANGUAGE):
        return request(
            key=f"{opinion.key}:{opinion.revision}:{answers}",
            template="opinion",
            title=_("Opinion of the board: %(title)s") % {"title": opinion.title},
            file_name=f"stellungnahme-{slugify(opinion.title)[:60]}.pdf",
            language=LANGUAGE,
            data=sheet(opinion, recommendations, now=now),
            now=now,
        )


def sheet(opinion: ConsolidatedOpinion, recommendations: list[Recommendation], *, now: datetime) -> dict[str, Any]:
    """The data of the document, all of it strings."""
    return {
        "organisation": Company.objects.get().name,
        "stand": _("As of: %(moment)s") % {"moment": moment_in_words(now)},
        "confidentiality": "" if opinion.level == Level.PUBLIC else opinion.get_level_display(),
        "board": opinion.board.name,
        "question": _question(opinion),
        "facts": _facts(opinion),
        "adoption": adoption(opinion),
        "text": [part.strip() for part in opinion.text.split("\n\n") if part.strip()],
        "counts": [
            {"verdict": word, "count": str(number)} for word, number in numbers.rows(opinion.counts, VERDICT_WORDS)
        ],
        "participation": numbers.participation(opinion.counts),
        "guidelines": _guidelines(opinion),
        "recommendations": [
            {"number": f"E {one.number}", "text": one.text, "answer": _answer(one)} for one in recommendations
        ],
        "dissents": [
            {"authors": _author(one, opinion), "text": [one.text]}
            for one in opinion.dissents.standing().select_related("person").order_by("written_at")
        ],
        "labels": _labels(recommendations),
    }


def _author(dissent: Dissent, opinion: ConsolidatedOpinion) -> str:
    if dissent.revision >= opinion.revision:
        return str(dissent.person)
    return _("%(person)s (on an earlier text of this opinion)") % {"person": dissent.person}


def _question(opinion: ConsolidatedOpinion) -> str:
    if opinion.round:
        return opinion.round.question
    return (opinion.item and opinion.item.text) or opinion.title


def adoption(opinion: ConsolidatedOpinion) -> str:
    """How and when the opinion was adopted; empty before."""
    if opinion.item:
        meeting = opinion.item.meeting
        words = {"day": day_in_words(meeting.starts_at), "number": opinion.item.position}
        return _("Decided in the meeting of %(day)s, item %(number)s.") % words
    if opinion.adopted_at is None:
        return ""
    return _("Adopted by the chair on %(day)s.") % {"day": day_in_words(opinion.adopted_at)}


def adoption_words(opinion: ConsolidatedOpinion) -> str:
    """The same with who adopted it, for whom and on what, for those who run the round."""
    if opinion.item or opinion.adopted_at is None:
        return adoption(opinion)
    who = on_whose_word(opinion.adopted_by, opinion.adopted_for)
    words = {"who": who, "day": day_digits(opinion.adopted_at), "note": opinion.adoption_note}
    if opinion.adoption_note:
        return _("Adopted by %(who)s on %(day)s. Basis: %(note)s") % words
    return _("Adopted by %(who)s on %(day)s.") % words


def _facts(opinion: ConsolidatedOpinion) -> list[dict[str, str]]:
    asked = opinion.round
    facts = []
    if asked and asked.opened_at:
        span = _("%(start)s to %(end)s") % {
            "start": day_in_words(asked.opened_at),
            "end": day_in_words(asked.deadline),
        }
        facts.append({"label": _("Round"), "value": span})
    return facts


def _guidelines(opinion: ConsolidatedOpinion) -> dict[str, Any] | None:
    rows = rating_rows(opinion.round) if opinion.round else []
    if not rows:
        return None
    columns = [{"text": _("Guideline"), "numeric": False}]
    columns += [{"text": str(label), "numeric": True} for label in Rating.labels[:-1]]
    columns.append({"text": _("no judgement"), "numeric": True})
    table = [[f"{row.number}. {row.title}", *map(str, row.counts)] for row in rows]
    return {"columns": columns, "rows": table}


def _answer(recommendation: Recommendation) -> dict[str, str] | None:
    answer = recommendation.answer
    if answer is None:
        return None
    by = _("%(person)s, management, %(day)s") % {"person": answer.given_by, "day": plain_day(answer.given_at)}
    return {"word": answer.words, "reason": answer.reason, "by": by}


def _labels(recommendations: list[Recommendation]) -> dict[str, str]:
    due = recommendations[0].due_on if recommendations else None
    waiting = _("The management's answer is not given yet.")
    if due:
        waiting = _("The management's answer is not given yet. Due: %(day)s.") % {"day": day_in_words(due)}
    return {
        "page": _("Page {page} of {pages}"),
        "question": _("The question"),
        "counts": _("Votes"),
        "verdict": _("Verdict"),
        "count": _("Number"),
        "opinion": _("The opinion"),
        "guidelines": _("Check against the guidelines"),
        "recommendations": _("Recommendations and the management's answers"),
        "answer": _("Answer of the management:"),
        "open_answer": waiting,
        "dissents": _("Dissents"),
        "no_recommendations": _("The board gives no recommendations."),
    }

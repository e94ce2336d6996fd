"""What became of the advice after the answers, each step with its day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from foundation.web.wording import local_day
from governance.confidentiality import Reader
from opinions.outcomes.models import ConsolidatedOpinion, Recommendation


@dataclass(frozen=True)
class Step:
    """`url` leads to where it is written; an open step is still to come."""

    day: date
    text: str
    url: str = ""
    is_open: bool = False


def with_course(opinions: Iterable[ConsolidatedOpinion], reader: Reader) -> list[ConsolidatedOpinion]:
    """Opinions `with_answers()`, which and whose recommendations get their `course`.

    What rooms above say of an opinion since its first answer costs one call each: `ADVICE_STATEMENTS`, each
    `(opinions, reader) -> Iterable[(pk, day, sentence, address)]`.
    """
    opinions = list(opinions)
    since: dict[int, date] = {}
    found: dict[int, list[Step]] = {opinion.pk: [] for opinion in opinions}
    for opinion in opinions:
        rows = list(opinion.recommendations.all())
        for one in rows:
            one.course = sorted(_own(one), key=lambda step: step.day)  # type: ignore[attr-defined]
        if days := [local_day(answer.given_at) for one in rows for answer in one.responses.all()]:
            since[opinion.pk] = min(days)
    answered = [opinion for opinion in opinions if opinion.pk in since]
    for path in settings.ADVICE_STATEMENTS if answered else []:
        for pk, day, sentence, url in import_string(path)(answered, reader):
            if day >= since[pk]:
                found[pk].append(Step(day, sentence, url))
    for opinion in opinions:
        opinion.course = sorted(found[opinion.pk], key=lambda step: step.day)  # type: ignore[attr-defined]
    return opinions


def _own(recommendation: Recommendation) -> Iterator[Step]:
    """Earlier answers, the action item's end, and the day of the next answer."""
    newest = recommendation.answer
    for answer in recommendation.responses.all():
        if answer != newest:
            words = _("Earlier answer: %(answer)s. %(reason)s") % {"answer": answer.words, "reason": answer.reason}
            yield Step(local_day(answer.given_at), words.strip())
    if newest and newest.action and newest.action.verified_at:
        words = _("Done: %(title)s") % {"title": newest.action.title}
        yield Step(local_day(newest.action.verified_at), words)
    if newest and newest.again_on:
        yield Step(newest.again_on, _("The management comes back to it."), is_open=True)

"""What the numbers of an opinion are, and the sentences that say so. Pure.

Kept with the board's opinion as JSON: from a round {"asked", "submitted", "declined", "missing"} and one number per
verdict; from an agenda item its vote {"yes", "no", "abstain", "invalid", "eligible"}.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SUBMITTED, DECLINED = "submitted", "declined"
VERDICTS = ("support", "support_with_recommendations", "reject", "abstain")
VOTES = ("yes", "no", "abstain", "invalid")
Counts = dict[str, int]


def of_opinions(answers: Iterable[tuple[str, str]]) -> Counts:
    """Counts from (status, verdict of the last revision) of everybody asked. Verdicts count when submitted."""
    answers = list(answers)
    given = Counter(verdict for status, verdict in answers if status == SUBMITTED)
    unknown = given.keys() - set(VERDICTS)
    if unknown:
        raise ValueError(f"unknown verdicts: {sorted(unknown)}")
    declined = sum(status == DECLINED for status, _verdict in answers)
    numbers = {"asked": len(answers), "submitted": given.total(), "declined": declined}
    numbers["missing"] = numbers["asked"] - numbers["submitted"] - declined
    return numbers | {verdict: given[verdict] for verdict in VERDICTS}


def of_vote(*, yes: int, no: int, abstain: int, invalid: int, eligible: int) -> Counts:
    """Counts of the vote that adopted an opinion."""
    return {"yes": yes, "no": no, "abstain": abstain, "invalid": invalid, "eligible": eligible}


def is_vote(counts: Mapping[str, int]) -> bool:
    return "yes" in counts


def participation(counts: Mapping[str, int]) -> str:
    """ "24 von 31 abgegeben, 7 ohne Antwort"; those who withdrew are named where there are some."""
    if is_vote(counts):
        return _("%(eligible)s members were entitled to vote.") % {"eligible": counts["eligible"]}
    parts = [_("%(submitted)s of %(asked)s given") % dict(counts)]
    if counts["missing"]:
        words = ngettext("%(count)s without an answer", "%(count)s without an answer", counts["missing"])
        parts.append(words % {"count": counts["missing"]})
    if counts["declined"]:
        words = ngettext(
            "%(count)s withdrew (conflict of interest)",
            "%(count)s withdrew (conflict of interest)",
            counts["declined"],
        )
        parts.append(words % {"count": counts["declined"]})
    return ", ".join(parts)


def rows(counts: Mapping[str, int], verdict_words: Mapping[str, object]) -> list[tuple[str, int]]:
    """(word, number) per verdict or vote, in fixed order; invalid votes only where there are some."""
    if not is_vote(counts):
        return [(str(verdict_words[verdict]), counts[verdict]) for verdict in VERDICTS]
    words = {"yes": _("Yes"), "no": _("No"), "abstain": _("Abstention"), "invalid": _("Invalid")}
    return [(words[vote], counts[vote]) for vote in VOTES if vote != "invalid" or counts[vote]]

"""An unfinished assessment as the JSON that is kept, and as what the acts take. Pure.

{"verdict", "recommendations", "reason": texts; "ratings", "reasons": guideline number as text -> rating, text}
"""

from collections.abc import Mapping
from typing import Any

from opinions.rounds.gaps import Assessment, paragraphs

Draft = dict[str, Any]


def content_of(draft: Mapping[str, Any]) -> dict[str, Any]:
    """What `collecting.submit` takes: one recommendation per paragraph, ratings by number."""
    reasons = draft.get("reasons", {})
    ratings = [
        Assessment(int(number), rating, reasons.get(number, ""))
        for number, rating in draft.get("ratings", {}).items()
        if rating
    ]
    return {
        "verdict": draft.get("verdict", ""),
        "recommendations": paragraphs(draft.get("recommendations", "")),
        "reason": draft.get("reason", ""),
        "ratings": sorted(ratings, key=lambda rating: rating.guideline),
    }


def draft_of(*, verdict: str, recommendations: list[str], reason: str, ratings: list[tuple[int, str, str]]) -> Draft:
    """The draft that would give this content; `ratings` are (number, rating, reason)."""
    return {
        "verdict": verdict,
        "recommendations": "\n\n".join(recommendations),
        "reason": reason,
        "ratings": {str(number): rating for number, rating, _reason in ratings},
        "reasons": {str(number): text for number, _rating, text in ratings if text},
    }

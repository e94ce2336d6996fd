"""What an assessment still lacks before it can be given. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

WITH_RECOMMENDATIONS, REJECT = "support_with_recommendations", "reject"


@dataclass(frozen=True)
class Assessment:
    """How one guideline, named by its number, is rated."""

    guideline: int
    rating: str
    reason: str = ""


@dataclass(frozen=True)
class Gap:
    """A missing entry: `field` of the form, `title` of what is missing, and the sentence that asks for it."""

    field: str
    title: str
    sentence: str

    @property
    def rates(self) -> bool:
        """Whether a guideline is not rated yet."""
        return self.field.startswith("rating_")

    @property
    def anchor(self) -> str:
        """Where the field stands on the page; of a choice its first option."""
        return f"id_{self.field}_0" if self.field.startswith(("rating_", "verdict")) else f"id_{self.field}"


def gaps(
    *,
    verdict: str,
    recommendations: Sequence[str],
    reason: str,
    ratings: Iterable[Assessment],
    important: Sequence[tuple[int, str]],
) -> list[Gap]:
    """The missing entries in the order of the form. `important` holds number and title of each guideline."""
    rated = {rating.guideline for rating in ratings if rating.rating}
    found = [
        Gap(
            f"rating_{number}",
            title,
            _("Please rate “%(guideline)s”.") % {"guideline": title},
        )
        for number, title in important
        if number not in rated
    ]
    return found + content_gaps(verdict=verdict, recommendations=recommendations, reason=reason)


def content_gaps(*, verdict: str, recommendations: Sequence[str], reason: str) -> list[Gap]:
    """What the result lacks: recommendations need a text, a rejection needs its reason."""
    if not verdict:
        return [Gap("verdict", _("Your result"), _("Please choose your result."))]
    if verdict == WITH_RECOMMENDATIONS and not recommendations:
        sentence = _("Please write at least one recommendation, or choose “Agreement”.")
        return [Gap("recommendations", _("Your recommendations"), sentence)]
    if verdict == REJECT and not reason:
        return [Gap("reason", _("Your reason"), _("Please say why you reject the project."))]
    return []


def paragraphs(text: str) -> list[str]:
    """One recommendation per paragraph; an empty line parts them."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]

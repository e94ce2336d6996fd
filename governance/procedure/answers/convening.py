"""When an invitation leaves, who may demand a meeting and by when topics are in."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.web.wording import day_in_words
from governance.procedure.answers.answer import Answer
from governance.procedure.answers.rules import Rules

MAIL, POST = "mail", "post"


def assumed_receipt(rules: Rules, sent_on: date, channel: str = MAIL) -> date:
    """The day on which a letter counts as received: the day of dispatch and the days its channel takes."""
    return sent_on + timedelta(days=rules.post_days if channel == POST else rules.mail_days)


def latest_dispatch(rules: Rules, meeting_day: date, channel: str = MAIL) -> date:
    """The last day of dispatch; neither the day of receipt nor the day of the meeting counts (HGO § 58 as model)."""
    way = rules.post_days if channel == POST else rules.mail_days
    return meeting_day - timedelta(days=rules.notice_days + 1 + way)


def latest_shortened_dispatch(rules: Rules, meeting_day: date, channel: str = MAIL) -> date:
    """The last day of dispatch with a shortened notice period (HGO § 58 as model: it arrives the day before)."""
    way = rules.post_days if channel == POST else rules.mail_days
    return meeting_day - timedelta(days=rules.shortened_min_days + way)


def dispatch(rules: Rules, meeting_day: date, today: date) -> Answer:
    """The last days of dispatch by `mail` and by `post`; ok while both ways still keep the notice period."""
    numbers = {channel: latest_dispatch(rules, meeting_day, channel) for channel in (MAIL, POST)}
    words = {channel: day_in_words(day) for channel, day in numbers.items()}
    if numbers[MAIL] == numbers[POST]:
        sentence = _("Last day of dispatch: %(mail)s.") % words
    else:
        sentence = _("Last day of dispatch by e-mail: %(mail)s, by post: %(post)s.") % words
    return Answer(today <= min(numbers.values()), numbers, sentence)


def notice(rules: Rules, meeting_day: date, sent_on: date, channel: str = MAIL) -> Answer:
    """Whether the notice period is kept when the invitation is sent on `sent_on`.

    Not kept is never a refusal: the period may be shortened with a reason. `shortening_allowed` says whether the
    invitation still arrives by the last day that the rules allow for that, usually the day before.
    """
    receipt = assumed_receipt(rules, sent_on, channel)
    latest = latest_dispatch(rules, meeting_day, channel)
    numbers = {
        "notice_days": rules.notice_days,
        "days_between": (meeting_day - receipt).days - 1,
        "latest_dispatch": latest,
        "sent_on": sent_on,
        "receipt": receipt,
        "shortened": sent_on > latest,
        "shortening_allowed": (meeting_day - receipt).days >= rules.shortened_min_days,
    }
    return Answer(sent_on <= latest, numbers, _notice_sentence(rules, numbers))


def _notice_sentence(rules: Rules, numbers: dict[str, Any]) -> str:
    words = {"days": rules.notice_days, "day": day_in_words(numbers["latest_dispatch"])}
    if not numbers["shortened"]:
        return _("The notice period of %(days)s days is kept. Last day of dispatch: %(day)s.") % words
    if numbers["shortening_allowed"]:
        return (
            _(
                "The notice period of %(days)s days is not kept. The last day of dispatch was %(day)s. "
                "Give a reason for shortening it or choose a new date."
            )
            % words
        )
    return (
        _(
            "The notice period of %(days)s days is not kept. The last day of dispatch was %(day)s. "
            "The invitation arrives on the day of the meeting or later. Choose a new date, or give a reason. "
            "The proof of dispatch keeps this warning."
        )
        % words
    )


def submission_deadline(rules: Rules, meeting_day: date) -> date:
    """The last day for items and papers of the next agenda."""
    return meeting_day - timedelta(days=rules.submission_days)


def petition(rules: Rules, occupied: int, signed: int | None = None) -> Answer:
    """How many members may demand an extra meeting: the rules' share of the occupied seats, rounded up.

    With those who `signed`, the sentence says whether they are enough.
    """
    needed = max(1, -(-occupied * rules.petition_percent // 100))
    numbers = {"occupied": occupied, "needed": needed, "signed": signed or 0}
    if signed is None:
        words = ngettext(
            "Extra meeting: at the demand of %(needed)s member",
            "Extra meeting: at the demand of %(needed)s members",
            needed,
        )
    else:
        words = ngettext(
            "%(signed)s of %(occupied)s members demands the meeting (needed: %(needed)s).",
            "%(signed)s of %(occupied)s members demand the meeting (needed: %(needed)s).",
            signed,
        )
    return Answer(numbers["signed"] >= needed, numbers, words % numbers)


def extra_meeting_by(rules: Rules, reached_on: date) -> date:
    """The last day for the extra meeting that enough members demanded on that day."""
    return reached_on + timedelta(days=rules.petition_days)

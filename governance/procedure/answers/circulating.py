"""Circular resolutions: whether, until when, and what became of one."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from foundation.web.wording import day_in_words
from governance.procedure.answers.answer import Answer
from governance.procedure.answers.attendance import quorum_needed
from governance.procedure.answers.rules import Rules
from governance.procedure.answers.voting import majority


def circular_deadline(rules: Rules, sent_on: date) -> date:
    """The last day for replies to a circular resolution sent on that day."""
    return sent_on + timedelta(days=rules.circular_days)


def may_circulate(rules: Rules, sent_on: date, until: date) -> Answer:
    """Whether a resolution may be taken in writing with replies until that day."""
    earliest = circular_deadline(rules, sent_on)
    numbers = {"allowed": rules.circular_allowed, "days": rules.circular_days, "earliest": earliest}
    if not rules.circular_allowed:
        words = _("The rules of this board know no circular resolution. Put the item on the next agenda.")
        return Answer(False, numbers, words)
    sentence = _("Replies must be possible until %(day)s at least.") % {"day": day_in_words(earliest)}
    return Answer(until >= earliest, numbers, sentence)


def circular(rules: Rules, basis: int, *, yes: int, no: int, abstain: int = 0, objections: int = 0) -> Answer:
    """The outcome of a circular resolution. Silence is no consent: the replies must reach the quorum.

    `outcome` is adopted, rejected, inquorate, or next_meeting when a member objects and the rules heed that.
    """
    replies = yes + no + abstain
    votes = majority(rules, yes, no, abstain)
    numbers = votes.numbers | {"replies": replies, "needed": quorum_needed(basis, rules), "objections": objections}
    if objections and rules.circular_objection:
        words = _("A member objects to the written procedure. The item goes to the next meeting.")
        return Answer(False, numbers | {"outcome": "next_meeting"}, words)
    if replies < numbers["needed"]:
        words = _("%(replies)s members replied, %(needed)s are needed. The resolution is not adopted.")
        return Answer(False, numbers | {"outcome": "inquorate"}, words % numbers)
    return Answer(votes.ok, numbers, votes.sentence)

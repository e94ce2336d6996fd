"""The time for assessments, dissents and the answers of the management."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from governance.procedure.answers.convening import MAIL, assumed_receipt
from governance.procedure.answers.rules import Rules


def opinion_deadline(rules: Rules, opened_on: date) -> date:
    """The last day for assessments of a round opened on that day."""
    return opened_on + timedelta(days=rules.opinion_days)


def earliest_opinion_deadline(rules: Rules, opened_on: date) -> date:
    """The first day that may be the deadline of a round opened on that day."""
    return opened_on + timedelta(days=rules.opinion_min_days)


def opinion_time(rules: Rules) -> str:
    """How long members have for an assessment, as forms that ask for a deadline say it."""
    numbers = {"least": rules.opinion_min_days, "usual": rules.opinion_days}
    return _("Members need at least %(least)s days, %(usual)s are usual.") % numbers


def dissent_until(rules: Rules, circulated_on: date, channel: str = MAIL) -> date:
    """The last day for dissents from a draft sent to the members on that day; the days run from its receipt."""
    return assumed_receipt(rules, circulated_on, channel) + timedelta(days=rules.dissent_days)


def response_due(rules: Rules, announced_on: date) -> date:
    """The day by which the management answers a recommendation; it runs from the announcement, not the minutes."""
    return announced_on + timedelta(days=rules.response_days)

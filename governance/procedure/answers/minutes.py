"""The time for the draft of the minutes and for objections."""

from datetime import date, timedelta

from governance.procedure.answers.rules import Rules


def minutes_due(rules: Rules, held_on: date) -> date:
    """The day by which the draft of the minutes goes out."""
    return held_on + timedelta(days=rules.minutes_draft_days)


def objection_deadline(rules: Rules, circulated_on: date) -> date:
    """The last day for objections to minutes circulated on that day."""
    return circulated_on + timedelta(days=rules.objection_days)

"""The time for reports and their review."""

from datetime import date, timedelta

from governance.procedure.answers.rules import Rules


def report_begins(rules: Rules, meeting_day: date) -> date:
    """The day on which the draft of the report for that meeting begins."""
    return meeting_day - timedelta(days=rules.report_days)


def late_review_due(rules: Rules, submitted_on: date) -> date:
    """The day by which a report is reviewed that came too late for the invitation."""
    return submitted_on + timedelta(days=rules.review_days)

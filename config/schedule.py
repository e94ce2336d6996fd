"""What runs by time. One line per duty: what it looks for, and how often it looks.

A duty is `f(*, now) -> int`: it does what is due and has no row yet and returns how much it did. Beat,
`manage.py run_duties` and the demo walk this list in this order.
"""

from typing import NamedTuple


class Duty(NamedTuple):
    """A dotted path and the seconds between two looks. Hours of the day are rules inside the duty."""

    path: str
    every: int


DUTIES = [
    # what is left of factions' mandates ends with the electoral term
    Duty("governance.mandates.terms.follow_terms", 300),
    # mandates begin and end at local midnight, before anything asks who is a member
    Duty("governance.mandates.ending.follow_calendar", 300),
    # members confirm their interests in January and February
    Duty("governance.mandates.interests.remind_due", 300),
    # a missing year plan is proposed from 1 October on
    Duty("meetings.planning.proposing.propose_due", 3600),
    # where a board has to meet soon and nothing is set, its best date is pencilled in
    Duty("meetings.planning.guarding.pencil_due", 3600),
    # a date that members keep free and that moved or fell away is told at once
    Duty("meetings.planning.telling.tell_changes", 30),
    # who became a member or takes the place of one after the invitation went out is invited, too
    Duty("meetings.invitations.calling.invite_missing", 300),
    # who has answered no date of a poll is reminded two days before its deadline
    Duty("meetings.polls.reminding.remind_due", 300),
    # agenda drafts appear 21 days before the meeting
    Duty("meetings.agenda.editing.generate_due", 300),
    # who is recused finds the sent agenda without that item, also where its file failed before
    Duty("meetings.agenda.copies.make_missing_due", 3600),
    # what the mailbox brought is kept, then judged: answers, returned mails, all else for a person
    Duty("foundation.outbox.mailbox.fetch_due", 60),
    Duty("meetings.incoming.reading.read_due", 30),
    # who asked for a new link gets it, if the address is known
    Duty("meetings.invitations.reminders.send_links_due", 30),
    # those who have not answered are reminded seven and two days before the meeting
    Duty("meetings.invitations.reminders.remind_due", 300),
    # five days before a meeting the chair learns that it may not be quorate
    Duty("meetings.invitations.alarms.warn_due", 300),
    # owners of action items are reminded before and on the due day, then every fortnight
    Duty("meetings.actions.tracking.remind_due", 300),
    # a silence of the objection period approves minutes where the rules say so
    Duty("meetings.minutes.approving.approve_due", 3600),
    # opinion reminders before the deadline, closing at it
    Duty("opinions.rounds.reminders.remind_due", 300),
    Duty("opinions.rounds.opening.close_due", 300),
    # when the time for dissents is over, the chair gets a link to adopt the opinion
    Duty("opinions.outcomes.asking.ask_due", 3600),
    # a report is drafted 28 days before each meeting that receives one
    Duty("reports.editions.compiling.compile_due", 3600),
    # reminders of a day leave as one mail
    Duty("foundation.outbox.digest.join_due", 30),
    # links that open nothing any more are masked in the mails that were sent
    Duty("foundation.accounts.masking.mask_due", 3600),
    # logins that are over are forgotten
    Duty("foundation.accounts.sessions.forget_expired", 3600),
    # queued documents become PDF files
    Duty("foundation.documents.rendering.render_due", 30),
    # what was journalled is sealed, so that a later change shows
    Duty("foundation.journal.sealing.seal_due", 30),
    # on Mondays what is kept too long is counted; what a person confirmed is let go
    Duty("foundation.retention.clearing.review_due", 3600),
    Duty("foundation.retention.clearing.clear_due", 30),
    # a row says that beat and worker live
    Duty("config.heartbeat.beat", 30),
    # the outbox is drained; the nudge after a commit only makes this faster
    Duty("foundation.outbox.delivery.drain", 30),
]

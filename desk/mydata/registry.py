"""What is kept about a person, as a table: every model that points to a person or to a person's login stands here.

One line for one way from a row to a person. A test walks all models and says what is missing.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Part:
    """Rows of `model` ("app.Model") whose `way` leads to the person.

    `by` says what stands at the end of the way: the person, the person's login, or a plain key ("person:<uuid>").
    `fields` limits what is shown: where somebody acted for others, the others' data is none of theirs. Empty means
    every field but those in `reading.SECRET`.
    """

    title: Promise
    model: str
    way: str
    by: Literal["person", "user", "key"] = "person"
    fields: tuple[str, ...] = ()


NEWEST = {
    "accounts.PersonalLink": "-created_at",
    "editions.ManagementReport": "-period_end",
    "meeting.Meeting": "-starts_at",
    "outbox.Delivery": "-created_at",
    "outbox.IncomingMail": "-received_at",
    "polls.DatePoll": "-made_at",
    "rounds.OpinionRound": "-deadline",
}
"""How rows are ordered whose keys are drawn by lot; those of others count up."""

PARTS = [
    Part(_("Personal details"), "people.Person", "pk"),
    Part(_("Further addresses"), "people.AliasAddress", "person"),
    Part(_("Account"), "accounts.User", "pk", "user"),
    Part(_("Addresses of the account"), "account.EmailAddress", "user", "user"),
    Part(
        _("API keys"),
        "accounts.ApiKey",
        "user",
        "user",
        ("name", "prefix", "scopes", "created_at", "expires_on", "last_used_on", "revoked_at"),
    ),
    Part(_("Second factors"), "mfa.Authenticator", "user", "user", ("type", "created_at", "last_used_at")),
    Part(_("Logins that are open"), "accounts.Session", "user", "user", ("device", "started_at", "seen_at")),
    Part(
        _("Remembered devices"),
        "accounts.RememberedDevice",
        "holder",
        "key",
        ("device", "created_at", "last_used_on", "expires_at", "revoked_at"),
    ),
    Part(_("Codes sent to devices"), "accounts.DeviceCode", "holder", "key", ("expires_at", "used_at")),
    Part(_("Logins by the directory"), "socialaccount.SocialAccount", "user", "user", ("provider", "date_joined")),
    Part(
        _("Personal links"),
        "accounts.PersonalLink",
        "holder",
        "key",
        ("purpose", "created_at", "expires_at", "revoked_at"),
    ),
    Part(
        _("Calendars you subscribed to"),
        "accounts.Feed",
        "holder",
        "key",
        ("subject", "language", "detailed", "created_at", "last_read_on", "revoked_at"),
    ),
    Part(_("Roles"), "people.StaffAssignment", "person"),
    Part(_("Seats"), "mandates.Mandate", "person"),
    Part(_("Offices"), "mandates.Office", "person"),
    Part(_("Delegations you gave to the board office"), "mandates.Delegation", "office__person"),
    Part(_("Seats you are deputy for"), "mandates.Deputy", "person"),
    Part(_("Partners you speak for"), "people.PartnerAssignment", "person"),
    Part(_("Your assistants"), "people.Assistance", "principal"),
    Part(_("People you assist"), "people.Assistance", "assistant"),
    Part(_("Declarations of interests"), "people.InterestDeclaration", "person"),
    Part(
        _("Declarations of interests you entered"),
        "people.InterestDeclaration",
        "entered_by",
        "key",
        ("declared_at",),
    ),
    Part(_("Absences"), "absences.Absence", "person"),
    Part(_("Absences you entered"), "absences.Absence", "entered_by", "key", ("entered_at", "source")),
    Part(_("Invitations"), "invitations.Invitation", "person"),
    Part(_("Replies"), "invitations.Reply", "invitation__person"),
    Part(_("Replies you entered"), "invitations.Reply", "entered_by", "key", ("received_at", "source")),
    Part(_("Answers to date polls"), "polls.DateVote", "person"),
    Part(_("Answers to date polls you entered"), "polls.DateVote", "entered_by", "key", ("answered_at", "source")),
    Part(_("Date polls you made"), "polls.DatePoll", "made_by", "key", ("board", "title", "made_at")),
    Part(_("Extraordinary meetings you demanded"), "extra.Supporter", "person"),
    Part(_("Extraordinary meetings you called"), "extra.Demand", "called_by", "key", ("meeting", "called_at")),
    Part(_("Extraordinary meetings called for you"), "extra.Demand", "called_for", "key", ("meeting", "called_at")),
    Part(_("Attendance"), "sittings.Attendance", "person"),
    Part(_("Recusals"), "agenda.Recusal", "person"),
    Part(_("Recusals you entered"), "agenda.Recusal", "entered_by", "key", ("declared_at",)),
    Part(_("Topics you proposed"), "agenda.AgendaProposal", "proposer"),
    Part(_("Agenda items you proposed"), "agenda.AgendaItem", "proposer", fields=("meeting", "position", "title")),
    Part(_("Agendas you released"), "agenda.Agenda", "released_by", "key", ("meeting", "released_at")),
    Part(_("Agendas released for you"), "agenda.Agenda", "released_for", "key", ("meeting", "released_at")),
    Part(_("Minutes you took"), "meeting.Meeting", "minute_taker", fields=("board", "number", "year")),
    Part(_("Minutes you signed off"), "minutes.Minutes", "signed_off_by", "key", ("meeting", "signed_off_at")),
    Part(_("Minutes signed off for you"), "minutes.Minutes", "signed_off_for", "key", ("meeting", "signed_off_at")),
    Part(_("Objections to minutes"), "minutes.MinutesObjection", "person"),
    Part(_("Notes on projects you entered"), "projects.ProgressNote", "entered_by", "key", ("as_of", "entered_at")),
    Part(_("Milestones you entered"), "projects.MilestoneEntry", "entered_by", "key", ("day", "entered_at")),
    Part(_("Values you entered"), "projects.Measurement", "entered_by", "key", ("day", "entered_at")),
    Part(_("Votes you recorded"), "votes.Vote", "counted_by", "key", ("counted_at",)),
    Part(_("Action items"), "actions.ActionItem", "owner"),
    Part(_("Opinions you asked for"), "rounds.OpinionRound", "requested_by", fields=("title", "status", "deadline")),
    Part(_("Assessments"), "rounds.Opinion", "person"),
    Part(_("Texts of your assessments"), "rounds.OpinionRevision", "opinion__person"),
    Part(_("Ratings of guidelines"), "rounds.GuidelineAssessment", "revision__opinion__person"),
    Part(_("Assessments you entered"), "rounds.OpinionRevision", "entered_by", "key", ("submitted_at", "source")),
    Part(_("Dissent"), "outcomes.Dissent", "person"),
    Part(_("Opinions you adopted"), "outcomes.ConsolidatedOpinion", "adopted_by", "key", ("title", "adopted_at")),
    Part(
        _("Opinions adopted for you"), "outcomes.ConsolidatedOpinion", "adopted_for", "key", ("title", "adopted_at")
    ),
    Part(_("Answers of the management"), "outcomes.ManagementResponse", "given_by"),
    Part(_("Reports you wrote"), "editions.ManagementReport", "author", fields=("board", "period", "status")),
    Part(
        _("Reports you had a hand in"), "editions.ManagementReport", "writers", fields=("board", "period", "status")
    ),
    Part(
        _("Reports you submitted"),
        "editions.ManagementReport",
        "submitted_by",
        fields=("board", "period", "submitted_at"),
    ),
    Part(
        _("Versions of reports you submitted"),
        "editions.ReportVersion",
        "submitted_by",
        fields=("report", "number", "made_at"),
    ),
    Part(
        _("Reports you decided on"), "editions.ManagementReport", "decided_by", fields=("board", "period", "status")
    ),
    Part(_("Comments on reports"), "review.ReviewComment", "author"),
    Part(
        _("Comments you answered"),
        "review.ReviewComment",
        "answered_by",
        fields=("report", "answer", "answered_at"),
    ),
    Part(_("Comments you resolved"), "review.ReviewComment", "resolved_by", fields=("report", "resolved_at")),
    Part(_("Reviews"), "review.Review", "reviewer"),
    Part(
        _("Mails"),
        "outbox.Delivery",
        "recipient",
        "key",
        ("kind", "recipient_name", "address", "subject", "state", "created_at", "sent_at"),
    ),
    Part(
        _("Messages you sent us"),
        "outbox.IncomingMail",
        "person",
        "key",
        ("received_at", "sender", "subject", "disposition"),
    ),
    Part(_("Messages you settled"), "outbox.IncomingMail", "settled_by", "key", ("received_at", "settled_at")),
    Part(_("Mails you stopped"), "outbox.Delivery", "held_by", "key", ("kind", "created_at")),
    Part(_("Retention periods you set"), "retention.Period", "set_by", "key", ("kind", "days", "set_at")),
    Part(
        _("Deletions you confirmed"), "retention.Clearing", "confirmed_by", "key", ("kind", "count", "confirmed_at")
    ),
    Part(_("Journal: what you did"), "journal.JournalEntry", "actor", "key", ("at", "action", "subject")),
    Part(_("Journal: done for you"), "journal.JournalEntry", "principal", "key", ("at", "action", "subject")),
    Part(_("Journal: about you"), "journal.JournalEntry", "subject", "key", ("at", "action")),
]

# Plain keys that never name a person, although they look as if they could.
NOBODY = {
    "accounts.Feed.subject": "which dates, also of whom one assists; the holder is registered",
    "accounts.PersonalLink.subject": "what the link is about; the holder is registered",
    "outbox.IncomingMail.about": "what the message is about; the sender is registered",
    "outbox.Delivery.topic": "what the mail is about; the recipient is registered",
    "agenda.AgendaItem.source": "where the item comes from",
    "meeting.Meeting.uid": "the calendar's name of the meeting",
    "journal.JournalEntry.action": "what was done",
}

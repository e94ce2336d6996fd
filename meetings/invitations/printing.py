"""The proof of notice as a printed document (`templates/print/notice.typ`); German, as an auditor reads it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from foundation.outbox.resending import POSTED
from foundation.web.wording import day_digits, day_in_words, moment_in_words, span_in_words, time_in_words
from governance.boards.models import Company
from governance.boards.presenting import printed_logo
from governance.procedure.answers import MAIL, POST, latest_dispatch
from governance.procedure.rules_in_force import rules_on
from meetings.invitations import confirming, entries
from meetings.invitations.models import Dispatch
from meetings.invitations.proving import Line, Part, Proof
from meetings.meeting.models import Meeting

GROUP = 8


def pdf(proof: Proof, *, now: datetime) -> bytes:
    """PDF/A and PDF/UA. Made at once and kept nowhere: it holds addresses."""
    from foundation.documents import typst  # 10 MiB that few web processes ever need

    with override("de"):
        words, data = title(proof.meeting), content(proof, now=now)
    return typst.render("notice", data, title=words, language="de", made_at=now, logo=printed_logo())


def title(meeting: Meeting) -> str:
    words = {"number": meeting.number, "year": meeting.year, "board": meeting.board.name}
    return _("Proof of notice: meeting %(number)s/%(year)s, %(board)s") % words


def content(proof: Proof, *, now: datetime) -> dict[str, Any]:
    """What stands on the pages, in the active language."""
    company = Company.objects.first()
    return {
        "organisation": company.name if company else "",
        "stand": _("As of: %(moment)s") % {"moment": moment_in_words(now)},
        "confidentiality": _("personal"),
        "facts": _facts(proof),
        "warning": _("This is a trial: mails are kept here and are no proof of notice.") if proof.trial else "",
        "parts": [_part(part) for part in proof.parts],
        "faults": [[_named(line), _name(part.dispatch), line.fault] for part, line in proof.faults],
        "explained": [
            _("Handed over: the mail server of the recipient's way took the mail and answered as printed."),
            _("Assumed receipt: the day of dispatch and the days that the rules of procedure give its way."),
            _("The SHA-256 is taken of the whole mail as it was sent; the file with the same sum is the same mail."),
        ],
        "labels": {
            "page": _("Page {page} of {pages}"),
            "faults": _("Open faults"),
            "no_faults": _("No fault is known: everybody called was reached."),
            "explained": _("How to read this"),
            "marks": _("Marks of the mails"),
            "nobody": _("Nobody was invited yet."),
            "person": _("Person, function"),
            "way": _("Way, address"),
            "given": _("Handed over, answer"),
            "receipt": _("Assumed receipt"),
            "mark": _("Message-ID and SHA-256"),
            "about": _("Occasion"),
            "fault": _("Fault"),
        },
    }


def _facts(proof: Proof) -> list[dict[str, Any]]:
    meeting, rules = proof.meeting, proof.rules
    version = meeting.rules or rules_on(meeting.board, meeting.day)
    source = version.sources.get("notice_days") or _("Assumption, not confirmed yet")
    days = ngettext("%(count)s day", "%(count)s days", rules.notice_days) % {"count": rules.notice_days}
    last = {way: day_in_words(latest_dispatch(rules, meeting.day, way)) for way in (MAIL, POST)}
    facts = [
        (_("Board"), meeting.board.name),
        (_("Meeting"), span_in_words(meeting.starts_at, meeting.ends_at)),
        (_("Place"), entries.location(meeting)),
        (_("State"), str(meeting.get_status_display())),
        (_("Notice period"), f"{days} ({source})"),
        (_("Last day by e-mail"), last[MAIL]),
        (_("Last day by post"), last[POST]),
        (_("Decided"), _kept(proof)),
        (_("Reason for shortening"), meeting.shortened_reason if meeting.shortened else ""),
        (_("Reason for the cancellation"), meeting.cancelled_reason),
        (_("UID of the calendar entry"), meeting.uid),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _kept(proof: Proof) -> str:
    """What the last dispatch that set the period going did to it."""
    heard = [part.dispatch for part in proof.parts if not part.dispatch.stopped_at]
    told = [words for dispatch in heard if (words := confirming.proof(dispatch))]
    return told[-1] if told else ""


def _name(dispatch: Dispatch) -> str:
    words = str(dispatch.get_kind_display())
    return f"{words[:1].upper()}{words[1:]}"


def _part(part: Part) -> dict[str, Any]:
    dispatch = part.dispatch
    words = {"kind": _name(dispatch), "moment": moment_in_words(dispatch.sent_at)}
    facts = [
        (_("Dispatched by"), part.by or _("Gremia, by itself")),
        (_("Taken back"), moment_in_words(dispatch.stopped_at) if dispatch.stopped_at else ""),
        ("SEQUENCE", str(dispatch.sequence)),
        (_("Notice period"), confirming.proof(dispatch)),
    ]
    return {
        "title": _("%(kind)s, %(moment)s") % words,
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "rows": [_row(line) for line in part.lines],
        "marks": [_mark(line) for line in part.lines if line.mail_id and not line.overtaken],
    }


def _named(line: Line) -> str:
    return str(line.invitation.person)


def _row(line: Line) -> list[str]:
    mandate = line.invitation.mandate
    seat = f"{line.invitation.function}, {mandate.seat.label}" if mandate else line.invitation.function
    return [
        f"{_named(line)}\n{seat}",
        _("letter") if line.by_post or line.delivery is None else f"{_('E-mail')}\n{line.delivery.address}",
        _given(line),
        day_digits(line.receipt) if line.receipt else "–",
    ]


def _given(line: Line) -> str:
    if line.overtaken:
        return _("not sent")
    if line.given_at is None or line.delivery is None:
        return line.fault
    moment = f"{day_digits(line.given_at)}, {time_in_words(line.given_at)}"
    if line.delivery.smtp_reply == POSTED:
        return _("posted %(moment)s") % {"moment": moment}
    return "\n".join(filter(None, [moment, line.delivery.smtp_reply, line.fault]))


def _mark(line: Line) -> list[str]:
    groups = [line.digest[at : at + GROUP] for at in range(0, len(line.digest), GROUP)]
    return [_named(line), f"{line.mail_id}\n{' '.join(groups) or _('The text is no longer kept.')}"]

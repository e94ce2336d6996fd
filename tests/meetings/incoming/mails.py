"""Messages as calendar programs send them, modelled after the rules; every value can be bent."""

from email.message import EmailMessage
from email.policy import SMTP
from itertools import count

NUMBERS = count(1)
SERVER = "mx.gremien.example"
REPLY = """BEGIN:VCALENDAR
PRODID:-//Example//Program//EN
VERSION:2.0
{method_line}BEGIN:VEVENT
{uid_line}{sequence_line}DTSTAMP:{stamp}
DTSTART:20270211T150000Z
DTEND:20270211T170000Z
SUMMARY:Angenommen
{organizer_line}{attendees}{comment_line}END:VEVENT
END:VCALENDAR
"""


def line(name: str, value: str | None) -> str:
    return f"{name}:{value}\n" if value is not None else ""


def attendee(address: str, partstat: str = "ACCEPTED", params: str = "") -> str:
    return f"ATTENDEE;PARTSTAT={partstat}{params}:{address}\n"


def calendar(
    meeting,
    address: str,
    partstat: str = "ACCEPTED",
    *,
    method: str | None = "REPLY",
    uid: str | None = "",
    sequence: int | None = 1,
    stamp: str = "20270128T090000Z",
    organizer: str | None = "mailto:gremien@localhost",
    comment: str | None = None,
    attendees: str | None = None,
) -> str:
    """The text of an answer to the invitation to `meeting`; what is None is left out."""
    text = REPLY.format(
        method_line=line("METHOD", method),
        uid_line=line("UID", meeting.uid if uid == "" else uid),
        sequence_line=line("SEQUENCE", None if sequence is None else str(sequence)),
        stamp=stamp,
        organizer_line=line("ORGANIZER", organizer),
        attendees=attendee(f"mailto:{address}", partstat) if attendees is None else attendees,
        comment_line=line("COMMENT", comment),
    )
    return text.replace("\n", "\r\n")


def kaya_says(world, meeting, partstat: str = "ACCEPTED", **values) -> str:
    return calendar(meeting, world.kaya.email, partstat, **values)


def message(sender: str, *, vouched: str | None = "dmarc", subject: str = "Zusage", **headers: str) -> EmailMessage:
    """An empty message from `sender`; `vouched` says how our own server authenticated it."""
    mail = EmailMessage(policy=SMTP)
    domain = sender.rpartition("@")[2].strip(">")
    said = {
        "dmarc": f"{SERVER}; dmarc=pass header.from={domain}",
        "dkim": f"{SERVER}; spf=none; dkim=pass (2048-bit key) header.d={domain} header.s=s1",
        "fail": f"{SERVER}; dmarc=fail header.from={domain}",
        "foreign": f"mx.elsewhere.example; dmarc=pass header.from={domain}",
    }
    if vouched:
        mail["Authentication-Results"] = said[vouched]
    mail["From"] = sender
    mail["To"] = "gremien@localhost"
    mail["Subject"] = subject
    mail["Date"] = "Thu, 28 Jan 2027 10:00:00 +0100"
    mail["Message-ID"] = f"<{next(NUMBERS)}@mail.example>"
    for name, value in headers.items():
        name = name.replace("_", "-")
        del mail[name]
        mail[name] = value
    return mail


def outlook(sender: str, text: str, **values: str) -> bytes:
    """Exchange: the calendar is the last alternative; ORGANIZER is missing from what it holds."""
    mail = message(sender, **values)
    mail.set_content("")
    mail.add_alternative(text.encode(), maintype="text", subtype="calendar", cte="base64", params={"method": "REPLY"})
    del mail.get_payload()[-1]["Content-Disposition"]
    return mail.as_bytes()


def google(sender: str, text: str, **values: str) -> bytes:
    """Gmail: the same calendar twice, as alternative and attached, and marked as made automatically."""
    mail = message(sender, Auto_Submitted="auto-generated", **values)
    mail.set_content("Hat zugesagt.")
    mail.add_alternative(text.encode(), maintype="text", subtype="calendar", cte="7bit", params={"method": "REPLY"})
    mail.add_attachment(text.encode(), maintype="application", subtype="ics", filename="invite.ics")
    return mail.as_bytes()


def thunderbird(sender: str, text: str, **values: str) -> bytes:
    """Thunderbird: alternative and attachment, too, the attachment as text/calendar."""
    mail = message(sender, **values)
    mail.set_content("Zugesagt")
    mail.add_alternative(text.encode(), maintype="text", subtype="calendar", cte="base64", params={"method": "REPLY"})
    mail.add_attachment(text.encode(), maintype="text", subtype="calendar", filename="invite.ics")
    return mail.as_bytes()


def apple(sender: str, text: str, **values: str) -> bytes:
    """Apple Mail: a mixed message whose second part is the calendar as a file."""
    mail = message(sender, **values)
    mail.set_content("")
    mail.add_attachment(text.encode(), maintype="text", subtype="calendar", filename="iCal-20270128-100000.ics")
    return mail.as_bytes()


PROGRAMS = (outlook, google, thunderbird, apple)


def words(sender: str, text: str, **values: str) -> bytes:
    """A message of words alone."""
    mail = message(sender, **values)
    mail.set_content(text)
    return mail.as_bytes()


def report(recipient: str, message_id: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A delivery report (RFC 3464) with the headers of the mail it is about."""
    body = f"""From: MAILER-DAEMON@mail.example
To: gremien@localhost
Subject: Undelivered Mail Returned to Sender
Message-ID: <report-{next(NUMBERS)}@mail.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

This is the mail system.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such mailbox

--cut
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: Einladung

--cut--
"""
    return body.replace("\n", "\r\n").encode()

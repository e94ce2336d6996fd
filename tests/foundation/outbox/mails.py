"""Mails to put into the outbox, named by their recipients."""

from datetime import UTC, datetime

from foundation.outbox import mime, queue

NOW = datetime(2027, 1, 27, 9, 0, tzinfo=UTC)


def raw(key: str, address: str = "anna.weber@mail.example", text: str = "Guten Tag,\n\n.Punkt am Anfang\n") -> bytes:
    return mime.message(
        from_name="Geschäftsstelle Gremien",
        from_email="gremien@stadt.example",
        to_name="Anna Weber",
        to_email=address,
        subject=f"Sitzung {key}",
        text=text,
        html=f"<p>{text}</p>",
        message_id=queue.message_id(key),
        date=NOW,
        language="de",
    )


def mail(key: str, **changes: object) -> queue.Mail:
    """A mail about meeting 1 to the person and the address of its key."""
    address = str(changes.get("address", f"{key}@mail.example"))
    values = {
        "key": key,
        "kind": "invite",
        "topic": "meeting:1",
        "version": 1,
        "recipient": f"person:{key}",
        "recipient_name": key.title(),
        "address": address,
        "subject": f"Sitzung {key}",
        **changes,
    }
    if "raw" not in values:
        values["raw"] = raw(key, address)
    return queue.Mail(**values)

"""The own data as a printed document (`templates/print/my_data.typ`)."""

import json
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.mydata.reading import Found
from desk.mydata.words import word
from foundation.web.wording import moment_in_words, plain_day
from governance.boards.models import Company
from governance.boards.presenting import printed_logo
from governance.people.models import Person

MOST = 200


def pdf(person: Person, found: list[Found], *, language: str, now: datetime) -> bytes:
    """PDF/A and PDF/UA in the language of the page. Made at once and kept nowhere: nobody else shall have a copy."""
    from foundation.documents import typst  # 10 MiB that few web processes ever need

    company = Company.objects.first()
    data = {
        "organisation": company.name if company else "",
        "stand": _("As of: %(moment)s") % {"moment": moment_in_words(now)},
        "confidentiality": _("personal"),
        "labels": {"page": _("Page {page} of {pages}")},
        "intro": [
            _("This is everything kept about %(person)s (Art. 15 GDPR).") % {"person": person},
            _("Texts of others are not part of it. The board office keeps the texts of mails."),
        ],
        "parts": [_part(one) for one in found],
    }
    spoken: Any = language if language in ("de", "en") else "de"
    return typst.render("my_data", data, title=_("My data"), language=spoken, made_at=now, logo=printed_logo())


def _part(found: Found) -> dict[str, Any]:
    left_out = ngettext(
        "%(count)s older row is left out here; the file for programmes (JSON) holds it.",
        "%(count)s older rows are left out here; the file for programmes (JSON) holds them.",
        found.more,
    )
    return {
        "title": str(found.part.title),
        "rows": [
            [{"label": word(name), "value": printed(value)} for name, value in row.items()] for row in found.rows
        ],
        "note": left_out % {"count": found.more} if found.more else "",
    }


def printed(value: Any) -> str:
    """A plain value for people: "ja", "11. Februar 2027"; nothing for what is empty."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return _in_words(str(value))


def _in_words(text: str) -> str:
    try:
        return plain_day(date.fromisoformat(text)) if len(text) == 10 else moment_in_words(_moment(text))
    except ValueError:
        return text


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment

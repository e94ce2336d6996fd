"""A letter on paper: what is sent by post is one page that fits a window envelope (`templates/print/letter.typ`)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.values import BERLIN
from foundation.web.wording import plain_day
from governance.boards.models import Company
from governance.boards.presenting import printed_logo

SIGNATURE = "\n-- \n"


def letter_pdf(to: Iterable[str], *, subject: str, text: str, written_at: datetime, language: str) -> bytes:
    """PDF/A and PDF/UA, made at once. `to` are the lines of the address, `text` paragraphs with empty lines between.

    What a mail says below its signature line stands below the letter, else the board office signs.
    """
    from foundation.documents import typst  # 10 MiB that few web processes ever need

    company = Company.objects.first()
    body, _line, signature = text.replace("\r\n", "\n").replace("\n--\n", SIGNATURE).partition(SIGNATURE)
    with override(language):
        day = plain_day(written_at.astimezone(BERLIN).date())
        data = {
            "organisation": company.name if company else "",
            "stand": "",
            "confidentiality": "",
            "labels": {"page": _("Page {page} of {pages}")},
            "sender": f"{company.name}, {company.address}" if company else "",
            "address": [line for line in to if line.strip()],
            "place": f"{company.city}, {day}" if company and company.city else day,
            "text": [paragraph.strip() for paragraph in body.split("\n\n") if paragraph.strip()],
            "closing": signature.strip().splitlines() or _signed(company),
        }
    spoken: Any = language if language in ("de", "en") else "de"
    return typst.render("letter", data, title=subject, language=spoken, made_at=written_at, logo=printed_logo())


def _signed(company: Company | None) -> list[str]:
    if company is None:
        return [_("Kind regards")]
    phone = _("Phone %(phone)s") % {"phone": company.office_phone}
    return [_("Kind regards"), "", company.name, _("Office of the boards"), phone]

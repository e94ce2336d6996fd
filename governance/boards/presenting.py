"""How the company presents itself: its name and office, its logo, and which steps of the set-up it leaves out."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.documents import uploads
from foundation.journal.recording import record
from foundation.locks import one_at_a_time
from foundation.values import Actor, DomainError
from governance.boards.models import Company

FIELDS = (
    "name",
    "city",
    "address",
    "office_phone",
    "office_hours",
    "office_email",
    "mayor_title",
    "mayors_office_name",
)


@transaction.atomic
def describe(values: Mapping[str, str], *, by: Actor, now: datetime) -> Company:
    """Enter the company with its office, or change what `values` says of it (`FIELDS`); the same changes nothing.

    Raises DomainError (400), by field, for what is missing or cannot be kept.
    """
    one_at_a_time("company")
    company = Company.objects.first() or Company()
    changed = [name for name in FIELDS if name in values and getattr(company, name) != values[name]]
    for name in changed:
        setattr(company, name, values[name])
    try:
        company.clean_fields(exclude=["logo"])
    except ValidationError as error:
        fields = {name: " ".join(map(str, words)) for name, words in error.message_dict.items()}
        raise DomainError(" ".join(error.messages), code="company_invalid", status=400, fields=fields) from error
    if changed:
        company.save()
        record("company.described", company.key, by=by, now=now, fields=changed)
    return company


def show_logo(data: bytes, name: str, *, by: Actor, now: datetime) -> Company:
    """Show this picture beside the company's name. Raises DomainError: 400 for what is no picture, 409 before the
    company has a name."""
    checked = uploads.picture(data, name)
    with uploads.kept(checked, now=now) as upload:
        company = _company()
        before, company.logo = company.logo, upload
        company.save(update_fields=["logo"])
        if before:
            uploads.discard(before)
        record("company.logo_shown", company.key, by=by, now=now)
    return company


def printed_logo() -> bytes:
    """The logo for the head of printed documents; nothing where none is shown."""
    company = Company.objects.select_related("logo").first()
    if company is None or company.logo is None:
        return b""
    with company.logo.file.open("rb") as file:
        return file.read()


@transaction.atomic
def remove_logo(*, by: Actor, now: datetime) -> None:
    """The name alone again. Twice is once."""
    company = _company()
    if before := company.logo:
        company.logo = None
        company.save(update_fields=["logo"])
        uploads.discard(before)
        record("company.logo_removed", company.key, by=by, now=now)


@transaction.atomic
def leave_out(step: str, *, left_out: bool = True, by: Actor, now: datetime) -> None:
    """Note that a step of the set-up is left out, or not any more. The same again changes nothing."""
    company = _company()
    if (step in company.left_out) == left_out:
        return
    company.left_out = sorted({*company.left_out} ^ {step})
    company.save(update_fields=["left_out"])
    record("setup.left_out" if left_out else "setup.taken_up", company.key, by=by, now=now, step=step)


def _company() -> Company:
    """The company, locked. Raises DomainError (409) where it has no name yet."""
    company = Company.objects.select_for_update(no_key=True).first()
    if company is None:
        raise DomainError(_("Please enter the name of the company first."), code="no_company")
    return company

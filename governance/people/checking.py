"""Texts about people that can be kept, and refusals in sentences where they cannot."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext as _

from foundation.outbox.mime import checked_address
from foundation.values import DomainError, clean_line

Row = TypeVar("Row", bound=models.Model)


def line(text: str, *, required: bool = True) -> str:
    """One clean line. Raises DomainError (400) for a missing name and for characters that cannot be kept."""
    try:
        clean = clean_line(text)
    except ValueError:
        clean = ""
        required = True
    if required and not clean:
        raise DomainError(_("Please give the first and the last name."), code="name_missing", status=400)
    return clean


def address(email: str) -> str:
    """An e-mail address that mail can be sent to. Raises DomainError (400) for what is none."""
    try:
        validate_email(email)
        checked_address(email)
    except (ValidationError, ValueError) as error:
        raise DomainError(_("Please give a valid e-mail address."), code="email_invalid", status=400) from error
    return email


def checked(row: Row, *, code: str = "person_invalid") -> Row:
    """The row, if its lengths, choices and addresses are right; relations are the caller's matter.

    Raises DomainError (400) with the sentences of the fields.
    """
    relations = [field.name for field in row._meta.fields if field.is_relation]
    try:
        row.clean_fields(exclude=relations)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages), code=code, status=400) from error
    return row

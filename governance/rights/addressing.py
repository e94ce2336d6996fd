"""What is addressed to whom: the one place that says whose agenda items and action items a reader meets at all.

The mayor's office reads what is addressed to it and no more (matrix of rights: "V items addressed", "V addressed").
Addressed to it is what belongs to a board the mayor leads (rules of procedure: its management report needs the
approval of the mayor's office), and on any other board what the mayor or a member of the mayor's office proposed or
has to do. The level is asked for besides (`levels.py`); resolutions and approved minutes are read of every board.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from governance.confidentiality import MAYORS_OFFICE, Reader
from governance.mandates.models import Office
from governance.people.models import StaffAssignment, running
from governance.procedure.models import RulesOfProcedure


def led_by_mayor(today: date) -> QuerySet[Any]:
    """Rules in force of the boards whose report the mayor's office approves."""
    approval = RulesOfProcedure.ReportReview.APPROVAL
    return RulesOfProcedure.objects.in_force(today).filter(receives_report=True, report_review=approval)


def mayors(today: date) -> QuerySet[Any]:
    """The offices in which the mayor leads those boards."""
    return Office.objects.on(today).filter(role=Office.Role.CHAIR, board__in=led_by_mayor(today).values("board"))


def office_people(today: date) -> QuerySet[Any]:
    """The assignments of those who work in the mayor's office."""
    return StaffAssignment.objects.filter(running(today), role=MAYORS_OFFICE)


def is_addressed(reader: Reader, board: int, person: UUID | None) -> bool:
    """Whether the reader meets something of this board that `person` proposed or has to do."""
    if reader.is_secretariat or reader.is_management:
        return True
    return board in _boards(reader) or person in reader.addressees


def addressed_q(reader: Reader, board_path: str, person_path: str) -> Q:
    """The same as a condition."""
    if reader.is_secretariat or reader.is_management:
        return Q()
    return Q(**{f"{board_path}__in": _boards(reader)}) | Q(**{f"{person_path}__in": reader.addressees})


def _boards(reader: Reader) -> frozenset[int]:
    return reader.boards | reader.chairs | reader.addressed

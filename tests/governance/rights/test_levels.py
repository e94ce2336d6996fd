"""Up to which level somebody sees what belongs to a board, asked of an object and of the database."""

from datetime import date

import pytest
from django.db.models import Value

from governance.boards.models import Board
from governance.confidentiality import Level, Reader
from governance.mandates.models import Office
from governance.rights.levels import level_q, max_level
from meetings.agenda.models import AgendaItem

UB = {
    "chair": ("mayor", Level.STRICT),
    "secretariat": ("secretary", Level.STRICT),
    "member": ("dahlhoff", Level.BOARD),
    "management": ("manager", Level.BOARD),
    "mayors_office": ("mayors_officer", Level.BOARD),
    "member of another board": ("ostermann", Level.INTERNAL),
    "chair of another board": ("sponsor", Level.INTERNAL),
    "former member": ("former", Level.PUBLIC),
    "admin": ("admin", Level.PUBLIC),
}


@pytest.mark.parametrize("role", UB)
def test_the_level_of_each_role_on_the_business_advisory_board(world, role):
    name, level = UB[role]
    assert max_level(world.reader(getattr(world, name)), world.ub) is level
    assert max_level(world.reader(getattr(world, name)), world.ub.pk) is level


def test_the_public_sees_what_is_public(world):
    assert max_level(Reader(), world.ub) is Level.PUBLIC
    assert max_level(Reader(name="x", user_key="user:1"), world.ub) is Level.PUBLIC


def test_a_chair_leads_one_board_and_not_all(world):
    reader = world.reader(world.cdo)
    assert [max_level(reader, board) for board in (world.ub, world.etb, world.sb)] == [
        Level.BOARD,
        Level.STRICT,
        Level.INTERNAL,
    ]


def test_who_stands_in_reads_the_meeting_of_that_day_alone(world):
    """Object and database agree: no other meeting of the board, and nothing that belongs to none."""
    today, later = date(2026, 11, 23), date(2027, 2, 11)
    Office.objects.create(board=world.etb, person=world.ostermann, role="stand_in", start=today, end=today)
    meetings = [world.meeting(world.etb, day=day, number=n) for n, day in enumerate((today, later), 1)]
    for one in meetings:
        world.agenda(one, "Kauf")
    AgendaItem.objects.update(level=Level.STRICT)
    reader, plain = world.reader(world.ostermann), world.reader(world.ostermann, proven=False)
    assert [max_level(reader, world.etb, day) for day in (today, later, None)] == [
        Level.STRICT,
        Level.BOARD,
        Level.BOARD,
    ]
    assert max_level(plain, world.etb, today) is Level.BOARD
    assert [one.meeting for one in AgendaItem.objects.readable_by(reader)] == [meetings[0]]
    assert [one.open_to(reader) for one in AgendaItem.objects.order_by("meeting__starts_at")] == [True, False]
    assert not AgendaItem.objects.readable_by(plain).exists()


def visible(reader: Reader) -> set[tuple[int, int]]:
    """(board, level) of all rows the condition lets through, where each board has one row of each level."""
    return {
        (board, int(level))
        for level in Level
        for board in Board.objects.annotate(level=Value(int(level)))
        .filter(level_q(reader, "pk", "level"))
        .values_list("pk", flat=True)
    }


@pytest.mark.parametrize(
    "name",
    [
        "mayor",
        "cdo",
        "secretary",
        "dahlhoff",
        "manager",
        "mayors_officer",
        "ostermann",
        "sponsor",
        "former",
        "admin",
        "",
    ],
)
def test_the_database_says_the_same(world, name):
    reader = world.reader(getattr(world, name)) if name else Reader()
    boards = (world.ub, world.etb, world.sb)
    expected = {(b.pk, int(level)) for b in boards for level in Level if level <= max_level(reader, b)}
    assert visible(reader) == expected

"""Every cell of the matrix of rights is proven: rows that could leak are made, and each role asks for them."""

import pytest
from django.db import transaction

from governance.mandates.models import Deputy, Mandate, Suspension
from governance.procedure.models import RulesOfProcedure
from meetings.sittings import presence
from meetings.sittings.models import Attendance
from tests.contracts.proofs import PROOFS
from tests.contracts.proofs.house import TODAY, House
from tests.contracts.rights import ACTING, COLUMNS, PAGE, READING, document, rows
from tests.contracts.roles import ROLES, people
from tests.world import FOUNDED, board, person, seat_person


@pytest.fixture
def house(world, now):
    """Mandates, offices and roles of everybody as in the tables of routes; a fourth board for what must not leak."""
    other = board("other", "kulturbeirat", "Kulturbeirat", "KB", 2)
    seat_person(other, 1, world.ostermann)
    sworn = world.members["UB"][6]
    Mandate.objects.filter(person=sworn).update(confidentiality_signed_on=TODAY)
    who = people(world) | {"other_member": world.members["SB"][1], "sworn": sworn, "substitute": _substitute(world)}
    return House(world, now, who, world.ub, other, world.lamprecht, world.ostermann)


def _substitute(world):
    """Takes the seat of a member of the Unternehmensbeirat whose mandate rests."""
    resting = Mandate.objects.on(TODAY).get(seat__board=world.ub, person=world.members["UB"][7])
    Suspension.objects.create(mandate=resting, start=TODAY, reason="parental_leave")
    RulesOfProcedure.objects.filter(board=world.ub).update(deputies_allowed=True)
    deputy = person("Selma", "Ersatz")
    Deputy.objects.create(seat=resting.seat, person=deputy, start=FOUNDED)
    return deputy


TABLE = {row.code: row.cells for row in (*rows(READING), *rows(ACTING))}


def test_each_role_gets_what_the_matrix_says(house):
    """Row by row, each with rows of its own that are taken back."""
    readers = {role: house.reader(role) for role in COLUMNS}
    wrong = {}
    for code, cells in TABLE.items():
        with transaction.atomic():
            word = PROOFS[code](house)
            for role, reader in readers.items():
                if word(reader) != cells[role]:
                    wrong[f"{code} {role}"] = f"{word(reader)}, not {cells[role]}"
            transaction.set_rollback(True)
    assert wrong == {}


def test_every_row_has_a_proof_and_every_role_a_column():
    assert PROOFS.keys() == TABLE.keys()
    assert set(COLUMNS) - {"sworn", "substitute"} == set(ROLES)


def test_administrators_are_counted_by_no_vote(house):
    """Whoever stands in the room without a mandate has no voice, administrators and offices included."""
    met = house.world.meeting(house.here, status="in_session")
    for role in ("admin", "secretariat", "management", "mayors_office", "assistant", "former", "member"):
        mandate = Mandate.objects.on(TODAY).filter(person=house.who[role], seat__board=house.here).first()
        Attendance.objects.create(meeting=met, person=house.who[role], mandate=mandate, arrived_at=house.now)
    assert presence.voters(met) == {house.who["member"].pk}


def test_the_page_for_people_is_made_from_the_matrix():
    assert PAGE.read_text(encoding="utf-8") == document(), "Run: python -m tests.contracts.rights"

"""The triggers stand in the database: all of them, and after every migrate again."""

import pytest
from django.core.management import call_command
from django.db import connection

from foundation import guards

CATALOGUE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def standing() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE[connection.vendor])
        return sorted(name for (name,) in cursor.fetchall() if not name.endswith("_all"))


def test_the_guards_of_the_house_are_listed_here(db):
    assert standing() == sorted(guard.name for guard in guards.all_guards())
    assert [name for name in standing() if name.startswith("journal_")] == [
        "journal_checkpoint_kept",
        "journal_checkpoint_stays",
        "journal_entry_kept",
        "journal_entry_stays",
        "journal_seal_kept",
        "journal_seal_stays",
    ]
    assert {name.rpartition("_")[0] for name in standing() if not name.startswith("journal_")} == {
        "entered_once_a_day",
        "from_file_once_a_day",
        "answered_option_stays",
        "asked_vote_stays",
        "closed_poll_stays",
        "closed_poll_takes_no_vote",
        "date_option_moves_never",
        "date_vote_stays",
        "groups_have_no_groups",
        "groups_resolve_nothing",
        "mandate_present_once",
        "no_deputy_with_a_vote",
        "no_vote_of_a_deputy",
        "office_needs_mandate",
        "one_chair_a_day",
        "one_deputy_a_day",
        "one_electoral_term_a_day",
        "one_seat_per_deputy",
        "one_stand_in_a_day",
        "one_vote_per_person",
        "poll_fixes_own_option",
        "project_milestone",
        "project_note",
        "project_value",
        "quorum_within_seats",
        "seat_held_once",
    }


@pytest.mark.django_db(transaction=True)
def test_every_migrate_puts_them_up_again():
    before = standing()
    guards.take_down()
    assert standing() == []
    call_command("migrate", verbosity=0)
    assert standing() == before


def test_they_are_lifted_for_a_block_only(db):
    before = standing()
    with guards.lifted():
        assert standing() == []
    assert standing() == before

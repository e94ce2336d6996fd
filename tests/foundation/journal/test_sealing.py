"""The journal only grows, and a later hand in it is found: changed, deleted or added, whatever the way."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from foundation import guards
from foundation.journal import sealing
from foundation.journal.cutting import cut, due
from foundation.journal.models import AppendOnly, Checkpoint, JournalEntry, Seal
from foundation.journal.recording import record
from foundation.journal.sealing import seal_due
from foundation.journal.verifying import verify
from foundation.values import SYSTEM

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def write(count: int, *, start: datetime = MORNING) -> list[int]:
    """`count` entries, a minute apart; their ids."""
    for number in range(count):
        record("test.done", f"thing:{number}", by=SYSTEM, now=start + timedelta(minutes=number), ü=1, a=[0.5, None])
    return sorted(JournalEntry.objects.values_list("pk", flat=True))[-count:]


@pytest.fixture
def sealed(db, monkeypatch):
    """Ten entries under four seals; their ids."""
    monkeypatch.setattr(sealing, "BATCH", 3)
    ids = write(10)
    assert seal_due(now=MORNING) == 10
    return ids


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_everything_is_sealed_once_and_in_order(sealed):
    assert [(seal.first - sealed[0], seal.count) for seal in Seal.objects.all()] == [(0, 3), (3, 3), (6, 3), (9, 1)]
    assert seal_due(now=MORNING) == 0
    write(1)
    assert verify().waiting == 1
    assert seal_due(now=MORNING) == 1
    found = verify()
    assert (found.entries, found.seals, found.waiting, found.fault) == (11, 5, 0, "")
    assert found.head == Seal.objects.last().sha256


@pytest.mark.parametrize("model", [JournalEntry, Seal])
def test_neither_the_models_nor_the_database_let_anybody_change_it(sealed, model):
    row = model.objects.first()
    for attempt in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(pk=F("pk"))):
        with pytest.raises(AppendOnly):
            attempt()
    table = model._meta.db_table
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id + 100"):
        with pytest.raises(IntegrityError, match="the journal is only ever appended to"), transaction.atomic():
            sql(statement)
    assert verify().fault == ""


def test_a_table_is_not_emptied_at_once(sealed):
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError), transaction.atomic():
            sql("TRUNCATE journal_journalentry")
    assert verify().entries == 10


def test_one_changed_row_is_named(sealed):
    with guards.lifted():
        sql("UPDATE journal_journalentry SET actor = %s WHERE id = %s", "person:somebody", sealed[4])
    assert verify().fault == f"entry {sealed[4]} was changed"


def test_one_deleted_row_is_named(sealed):
    with guards.lifted():
        sql("DELETE FROM journal_journalentry WHERE id = %s", sealed[5])
    assert verify().fault == f"entry {sealed[5]} is missing"


def test_one_added_row_is_named(sealed):
    gap, _last = write(2)
    with guards.lifted():
        sql("DELETE FROM journal_journalentry WHERE id = %s", gap)
    seal_due(now=MORNING)
    JournalEntry.objects.create(pk=gap, at=MORNING, actor="x", action="test.done", subject="thing:1")
    assert verify().fault == f"entry {gap} was added"


def test_a_seal_made_to_fit_breaks_the_chain_behind_it(sealed):
    other = Seal.objects.order_by("last")[1]
    with guards.lifted():
        sql("UPDATE journal_seal SET sha256 = %s WHERE id = %s", "f" * 64, other.pk)
    assert verify().fault == f"seal {other.pk} (entries {other.first} to {other.last}) was changed"
    with guards.lifted():
        sql("DELETE FROM journal_seal WHERE id = %s", other.pk)
    after = Seal.objects.order_by("last")[1]
    assert (
        verify().fault == f"seal {after.pk} (entries {after.first} to {after.last}) does not follow the one before it"
    )


def test_a_missing_end_is_found_by_a_hash_noted_earlier(sealed):
    noted = verify().head
    last = Seal.objects.last()
    with guards.lifted():
        sql("DELETE FROM journal_seal WHERE id = %s", last.pk)
        sql("DELETE FROM journal_journalentry WHERE id >= %s", last.first)
    assert verify().fault == ""
    assert verify(noted).fault == "the hash you noted is no longer part of the chain: its newest part was taken away"


def test_the_command_prints_one_plain_result(sealed):
    out = StringIO()
    call_command("journal", "verify", stdout=out)
    assert out.getvalue() == (
        "The journal is whole: 10 entries under 4 seals, 0 waiting for the next seal, 0 removed by retention.\n"
        f"Hash of its end: {Seal.objects.last().sha256}\n"
    )
    with guards.lifted():
        sql("DELETE FROM journal_journalentry WHERE id = %s", sealed[0])
    with pytest.raises(CommandError, match=f"tampered with: entry {sealed[0]} is missing") as refused:
        call_command("journal", "verify")
    assert refused.value.returncode == 1


def test_retention_cuts_whole_seals_behind_a_signed_checkpoint(sealed):
    border = MORNING + timedelta(minutes=7)
    assert due(border).count() == 6
    assert cut(before=border, by=SYSTEM, now=MORNING) == 6
    assert cut(before=border, by=SYSTEM, now=MORNING) == 0
    kept = JournalEntry.objects.order_by("pk")
    assert [entry.pk for entry in kept][:4] == sealed[6:]
    assert (kept.last().action, kept.last().facts) == ("journal.cut", {"entries": 6})
    assert (Checkpoint.objects.get().last, Checkpoint.objects.get().count) == (sealed[5], 6)
    assert seal_due(now=MORNING) == 1
    found = verify()
    assert (found.entries, found.cut, found.fault) == (5, 6, "")


def test_a_cut_journal_may_be_emptied_and_goes_on(sealed):
    assert cut(before=MORNING + timedelta(days=1), by=SYSTEM, now=MORNING + timedelta(days=2)) == 10
    assert seal_due(now=MORNING) == 1
    assert (verify().entries, verify().cut, verify().fault) == (1, 10, "")


def test_a_second_cut_signs_after_the_first(sealed):
    for minutes in (4, 7):
        cut(before=MORNING + timedelta(minutes=minutes), by=SYSTEM, now=MORNING)
    assert [checkpoint.count for checkpoint in Checkpoint.objects.all()] == [3, 3]
    assert verify().fault == ""
    with guards.lifted():
        sql("DELETE FROM journal_checkpoint WHERE last = %s", sealed[2])
    assert verify().fault == f"checkpoint {Checkpoint.objects.get().pk} is not signed by this installation"


def test_an_unsigned_checkpoint_and_what_stands_before_one_are_found(sealed):
    cut(before=MORNING + timedelta(minutes=4), by=SYSTEM, now=MORNING)
    stray = JournalEntry.objects.create(pk=sealed[1], at=MORNING, actor="x", action="test.done", subject="thing:1")
    assert verify().fault == f"entry {stray.pk} was added before the checkpoint, where nothing may stand"
    false = Checkpoint.objects.create(last=sealed[5], count=3, sha256="0" * 64, made_at=MORNING, signature="0" * 64)
    assert verify().fault == f"checkpoint {false.pk} is not signed by this installation"


def test_a_key_of_its_own_outlives_every_change_of_the_other(sealed, settings):
    settings.JOURNAL_KEY = "kept-for-good"
    cut(before=MORNING + timedelta(minutes=4), by=SYSTEM, now=MORNING)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key", []
    assert verify().fault == ""


def test_a_signature_under_a_key_being_replaced_still_counts(sealed, settings):
    cut(before=MORNING + timedelta(minutes=4), by=SYSTEM, now=MORNING)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key"
    settings.JOURNAL_KEY = settings.SECRET_KEY
    assert verify().fault == ""
    settings.SECRET_KEY_FALLBACKS = []
    assert verify().fault == f"checkpoint {Checkpoint.objects.get().pk} is not signed by this installation"


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain(monkeypatch):
    """The second comes with the end of the chain as it was before the first."""
    write(4)
    before = sealing.head()
    assert seal_due(now=MORNING) == 4
    write(2)
    monkeypatch.setattr(sealing, "head", lambda: before)
    assert seal_due(now=MORNING) == 0
    monkeypatch.undo()
    assert seal_due(now=MORNING) == 2
    assert verify().fault == ""

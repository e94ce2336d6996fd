"""What can be found, and the indexes that PostgreSQL finds it by."""

import pytest
from django.conf import settings
from django.db import connection

from foundation import searching
from foundation.searching import Found, Source, page, pages, sources

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has these indexes")


def indexes() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'found\\_%%'")
        return dict(cursor.fetchall())


def test_the_paths_of_the_settings_are_sources():
    assert all(isinstance(source, Source) for source in sources())
    assert len(settings.SEARCH_SOURCES) == len(set(settings.SEARCH_SOURCES))


def test_addresses_are_made_from_keys():
    assert page("project")("bergbahn") == "/projekte/bergbahn/"
    assert page("action", int)("7#unten") == "/massnahmen/7/#unten"
    assert (pages("projects")(""), pages("projects")("leitplanke-1")) == ("/projekte/", "/projekte/#leitplanke-1")


@on_postgresql
def test_an_index_stands_over_the_texts_of_every_source_that_has_its_own(db):
    own = {(source.model._meta.db_table, tuple(source.columns)) for source in sources() if source.columns}
    assert len(indexes()) == len(own)
    assert all("USING gin (to_tsvector('german'" in made for made in indexes().values())


@on_postgresql
def test_after_a_migration_the_same_indexes_stand_and_no_others(db):
    before = indexes()
    with connection.cursor() as cursor:
        cursor.execute(f'DROP INDEX "{min(before)}"')
        cursor.execute("CREATE INDEX found_old ON boards_board (name)")
    searching.put_up()
    assert indexes() == before


@on_postgresql
def test_the_question_is_the_one_the_index_answers(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for source in sources():
        if source.columns:
            rows = source.model.objects.order_by().filter(Found(*source.texts, words=("seilbahn",)))
            assert "Bitmap Index Scan on found_" in rows.explain(), source

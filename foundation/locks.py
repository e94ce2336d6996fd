"""Acts that wait for each other where no row stands for what they share."""

from zlib import crc32

from django.db import connection


def one_at_a_time(what: str) -> None:
    """Until the transaction is over, nobody else comes past here with the same word.

    For what must be one across several tables, such as an e-mail address. On SQLite transactions that write come one
    after the other anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [crc32(what.encode())])

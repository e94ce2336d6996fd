"""The two set-ups an installation may have, told to its processes by the environment."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

BROKER = 14  # a database of Redis nobody else uses; only nudges are in it


def services(database: dict[str, Any], redis: str) -> dict[str, str]:
    """DATABASE_URL of the database Django uses here, and a broker apart from that of the tests."""
    return {"DATABASE_URL": database_url(database), "REDIS_URL": _numbered(redis)}


def database_url(database: dict[str, Any]) -> str:
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{database['NAME']}"
    user = ":".join(quote(str(one), safe="") for one in (database["USER"], database["PASSWORD"]) if one)
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgres://{user}@{database['HOST']}{port}/{database['NAME']}"


def _numbered(redis: str) -> str:
    return urlunsplit(urlsplit(redis)._replace(path=f"/{BROKER}")) if redis else ""


@contextmanager
def empty_database(database: dict[str, Any]) -> Iterator[None]:
    """A database of this name that is new, and gone afterwards. SQLite makes its file by itself."""
    if database["ENGINE"].endswith("sqlite3"):
        yield
        return
    _on_server(database, 'DROP DATABASE IF EXISTS "{}" WITH (FORCE)', 'CREATE DATABASE "{}"')
    try:
        yield
    finally:
        _on_server(database, 'DROP DATABASE IF EXISTS "{}" WITH (FORCE)')


def _on_server(database: dict[str, Any], *orders: str) -> None:
    import psycopg

    with psycopg.connect(database_url({**database, "NAME": "postgres"}), autocommit=True) as server:
        for order in orders:
            server.execute(order.format(database["NAME"]).encode())

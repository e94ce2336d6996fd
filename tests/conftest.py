"""What every test gets: files of its own, a clock that can stand still, and the people of three boards."""

import os
from concurrent.futures import Future
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.signals import user_logged_in
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate
from django.template import RequestContext
from django.test import TransactionTestCase
from django.test import client as test_client
from django.test.utils import ContextList
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as examples

from foundation import guards
from foundation.accounts import adapter, sessions
from foundation.web import clock
from tests import imap, limits
from tests.migrated import Migrated

# A busy machine makes no rule wrong.
examples.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("calm")

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def files(settings):
    """Where documents lie. It goes with its test: `tmp_path` keeps all of a run and counts them anew for each."""
    with TemporaryDirectory(dir=settings.VAR_DIR, ignore_cleanup_errors=True) as folder:
        settings.STORAGES = {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": folder},
            },
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        }
        yield Path(folder)


@pytest.fixture(scope="session")
def mailbox_server():
    """The address of a mail server with an empty mailbox, one for each worker."""
    if imap.path() is None:
        if os.environ.get("CI"):
            pytest.fail(imap.ADVICE)
        pytest.skip(imap.ADVICE)
    with imap.dovecot() as address:
        yield address


@pytest.fixture(autouse=True)
def forget():
    """All limits begin anew with each test, and again when it calls this."""
    limits.forget()
    return limits.forget


@pytest.fixture(autouse=True)
def _own_language():
    """A request leaves its language with the thread: each test begins in German."""
    translation.deactivate()


@pytest.fixture(scope="session")
def _migrated(django_db_modify_db_settings):
    return Migrated()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, _migrated):
    return _migrated.begin() or django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, _migrated, django_db_blocker):
    with django_db_blocker.unblock():
        _migrated.leave()


@pytest.fixture(scope="session", autouse=True)
def _flush_lifts_guards():
    """What transactional tests leave behind is flushed, triggers or not; post_migrate puts the triggers up again.

    It brings back nothing else: nobody asks for Django's permissions, and they took longer than all the rest.
    """
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    flush = TransactionTestCase._fixture_teardown

    def lifted(case):
        guards.take_down()
        flush(case)

    TransactionTestCase._fixture_teardown = lifted
    yield
    TransactionTestCase._fixture_teardown = flush


def _whole_login(request, user, **_more):
    """`force_login` stands for a whole login, second factor included; real logins pass through allauth."""
    if not hasattr(request, "allauth"):
        record_authentication(request, user, "mfa", type="totp")
        sessions.begin(request.session, standing=[], user_agent="Firefox/1 Windows", now=clock.now())


user_logged_in.connect(_whole_login)


def _store_page(store, template, context, **_signal):
    """`response.context` is that of the page; a form has hundreds of parts, whose contexts nobody asks for."""
    if isinstance(context, RequestContext) and "context" not in store:
        store["templates"], store["context"] = [template], ContextList([copy(context)])


test_client.store_rendered_templates = _store_page


@pytest.fixture
def now():
    """Monday, 23 November 2026, 9:00 in Darmstadt; the clock stands still."""
    with clock.at(MONDAY):
        yield MONDAY


@pytest.fixture
def world(db, now):
    """The company, three boards and their people (tests/world.py)."""
    from tests.world import build

    return build()


@pytest.fixture
def office(world, client):
    """The board office at its screen."""
    client.force_login(world.secretary.user)
    return client


@pytest.fixture
def ask(client):
    """What the API tells somebody who is logged in, or nobody."""

    def get(path, who=None, status=200):
        client.logout()
        if who is not None:
            client.force_login(who.user)
        response = client.get(path)
        assert response.status_code == status, response.content
        return response.json()

    return get


class AtOnce:
    """Sends in the same thread, so that a test may look into the mailbox."""

    def submit(self, act, *values):
        done = Future()
        done.set_result(act(*values))
        return done


@pytest.fixture
def mail_at_once(monkeypatch):
    """Login codes leave at once."""
    monkeypatch.setattr(adapter, "MAILERS", AtOnce())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The long walks in the browser begin first: they wait for Chromium while the others calculate."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)

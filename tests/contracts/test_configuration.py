"""The table of settings, the list of duties and the dotted paths say what the code does."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from config.schedule import DUTIES
from config.settings import ENVIRONMENT
from foundation.duties import perform

DOCS = Path(settings.BASE_DIR) / "docs"


def test_the_documented_settings_are_the_settings():
    documented = re.findall(r"^\| `([A-Z_]+)` \|", (DOCS / "configuration.md").read_text(encoding="utf-8"), re.M)
    assert documented == list(ENVIRONMENT)


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.path)
def test_a_duty_resolves_and_finds_nothing_to_do_in_an_empty_house(duty, db, now):
    assert perform(duty.path, now=now) == 0


def test_a_path_that_is_no_duty_is_refused(now):
    with pytest.raises(LookupError):
        perform("os.getcwd", now=now)


DOTTED = (
    settings.BOARD_NOTES
    + settings.AGENDA_SOURCES
    + settings.ITEM_SUBJECTS
    + settings.MANDATE_EFFECTS
    + settings.SUSPENSION_EFFECTS
    + settings.DEPUTY_EFFECTS
)


@pytest.mark.parametrize("path", DOTTED)
def test_dotted_paths_resolve(path):
    assert callable(import_string(path))

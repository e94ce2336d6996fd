"""The sentences are read in German."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def german():
    with translation.override("de"):
        yield

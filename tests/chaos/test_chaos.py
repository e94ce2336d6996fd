"""Nothing promised is lost, whoever is killed (`make chaos` plays fifty rounds of this on two databases)."""

import random
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.chaos.cast import build_cast
from tests.chaos.processes import Installation
from tests.chaos.relay import Relay
from tests.chaos.rounds import environment, play
from tests.chaos.setups import services
from tests.chaos.verdict import judge

ROUNDS, WIPES, SEED = 3, 1, 7


@pytest.mark.django_db(transaction=True)
def test_three_rounds_of_kills_lose_no_mail_and_double_none(files: Path):
    chance = random.Random(SEED)
    cast = build_cast()
    with Relay(cast.refused, cast.busy, chance) as relay:
        told = services(connection.settings_dict, settings.REDIS_URL)
        with Installation(files, environment(relay, **told)) as house:
            record = play(house, cast, ROUNDS, WIPES, chance, lambda _line: None)
        verdict = judge(cast, relay, record)
    assert verdict.faults == []
    assert (record.rounds, len(record.kills), record.wiped) == (ROUNDS, ROUNDS, WIPES)
    assert verdict.promised == verdict.accepted + verdict.refused >= 31 * ROUNDS
    assert verdict.refused >= ROUNDS

"""`manage.py solve_year`: what it prints, and what it refuses before it costs time or memory."""

import json
import subprocess
import sys
from dataclasses import replace
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.meetings.planning.test_solver import ADVISORY, HESSE, planned


def written(folder, content):
    path = folder / "instance.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def answered(*arguments):
    out = StringIO()
    call_command("solve_year", *arguments, stdout=out)
    return json.loads(out.getvalue())


PLAN = {
    "status": "optimal",
    "boards": {"ub": ["2027-02-11", "2027-05-13", "2027-08-12", "2027-11-11"]},
    "cost": [0, 0, 0, 0, 0, 0, 0, 906],
    "bound": [0, 0, 0, 0, 0, 0, 0, 906],
    "nodes": 1,
    "seconds": 0,
    "reasons": [],
}


def test_the_plan_is_printed(tmp_path):
    assert answered(written(tmp_path, HESSE.to_json())) | {"seconds": 0} == PLAN


def test_the_instance_may_come_from_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(json.dumps(HESSE.to_json()).encode())))

    assert answered("-") | {"seconds": 0} == PLAN


def test_optional_keys_may_be_left_out(tmp_path):
    board = {"id": "ub", "last": None, "meetings": 1, "tolerated": [84, 126], "target": [91, 122]}
    asked = {"from": "2026-11-13", "to": "2026-11-13", "boards": [board]}

    assert answered(written(tmp_path, asked))["boards"] == {"ub": ["2026-11-13"]}


def test_after_the_seconds_the_best_plan_found_comes_with_its_bound(tmp_path):
    rivals = planned(ADVISORY, *(replace(ADVISORY, id=f"b{n}") for n in range(2)))
    asked = rivals.to_json() | {"separation_days": 21}
    found = answered(written(tmp_path, asked), "--seconds", "0")

    assert found["status"] == "bounded"
    assert found["bound"] <= found["cost"]
    assert {board: len(days) for board, days in found["boards"].items()} == {"ub": 4, "b0": 4, "b1": 4}


def test_no_plan_is_an_answer_with_reasons(tmp_path):
    found = answered(written(tmp_path, HESSE.to_json() | {"to": "2027-02-03"}))

    assert (found["status"], found["boards"], found["cost"], found["bound"]) == ("infeasible", {}, None, None)
    assert [(reason["board"], reason["meeting"], reason["causes"]) for reason in found["reasons"]] == [
        ("ub", 1, {"outside": 31, "weekend": 12})
    ]


def board(**changes):
    return HESSE.to_json() | {"boards": [ADVISORY.to_json() | changes]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "Expecting value"),
        ("{", "Expecting property name"),
        ("[" * 200_000, "nested too deeply"),
        ("[]", "wrong kind"),
        ("7", "wrong kind"),
        ("{}", "lacks 'from'"),
        (board(meetings=2.5), "2.5 is no whole number"),
        (board(meetings=True), "True is no whole number"),
        (board(meetings=float("inf")), "inf is no whole number"),
        (board(meetings=-1), "fewer than no meetings"),
        (board(tolerated=[84]), "no pair of days"),
        (board(members="chair"), "'chair' is no list"),
        (board(weekdays=[7]), "weekdays are 0"),
        (board(fixed=["30.02.2027"]), "Invalid isoformat"),
        (board(fixed=["2027-02-29"]), "day is out of range"),
        (HESSE.to_json() | {"separation_days": -1}, "separation_days must be between 0 and 1100"),
        (HESSE.to_json() | {"absences": {"chair": "2027-02-11"}}, "is no list"),
    ],
)
def test_nonsense_is_refused_in_words(tmp_path, content, message):
    with pytest.raises(CommandError, match=message):
        answered(written(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (HESSE.to_json() | {"from": "0001-01-01", "to": "9999-12-31"}, "0001-01-01: only 1900 to 2199"),
        (HESSE.to_json() | {"from": "2026-01-01", "to": "2036-01-01"}, "3653 days, at most 1100"),
        (board(last="0001-01-01"), "0001-01-01: only 1900 to 2199"),
        (board(meetings=10**9), "1000000000 meetings, at most 60"),
        (board(tolerated=[1, 10**12]), "a gap of more than 1100 days"),
        (HESSE.to_json() | {"separation_days": 10**12}, "separation_days must be between"),
        (
            HESSE.to_json() | {"boards": [ADVISORY.to_json() | {"id": f"b{n}"} for n in range(10_000)]},
            "10000 boards, at most 250",
        ),
        (
            HESSE.to_json()
            | {
                "boards": [
                    ADVISORY.to_json() | {"id": f"b{n}", "meetings": 60, "tolerated": [1, 1100]} for n in range(9)
                ]
            },
            "Too many meetings, days and possible gaps",
        ),
    ],
)
def test_an_instance_beyond_any_house_is_refused(tmp_path, content, message):
    with pytest.raises(CommandError, match=message):
        answered(written(tmp_path, content))


def test_a_huge_file_is_refused_without_being_read(tmp_path):
    path = tmp_path / "instance.json"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)

    with pytest.raises(CommandError, match="larger than 10 MiB"):
        answered(str(path))


def test_what_is_no_file_of_text_is_refused(tmp_path):
    path = tmp_path / "instance.json"
    path.write_bytes(b"\x80\x81")

    with pytest.raises(CommandError, match="codec can't decode"):
        answered(str(path))
    with pytest.raises(CommandError, match="No such file"):
        answered(str(tmp_path / "missing.json"))
    with pytest.raises(CommandError, match="Is a directory"):
        answered(str(tmp_path))


@pytest.mark.parametrize("seconds", ["-1", "nan", "inf", "3601"])
def test_a_time_limit_that_is_none_is_refused(tmp_path, seconds):
    with pytest.raises(CommandError, match="--seconds must be between 0 and 3600"):
        answered(written(tmp_path, HESSE.to_json()), f"--seconds={seconds}")


def test_a_refusal_ends_with_a_status_that_is_not_zero(tmp_path):
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "solve_year", written(tmp_path, "{}")]
    ended = subprocess.run(command, capture_output=True, text=True)

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "The instance lacks 'from'." in ended.stderr
    assert "Traceback" not in ended.stderr

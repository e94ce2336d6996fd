"""`make bench`: measure, write bench/results.md and say which goals are met."""

import os
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
_folder = tempfile.TemporaryDirectory(prefix="gremia-bench-")
os.environ.update(
    DEMO="true",
    VAR_DIR=_folder.name,
    DATABASE_URL=f"sqlite:///{_folder.name}/bench.sqlite3",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    DJANGO_SETTINGS_MODULE="config.settings",
)

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402


def goals(found: dict[str, object]) -> list[tuple[str, str, str, bool]]:
    """(what, measured, goal, met)."""
    from bench import boards, calendars, feeds, handing, journal, planning, search, starting, workers

    def number(name: str) -> float:
        return float(str(found[name]))

    invited = [int(str(found[f"queries_invite_{size}"])) for size in (1, 10, 31)]
    pages = {name: value for name, value in found.items() if name.startswith("queries_") and "invite" not in name}
    worst = max(int(str(value)) for value in pages.values())
    listed = ", ".join(f"{name.removeprefix('queries_').replace('_', ' ')} {value}" for name, value in pages.items())
    seconds, cpu, memory = number("play_seconds"), number("meeting_cpu_ratio"), number("memory_ratio")
    cpu_words = f"{number('meeting_cpu_ms'):.1f} ms, {cpu:.2f} x bare ({number('bare_cpu_ms'):.1f} ms)"
    memory_words = f"{number('memory_mib'):.0f} MiB, {memory:.2f} x bare ({number('bare_memory_mib'):.0f} MiB)"
    roster, peak, small = number("roster_seconds_500"), number("roster_mib_500"), number("roster_mib_100")
    roster_words = f"{roster:.1f} s, {found['roster_statements_500']} queries"
    peak_words = f"{peak:.1f} MiB ({small:.1f} MiB for 100)"
    demo, again, tests = number("demo_seconds"), number("demo_again_seconds"), number("test_seconds")
    return [
        ("make demo, empty checkout to first page", f"{demo:.0f} s", "< 240 s", demo < 240),
        ("make demo, second start to first page", f"{again:.1f} s", "< 10 s", again < 10),
        ("make test, after that", f"{tests:.0f} s", "< 360 s", tests < 360),
        ("play_year, one year, three boards", f"{seconds:.1f} s", "< 30 s", seconds < 30),
        ("queries, inviting 1 / 10 / 31", " / ".join(map(str, invited)), "equal", len(set(invited)) == 1),
        ("the same, agenda frozen with it", str(max(invited)), "≤ 10", max(invited) <= 10),
        ("queries per page", listed, "≤ 12", worst <= 12),
        *calendars.goals(found),
        *handing.goals(found),
        *workers.goals(found),
        *starting.goals(found),
        *journal.goals(found),
        *boards.goals(found),
        *feeds.goals(found),
        *search.goals(found),
        *planning.goals(found),
        ("meeting page, CPU", cpu_words, "≤ 3 x bare", cpu <= 3),
        ("roster of 500 people taken over", roster_words, "< 10 s", roster < 10),
        ("the same, peak memory", peak_words, "< 32 MiB", peak < 32),
        ("two workers after 1,000 views", memory_words, "≤ 1.3 x bare", memory <= 1.3),
    ]


def measure() -> dict[str, object]:
    from bench import (
        boards,
        calendars,
        feeds,
        fresh,
        handing,
        invitations,
        journal,
        memory,
        pages,
        planning,
        rosters,
        search,
        starting,
        workers,
    )
    from governance.people.models import Person
    from meetings.meeting.models import Meeting

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    began = time.monotonic()
    call_command("play_year", "--json", stdout=open(os.devnull, "w"))  # noqa: SIM115
    found: dict[str, object] = {"play_seconds": time.monotonic() - began}
    call_command("collectstatic", interactive=False, verbosity=0)
    found |= invitations.measure() | pages.measure() | rosters.measure()
    found |= boards.measure() | feeds.measure() | calendars.measure() | handing.measure()
    found |= workers.measure() | starting.measure()
    client = Client()
    client.force_login(Person.objects.get(family_name="Dahlhoff").user)
    meeting = Meeting.objects.filter(board__kind="ethics_technology").held().last()
    assert meeting is not None
    found |= memory.measure(meeting.get_absolute_url(), f"sessionid={client.cookies['sessionid'].value}")
    return found | planning.measure() | search.measure() | journal.measure() | fresh.measure()


def main() -> int:
    from bench.results import write

    rows = goals(measure())
    write(HERE / "results.md", rows)
    for what, measured, goal, met in rows:
        print(f"{'ok  ' if met else 'MISS'} {what}: {measured} (goal {goal})")
    return 0 if all(met for *_words, met in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

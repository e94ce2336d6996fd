"""The steps of the set-up, each told from what stands in the database: done, open, or left out by somebody."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.boards.models import Board, Company
from governance.boards.probing import has_arrived
from governance.confidentiality import MANAGEMENT, MAYORS_OFFICE, STAFF_ROLES, Reader
from governance.mandates.composition import Summary, summaries
from governance.people.models import StaffAssignment
from governance.procedure.confirming import Progress, progress
from governance.procedure.rules_in_force import first_or_in_force
from meetings.earlier.models import EarlierMinutes
from meetings.meeting.models import Meeting


class State(StrEnum):
    DONE = "done"
    OPEN = "open"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Step:
    """`said`: what is there, or what is missing. `url` is empty for readers whose work the step is not."""

    code: str
    title: str
    said: str
    minutes: int
    state: State
    url: str

    @property
    def may_be_left_out(self) -> bool:
        return self.code in OPTIONAL and self.state != State.DONE and bool(self.url)


@dataclass(frozen=True)
class Facts:
    """What the steps are told from."""

    company: Company | None
    today: date

    @cached_property
    def boards(self) -> Sequence[Summary]:
        return summaries(Board.objects.filter(parent=None).order_by("position"), self.today)

    @cached_property
    def rules(self) -> list[Progress]:
        """How far the rules of each board are confirmed."""
        found = [first_or_in_force(one.board, self.today) for one in self.boards]
        return [progress(rules) for rules in found if rules]


Told = tuple[bool, str]
FOR_ADMINISTRATORS = frozenset({"company", "logo", "mail"})
OPTIONAL = frozenset({"logo", "roster", "rules", "offices", "mail", "earlier"})


def steps(
    reader: Reader, company: Company | None, *, today: date, codes: Collection[str] | None = None
) -> list[Step]:
    """The steps in their order, all or those of `codes`, in a number of queries that grows with the boards alone."""
    facts = Facts(company, today)
    left_out = set(company.left_out) if company else set()
    found = []
    for code, (title, page, minutes, tell) in _steps().items():
        if codes is not None and code not in codes:
            continue
        done, said = tell(facts)
        state = State.DONE if done else State.LEFT_OUT if code in left_out else State.OPEN
        mine = reader.is_secretariat or code in FOR_ADMINISTRATORS
        found.append(Step(code, title, said, minutes, state, reverse(page) if mine else ""))
    return found


def _steps() -> dict[str, tuple[str, str, int, Callable[[Facts], Told]]]:
    """By code: title, page, minutes, and what tells whether it is done."""
    return {
        "company": (_("Name and address"), "setup_company", 4, _company),
        "logo": (_("Logo"), "setup_logo", 1, _logo),
        "boards": (_("Boards"), "setup_boards", 3, _boards),
        "roster": (_("Members"), "setup_members", 10, _roster),
        "rules": (_("Rules"), "setup_rules", 15, _rules),
        "offices": (_("Offices"), "setup_offices", 5, _offices),
        "mail": (_("Sender of mails"), "setup_mail", 2, _mail),
        "earlier": (_("Earlier meetings"), "setup_earlier", 5, _earlier),
    }


def _company(facts: Facts) -> Told:
    if facts.company is None:
        return False, _("Name, address and phone are missing.")
    return True, f"{facts.company.name}, {facts.company.office_phone}"


def _logo(facts: Facts) -> Told:
    if facts.company is None or facts.company.logo_id is None:
        return False, _("No picture yet. The name alone is shown.")
    return True, _("It is shown on every page.")


def _boards(facts: Facts) -> Told:
    if not facts.boards:
        return False, _("There is no board yet.")
    return True, ", ".join(one.board.name for one in facts.boards)


def _roster(facts: Facts) -> Told:
    """Vacancies are no mistake; a board without anybody is."""
    if not facts.boards:
        return False, _("First found a board.")
    words = _("%(board)s: %(held)s of %(seats)s seats filled")
    said = [words % {"board": one.board.name, "held": one.held, "seats": one.seats} for one in facts.boards]
    return all(one.held for one in facts.boards), "; ".join(said)


def _rules(facts: Facts) -> Told:
    if not facts.rules:
        return False, _("First found a board.")
    done, total = sum(one.confirmed for one in facts.rules), sum(one.total for one in facts.rules)
    words = _("%(done)s of %(total)s confirmed; the others are marked as assumptions")
    return done == total, words % {"done": done, "total": total}


def _offices(facts: Facts) -> Told:
    """A chair for each board, and somebody on both sides of the reports."""
    unled = [one.board.name for one in facts.boards if one.chair is None]
    held = set(StaffAssignment.objects.not_over(facts.today).values_list("role", flat=True))
    words = dict(STAFF_ROLES)
    empty = [str(words[role]) for role in (MANAGEMENT, MAYORS_OFFICE) if role not in held]
    if not facts.boards:
        return False, _("First found a board.")
    missing = [
        _("no chair: %(boards)s") % {"boards": ", ".join(unled)} if unled else "",
        _("nobody yet: %(roles)s") % {"roles": ", ".join(empty)} if empty else "",
    ]
    told = "; ".join(filter(None, missing))
    return not told, told or _("Every board has a chair, every office a person.")


def _mail(facts: Facts) -> Told:
    if has_arrived():
        return True, _("A test mail was accepted by the mail server.")
    return False, _("No test mail was accepted yet.")


def _earlier(facts: Facts) -> Told:
    """A board whose meetings are known, entered afterwards or held here, knows its gap."""
    known = Meeting.objects.filter(status__in=[Meeting.Status.EARLIER, Meeting.Status.HELD])
    boards = set(known.values_list("board_id", flat=True))
    missing = [one.board.name for one in facts.boards if one.board.pk not in boards]
    if missing or not facts.boards:
        return False, _("none yet: %(boards)s") % {"boards": ", ".join(missing)} if missing else _("none yet")
    files = EarlierMinutes.objects.count()
    if not files:
        return True, _("A meeting of every board is known: the gap to the next one counts from there.")
    return True, ngettext("%(count)s file of minutes is kept.", "%(count)s files of minutes are kept.", files) % {
        "count": files
    }

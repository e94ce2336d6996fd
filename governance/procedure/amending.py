"""Rules of procedure change: from a day on, or because a version was written down wrongly.

Neither overwrites a number. Both make a new row, so that a meeting keeps the rules it was invited under.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError
from foundation.web.wording import plain_day
from governance.boards.models import Board
from governance.procedure.answers import contradictions
from governance.procedure.confirming import checked_source
from governance.procedure.models import RulesOfProcedure
from governance.procedure.wording import RULES, changed

NUMBERS = tuple(name for numbers in RULES.values() for name in numbers)


@transaction.atomic
def amend(
    *, board: Board, valid_from: date, values: Mapping[str, Any], source: str = "", by: Actor, now: datetime
) -> RulesOfProcedure:
    """A new version from `valid_from` on: the latest one with `values` (fields of `answers.Rules`) instead.

    A rule that changes takes `source`, or is an assumption without one; the others keep theirs. The same amendment
    again returns the version there is. Raises DomainError: 400 for rules that contradict themselves or the seats,
    by field; 409 when a version from that day or later exists, or nothing changes.
    """
    _lock(board)
    latest = RulesOfProcedure.objects.current().filter(board=board).order_by("-valid_from").first()
    if latest is None:
        return _first(board, valid_from, values, source, by, now)
    made = _copy(latest, values, source)
    if latest.valid_from == valid_from and latest.as_rules() == made.as_rules():
        return latest
    if valid_from <= latest.valid_from:
        words = _("A version from %(day)s exists already. Choose a later day, or correct that version.")
        day = {"day": plain_day(latest.valid_from)}
        raise DomainError(words % day, code="later_version", fields={"valid_from": words % day})
    if made.as_rules() == latest.as_rules():
        raise DomainError(_("Nothing changes. Please change at least one rule."), code="nothing_changes")
    made.valid_from = valid_from
    return _saved(made, "rules.amended", by, now)


@transaction.atomic
def correct(
    *, rules: RulesOfProcedure, values: Mapping[str, Any], source: str = "", by: Actor, now: datetime
) -> RulesOfProcedure:
    """Replace a version that was written down wrongly; it holds from the same day. Meetings already invited keep
    the row they were invited under.

    The rules that `values` speaks of take `source`. Without any difference the version stays. Raises DomainError:
    400 as `amend`; 409 when the version was replaced in the meantime.
    """
    _lock(rules.board)
    touched = [name for name, numbers in RULES.items() if set(numbers) & set(values)]
    made = _copy(rules, values, source, touched)
    known = [rules, *rules.next.filter(valid_from=rules.valid_from)]
    for row in known:
        if (row.as_rules(), row.sources) == (made.as_rules(), made.sources):
            return row
    _retire(rules, now)
    return _saved(made, "rules.corrected", by, now)


@transaction.atomic
def withdraw(*, rules: RulesOfProcedure, by: Actor, now: datetime) -> None:
    """Take back a version before its first day; the one before it goes on. Twice is once.

    Raises DomainError (409) for a version that has begun already.
    """
    _lock(rules.board)
    rules.refresh_from_db()
    if rules.replaced_at:
        return
    if rules.valid_from <= now.astimezone(BERLIN).date():
        raise DomainError(
            _("This version holds since %(day)s. Make a new version instead.") % {"day": plain_day(rules.valid_from)},
            code="version_in_force",
        )
    _retire(rules, now)
    record("rules.withdrawn", f"rules:{rules.pk}", by=by, now=now, board=rules.board_id)


def _lock(board: Board) -> None:
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)


def _retire(rules: RulesOfProcedure, now: datetime) -> None:
    if not RulesOfProcedure.objects.current().filter(pk=rules.pk).update(replaced_at=now):
        raise DomainError(
            _("This version was changed in the meantime. Load the page again and check the rules."),
            code="version_replaced",
        )
    rules.replaced_at = now


def _copy(
    rules: RulesOfProcedure, values: Mapping[str, Any], source: str, touched: Sequence[str] = ()
) -> RulesOfProcedure:
    """A version to be, made from another; its changed and its touched rules carry `source`."""
    numbers = {name: getattr(rules, name) for name in NUMBERS} | _known(values)
    made = RulesOfProcedure(board=rules.board, valid_from=rules.valid_from, previous=rules, **numbers)
    new = {*touched, *changed(rules.as_rules(), made.as_rules())}
    kept = {name: words for name, words in rules.sources.items() if name not in new}
    made.sources = kept | (dict.fromkeys(new, checked_source(source)) if source.strip() else {})
    return made


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(values) - set(NUMBERS):
        words = _("This rule does not exist.")
        raise DomainError(words, code="unknown_rule", status=400, fields=dict.fromkeys(sorted(unknown), words))
    return dict(values)


def _first(
    board: Board, valid_from: date, values: Mapping[str, Any], source: str, by: Actor, now: datetime
) -> RulesOfProcedure:
    """A board without rules, such as a working group, gets its own."""
    made = RulesOfProcedure(board=board, valid_from=valid_from, **_known(values))
    if source.strip():
        made.sources = dict.fromkeys(RULES, checked_source(source))
    return _saved(made, "rules.amended", by, now)


def _saved(made: RulesOfProcedure, action: str, by: Actor, now: datetime) -> RulesOfProcedure:
    _validate(made)
    made.recorded_at = now
    made.save(force_insert=True)
    before = made.previous.as_rules() if made.previous else None
    fields = changed(before, made.as_rules()) if before else []
    record(action, f"rules:{made.pk}", by=by, now=now, board=made.board_id, previous=made.previous_id, rules=fields)
    return made


def _validate(made: RulesOfProcedure) -> None:
    """What the database would refuse, and what only the seats of the board tell, refused in sentences by field."""
    try:
        made.clean_fields(exclude=["board", "previous", "sources"])
    except ValidationError as error:
        fields = {name: " ".join(map(str, words)) for name, words in error.message_dict.items()}
    else:
        fields = contradictions(made.as_rules(), seats=made.board.seats.voting().on(made.valid_from).count())
    if fields:
        raise DomainError(" ".join(dict.fromkeys(fields.values())), code="contradiction", status=400, fields=fields)

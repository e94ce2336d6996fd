"""The rules that hold for meetings on a page, read for all of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from governance.boards.models import Board
from governance.procedure.answers import Rules
from governance.procedure.models import RulesOfProcedure
from meetings.meeting.models import Meeting


class RuleBook:
    """All versions of the rules of some boards (None: of all), in one query."""

    def __init__(self, boards: Iterable[int] | None = None) -> None:
        self._versions: dict[int, list[RulesOfProcedure]] = defaultdict(list)
        found = RulesOfProcedure.objects.current().select_related("board").order_by("board__position", "-valid_from")
        for rules in found if boards is None else found.filter(board__in=boards):
            self._versions[rules.board_id].append(rules)

    @property
    def boards(self) -> list[Board]:
        """The boards that have rules, in their order."""
        return [versions[0].board for versions in self._versions.values()]

    def on(self, board: int, day: date) -> RulesOfProcedure | None:
        """The version in force on `day`."""
        return next((one for one in self._versions[board] if one.valid_from <= day), None)

    def rules_on(self, day: date) -> dict[int, Rules]:
        """The rules in force on `day`, by board."""
        return {pk: version.as_rules() for pk in self._versions if (version := self.on(pk, day))}

    def ruled(self, meetings: Sequence[Meeting]) -> list[Meeting]:
        """The same meetings knowing their rules, so that asking how they stand costs no query.

        A meeting of a board without rules for its day has no deadlines and is left out.
        """
        for meeting in meetings:
            if meeting.rules is None:
                meeting.rules = self.on(meeting.board_id, meeting.day)
        return [meeting for meeting in meetings if meeting.rules is not None]

"""A quorum above the number of seats is refused by the database, too."""

from foundation.guards import either

_ABOVE = "NEW.quorum_number > (SELECT COUNT(*) FROM boards_seat s WHERE s.board_id = NEW.board_id AND s.voting)"

GUARDS = either("quorum_within_seats", "procedure_rulesofprocedure", _ABOVE)

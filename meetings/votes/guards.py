"""A working group prepares; resolutions are its board's."""

from foundation.guards import either

_OF_A_GROUP = "EXISTS (SELECT 1 FROM boards_board b WHERE b.id = NEW.board_id AND b.parent_id IS NOT NULL)"

GUARDS = either("groups_resolve_nothing", "votes_resolution", _OF_A_GROUP)

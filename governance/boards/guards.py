"""What no constraint can say about boards: terms that overlap, and working groups of working groups."""

from foundation.guards import either, no_overlap

_GRANDCHILD = """NEW.parent_id IS NOT NULL AND (
    EXISTS (SELECT 1 FROM boards_board above WHERE above.id = NEW.parent_id AND above.parent_id IS NOT NULL)
    OR EXISTS (SELECT 1 FROM boards_board below WHERE below.parent_id = NEW.id))"""

GUARDS = [
    *no_overlap("one_electoral_term_a_day", "boards_electoralterm", same="company_id", owner="boards_company"),
    *either(
        "groups_have_no_groups", "boards_board", _GRANDCHILD, locked="1 FROM boards_board WHERE id = NEW.parent_id"
    ),
]

"""A seat is taken once: by its member or by the deputy, never by both."""

from foundation.guards import either

_TAKEN = """NEW.mandate_id IS NOT NULL AND NEW.left_at IS NULL AND EXISTS (
    SELECT 1 FROM sittings_attendance other
    WHERE other.meeting_id = NEW.meeting_id AND other.mandate_id = NEW.mandate_id {but}AND other.left_at IS NULL)"""

GUARDS = either(
    "mandate_present_once", "sittings_attendance", _TAKEN, locked="1 FROM meeting_meeting WHERE id = NEW.meeting_id"
)

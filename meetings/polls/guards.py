"""What no constraint can say about date polls: options stay, answers stay, and what is closed takes nothing more."""

from foundation.guards import Guard, either

_MOVED = "NEW.starts_at <> OLD.starts_at OR NEW.poll_id <> OLD.poll_id"
_ANSWERED = "EXISTS (SELECT 1 FROM polls_datevote v WHERE v.option_id = OLD.id)"
_REWRITTEN = "NEW.choice <> OLD.choice OR NEW.option_id <> OLD.option_id OR NEW.person_id <> OLD.person_id"
_POLL = "FROM polls_datepoll p JOIN polls_dateoption o ON o.poll_id = p.id WHERE o.id = NEW.option_id"
_ASKED = """EXISTS (SELECT 1 FROM polls_datepoll p JOIN polls_dateoption o ON o.poll_id = p.id
    WHERE o.id = OLD.option_id AND p.status = 'open')"""
_CLOSED = f"EXISTS (SELECT 1 {_POLL} AND (p.status <> 'open' OR o.withdrawn_at IS NOT NULL))"
_REOPENED = """OLD.status <> 'open' AND (NEW.status <> OLD.status
    OR COALESCE(NEW.chosen_id, 0) <> COALESCE(OLD.chosen_id, 0))"""
_FOREIGN = """NEW.chosen_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM polls_dateoption o
    WHERE o.id = NEW.chosen_id AND o.poll_id = NEW.id AND o.withdrawn_at IS NULL)"""

GUARDS = [
    Guard("date_option_moves_never_update", "polls_dateoption", "UPDATE", "a date offered stays as it is", _MOVED),
    Guard("answered_option_stays_delete", "polls_dateoption", "DELETE", "somebody answered this date", _ANSWERED),
    Guard("date_vote_stays_update", "polls_datevote", "UPDATE", "a newer answer is a new row", _REWRITTEN),
    Guard("asked_vote_stays_delete", "polls_datevote", "DELETE", "answers to an open poll are kept", _ASKED),
    Guard(
        "closed_poll_takes_no_vote_insert",
        "polls_datevote",
        "INSERT",
        "the poll is closed or the date withdrawn",
        _CLOSED,
        locked=f"1 {_POLL}",
    ),
    Guard("closed_poll_stays_update", "polls_datepoll", "UPDATE", "a closed poll stays closed", _REOPENED),
    *either("poll_fixes_own_option", "polls_datepoll", _FOREIGN),
]

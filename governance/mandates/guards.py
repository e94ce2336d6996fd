"""What the database refuses about mandates, offices and deputies, whoever writes."""

from foundation.guards import FOR_EVER, either, no_overlap

_REAL = "{row}.status NOT IN ('proposed', 'withdrawn')"

_SECOND_VOTE = f"""{_REAL.format(row="NEW")} AND EXISTS (
    SELECT 1 FROM mandates_mandate other
    JOIN boards_seat theirs ON theirs.id = other.seat_id
    JOIN boards_seat mine ON mine.id = NEW.seat_id AND mine.board_id = theirs.board_id
    WHERE other.person_id = NEW.person_id {{but}}AND mine.voting AND theirs.voting
    AND {_REAL.format(row="other")}
    AND other.start <= COALESCE(NEW."end", {FOR_EVER}) AND COALESCE(other."end", {FOR_EVER}) >= NEW.start)"""

# One person's own vote and somebody else's, on one board at one time: refused from both sides.
_BESIDE = f"""EXISTS (
    SELECT 1 FROM {{table}} other
    JOIN boards_seat theirs ON theirs.id = other.seat_id
    JOIN boards_seat mine ON mine.id = NEW.seat_id AND mine.board_id = theirs.board_id
    WHERE other.person_id = NEW.person_id AND mine.voting AND theirs.voting {{real}}
    AND other.start <= COALESCE(NEW."end", {FOR_EVER}) AND COALESCE(other."end", {FOR_EVER}) >= NEW.start)"""
_DEPUTISES = f"{_REAL.format(row='NEW')} AND {_BESIDE.format(table='mandates_deputy', real='')}"
_TWO_SEATS = _BESIDE.format(table="mandates_deputy", real="{but}")
_VOTES = _BESIDE.format(table="mandates_mandate", real=f"AND {_REAL.format(row='other')}")
_PERSON = "1 FROM people_person WHERE id = NEW.person_id"

_NO_MANDATE = f"""NOT EXISTS (
    SELECT 1 FROM mandates_mandate held JOIN boards_seat place ON place.id = held.seat_id
    WHERE place.board_id = NEW.board_id AND held.person_id = NEW.person_id AND {_REAL.format(row="held")}
    AND held.start <= NEW.start AND COALESCE(held."end", {FOR_EVER}) >= NEW.start)"""

GUARDS = [
    *no_overlap("seat_held_once", "mandates_mandate", same="seat_id", owner="boards_seat", where=_REAL),
    *either("one_vote_per_person", "mandates_mandate", _SECOND_VOTE, locked=_PERSON),
    *either("no_vote_of_a_deputy", "mandates_mandate", _DEPUTISES, locked=_PERSON),
    *either("one_seat_per_deputy", "mandates_deputy", _TWO_SEATS, locked=_PERSON),
    *either("no_deputy_with_a_vote", "mandates_deputy", _VOTES, locked=_PERSON),
    *no_overlap(
        "one_chair_a_day",
        "mandates_office",
        same="board_id",
        owner="boards_board",
        where="{row}.role = 'chair'",
    ),
    *no_overlap(
        "one_stand_in_a_day",
        "mandates_office",
        same="board_id",
        owner="boards_board",
        where="{row}.role = 'stand_in'",
    ),
    *either("office_needs_mandate", "mandates_office", _NO_MANDATE),
    *no_overlap("one_deputy_a_day", "mandates_deputy", same="seat_id", owner="boards_seat"),
]

"""Up to which level a reader sees what belongs to a board. The one place that says so, for objects and for SQL.

Level 3 is for members who declared secrecy, on the page only and never where they are recused: whoever
shows it asks for recusals, too, and files ask for `file_level`. Both need a login with a second factor.
"""

from datetime import date, timedelta

from django.db.models import Q

from foundation.values import midnight
from governance.boards.models import Board
from governance.confidentiality import Level, Reader

ONE_DAY = timedelta(days=1)


def _everywhere(reader: Reader) -> Level:
    """The level on every board, membership apart. A mandate that ended opens nothing more."""
    if reader.is_secretariat:
        return Level.STRICT
    if reader.is_management or reader.is_mayors_office:
        return Level.BOARD
    return Level.INTERNAL if reader.is_member else Level.PUBLIC


def max_level(reader: Reader, board: Board | int, day: date | None = None) -> Level:
    """The highest level this reader sees on this board (domain rule: admins by that role alone see nothing).

    `day` is that of the meeting the object belongs to: who stands in for its chair reads that meeting alone.
    """
    level = file_level(reader, board, day)
    sworn = Level.CONFIDENTIAL if _key(board) in reader.sworn else level
    return min(max(level, sworn), reader.up_to)


def file_level(reader: Reader, board: Board | int, day: date | None = None) -> Level:
    """The same for files, which leave the house: a declaration of secrecy opens none."""
    levels, pk = [_everywhere(reader)], _key(board)
    if pk in reader.boards:
        levels.append(Level.BOARD)
    if pk in reader.reads_all_of or (day and reader.reads_all_before(pk, day)):
        levels.append(Level.STRICT)
    return min(max(levels), reader.up_to)


def _key(board: Board | int) -> int:
    return board if isinstance(board, int) else board.pk


def level_q(reader: Reader, board_path: str = "board", level_path: str = "level", begins_path: str = "") -> Q:
    """The same as a condition: `Paper.objects.filter(level_q(reader, "meeting__board", "level"))`.

    `begins_path` leads to the beginning of the meeting the rows belong to, where they do.
    """
    seen = file_level_q(reader, board_path, level_path, begins_path)
    if reader.sworn:
        up_to = min(Level.CONFIDENTIAL, reader.up_to)
        seen |= Q(**{f"{board_path}__in": reader.sworn, f"{level_path}__lte": up_to})
    return seen


def file_level_q(reader: Reader, board_path: str = "board", level_path: str = "level", begins_path: str = "") -> Q:
    """`file_level` as a condition."""
    boards, level = f"{board_path}__in", f"{level_path}__lte"
    seen = Q(**{level: _everywhere(reader)})
    if reader.boards:
        seen |= Q(**{boards: reader.boards, level: Level.BOARD})
    if leads := reader.reads_all_of:
        seen |= Q(**{boards: leads, level: Level.STRICT})
    for board, day in reader.stands_in if begins_path else ():
        if reader.reads_all_before(board, day):
            that_day = {f"{begins_path}__gte": midnight(day), f"{begins_path}__lt": midnight(day + ONE_DAY)}
            seen |= Q(**{board_path: board, level: Level.STRICT}, **that_day)
    return seen if reader.up_to == Level.STRICT else seen & Q(**{level: reader.up_to})

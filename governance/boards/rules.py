"""Who may see and do what on a board. Name, purpose, the chair's office and seat counts are public."""

from django.db.models import Q

from governance.boards.models import Board, BoardQuerySet
from governance.confidentiality import Reader


def can_see_members(reader: Reader, board: Board) -> bool:
    """Names, terms, vacancies by seat and rules: members of this board or, for a working group, of the
    board above it, and staff whose work covers every board."""
    return reader.sees_all_boards or bool({board.pk, board.parent_id} & reader.boards)


def boards_with_members(reader: Reader) -> BoardQuerySet:
    """The boards of which `can_see_members` is true."""
    boards = Board.objects.visible_to(reader)
    if reader.sees_all_boards:
        return boards
    return boards.filter(Q(pk__in=reader.boards) | Q(parent__in=reader.boards))


def can_manage(reader: Reader) -> bool:
    """Appoint, end, confirm: the board office."""
    return reader.is_secretariat


def can_set_up(reader: Reader) -> bool:
    """Name the company and see how far the set-up is: the board office and administrators."""
    return reader.is_secretariat or reader.is_admin


def can_propose(reader: Reader, board: Board) -> bool:
    """Name somebody for a seat: the board office and who leads the board."""
    return can_manage(reader) or board.pk in reader.chairs


def can_delegate(reader: Reader, board: Board) -> bool:
    """Hand acts of the chair to the board office: the chair or a deputy, or the office with their document."""
    return can_manage(reader) or board.pk in reader.chairs


def can_call(reader: Reader, board: Board) -> bool:
    """Call an extraordinary meeting: the board office and who leads the board."""
    return can_manage(reader) or board.pk in reader.chairs


def can_see_support(reader: Reader) -> bool:
    """What sponsors give and expect: board office, management, and who leads the sponsors' board."""
    if reader.is_secretariat or reader.is_management:
        return True
    sponsors = Board.objects.filter(kind=Board.Kind.SPONSORS, pk__in=reader.chairs)
    return bool(reader.chairs) and sponsors.exists()


def can_resolve(board: Board) -> bool:
    """A working group prepares: what it adopts is a recommendation to its board, never a resolution."""
    return board.parent_id is None

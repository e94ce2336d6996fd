"""Who may see and do what on a board. Name, purpose, the chair's office and seat counts are public."""

from governance.boards.models import Board
from governance.confidentiality import Reader


def can_see_members(reader: Reader, board: Board) -> bool:
    """Names, terms, vacancies by seat and rules: members of this board, and staff whose work covers every board."""
    return reader.sees_all_boards or board.pk in reader.boards


def can_manage(reader: Reader) -> bool:
    """Appoint, end, confirm: the board office."""
    return reader.is_secretariat

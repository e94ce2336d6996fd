"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody signs up: the board office adds people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

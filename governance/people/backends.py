"""The login of a person, for `AUTHENTICATION_BACKENDS`."""

from allauth.account.auth_backends import AuthenticationBackend

from foundation.accounts.models import User
from foundation.prepared import PreparedRows

_logins: PreparedRows[User] = PreparedRows(lambda pk: User.objects.select_related("person").filter(pk=pk), int)


class PersonBackend(AuthenticationBackend):
    """Login by e-mail code; whoever is logged in comes with the person behind the login, in one query."""

    def get_user(self, user_id: int) -> User | None:
        user = next(iter(_logins(user_id)), None)
        return user if user and self.user_can_authenticate(user) else None

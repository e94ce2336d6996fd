"""The login of a person, for `AUTHENTICATION_BACKENDS`."""

from allauth.account.auth_backends import AuthenticationBackend

from foundation.accounts.models import User


class PersonBackend(AuthenticationBackend):
    """Login by e-mail code; whoever is logged in comes with the person behind the login, in one query."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("person").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

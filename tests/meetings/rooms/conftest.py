from tests.meetings.invitations.conftest import dispatch_day, invited, mail_to, meeting  # noqa: F401

from tests.meetings.invitations.conftest import _invited, dispatch_day, invited, mail_to, meeting, world  # noqa: F401

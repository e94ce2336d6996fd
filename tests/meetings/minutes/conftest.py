from tests.meetings.live import ethics_evening, evening  # noqa: F401

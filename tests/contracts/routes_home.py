"""Who gets what at the first screens."""

from tests.contracts.roles import everybody, inside

ROWS = {"home": everybody(), "more": inside("secretariat")}
POSTS = {"more": everybody(405)}


def kwargs(world):
    return {}

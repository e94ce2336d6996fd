"""Who gets what at the first screens, and at the search."""

from tests.contracts.roles import everybody, inside

ROWS = {"home": everybody(), "more": inside("secretariat"), "search": everybody()}
POSTS = {"more": everybody(405)}


def kwargs(world):
    return {}

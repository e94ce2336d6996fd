"""Who gets what from the health addresses: everybody the same. Without its token the deep one is not there."""

from typing import Any

from tests.contracts.roles import everybody

ROWS = {name: everybody() for name in ("health_live", "health_ready")} | {"health_deep": everybody(404)}
POSTS: dict[str, int] = {}


def kwargs(world: Any) -> dict[str, dict[str, object]]:
    return {name: {} for name in ROWS}

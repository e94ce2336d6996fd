"""Who gets what from the health addresses: everybody the same."""

from typing import Any

EVERYBODY = (
    "anonymous",
    "member",
    "other_member",
    "former",
    "chair",
    "secretariat",
    "management",
    "mayors_office",
    "admin",
    "assistant",
)
ROWS = {name: dict.fromkeys(EVERYBODY, 200) for name in ("health_live", "health_ready")}


def kwargs(world: Any) -> dict[str, dict[str, object]]:
    return {name: {} for name in ROWS}

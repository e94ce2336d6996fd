"""What every question of procedure is answered with."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Answer:
    ok: bool
    numbers: dict[str, Any] = field(default_factory=dict)
    sentence: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same with days as ISO text, to be kept as proof."""
        numbers = {name: n.isoformat() if isinstance(n, date) else n for name, n in self.numbers.items()}
        return {"ok": self.ok, "numbers": numbers, "sentence": self.sentence}

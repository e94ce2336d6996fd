"""What was entered on a project stays as it was entered; a newer entry follows."""

from foundation.guards import Guard

MESSAGE = "entries on a project are never changed: a newer one follows"
TABLES = {"note": "progressnote", "milestone": "milestoneentry", "value": "measurement"}

GUARDS = [
    *(Guard(f"project_{word}_stays", f"projects_{table}", "UPDATE", MESSAGE) for word, table in TABLES.items()),
    *(Guard(f"project_{word}_kept", f"projects_{table}", "DELETE", MESSAGE) for word, table in TABLES.items()),
]

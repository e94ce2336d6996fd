"""Nobody is away twice: by the own word, and by the calendar."""

from foundation.guards import no_overlap

_WHOSE = {"same": "person_id", "owner": "people_person"}

GUARDS = [
    *no_overlap("entered_once_a_day", "absences_absence", **_WHOSE, where="{row}.source = 'entered'"),
    *no_overlap("from_file_once_a_day", "absences_absence", **_WHOSE, where="{row}.source = 'file'"),
]

"""Who may read which part of the journal; everybody finds the own entries under "Meine Daten"."""

from governance.confidentiality import Reader


def can_read(reader: Reader) -> bool:
    """Board office, administrators and chairs; entries hold no content, titles follow the rights of the reader."""
    return reads_all(reader) or bool(reader.chairs)


def reads_all(reader: Reader) -> bool:
    """Everybody's entries. Chairs and deputies read those of the boards they lead (`finding.readable_by`)."""
    return reader.is_secretariat or reader.is_admin

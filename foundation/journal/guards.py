"""The journal only grows, in the database as well. Entries and seals go only where a checkpoint stands."""

from foundation.guards import Guard

ONLY_GROWS = "the journal is only ever appended to"
NOT_CUT = "OLD.{column} > COALESCE((SELECT MAX(last) FROM journal_checkpoint), 0)"

GUARDS = [
    Guard("journal_entry_stays", "journal_journalentry", "UPDATE", ONLY_GROWS),
    Guard("journal_entry_kept", "journal_journalentry", "DELETE", ONLY_GROWS, NOT_CUT.format(column="id")),
    Guard("journal_seal_stays", "journal_seal", "UPDATE", ONLY_GROWS),
    Guard("journal_seal_kept", "journal_seal", "DELETE", ONLY_GROWS, NOT_CUT.format(column="last")),
    Guard("journal_checkpoint_stays", "journal_checkpoint", "UPDATE", ONLY_GROWS),
    Guard("journal_checkpoint_kept", "journal_checkpoint", "DELETE", ONLY_GROWS),
]

"""Pages of the agenda: the draft with its release, its items, the pool of topics."""

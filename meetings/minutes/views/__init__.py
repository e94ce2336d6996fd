"""The minutes of a meeting: written by the board office, signed off by the chair, read by the members."""

"""Measurements: ours beside the bare limit, in the same run."""

"""Pages of meetings: the list, one meeting, recusals, and leading a meeting on screen."""

"""Pages of the board's opinion, by what is done with it: read, written, adopted, dissented from, answered."""

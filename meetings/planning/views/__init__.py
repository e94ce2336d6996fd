"""Pages of planning: year plans, and the calendar they are made with."""

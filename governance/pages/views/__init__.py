"""Pages of boards, by what they show: boards, seats with their mandates, rules."""

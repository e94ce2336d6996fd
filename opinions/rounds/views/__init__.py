"""A member's assessments, and the acts that run a round. The page of a round stands in `outcomes`."""

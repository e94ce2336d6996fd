"""Pages of invitations, by who uses them: members with or without a login, the board office."""

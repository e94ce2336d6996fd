"""The journal of everybody, what is kept about oneself, and what is let go."""

from tests.contracts.roles import LEADERS, inside, logged_in

# `other_member` leads the Sponsorenbeirat and reads of that board only.
JOURNAL = inside(*LEADERS, "admin", "other_member")
OFFICE = inside("secretariat")
# The membership of `former` ended more than 30 days ago.
MINE = logged_in() | {"former": 410}

ROWS = {
    "journal": JOURNAL,
    "journal_csv": JOURNAL,
    "my_data": MINE,
    "my_data_json": MINE,
    "my_data_pdf": MINE,
    **dict.fromkeys(("retention", "retention_clear", "retention_period", "person_anonymise"), OFFICE),
}
POSTS = {"retention_clear": 409, "retention_period": 400, "person_anonymise": 302}


def kwargs(world):
    return {
        "retention_clear": {"code": "deliveries"},
        "retention_period": {"code": "deliveries"},
        "person_anonymise": {"pk": world.former.pk},
    }

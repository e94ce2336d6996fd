"""Who reads what through the API; meetings, rounds and opinions belong to the business advisory board."""

from tests.contracts import routes_invitations, routes_opinions, routes_polls, routes_reports
from tests.contracts.roles import BOARD, STAFF, everybody, only

MEMBERS = only(*BOARD)
SEEN = only(*BOARD, *STAFF)
OWN = everybody() | {"anonymous": 404}
NO_KEY = {"anonymous": 401}

ROWS = {
    "api-1:list_boards": everybody(),
    "api-1:one_board": everybody(),
    "api-1:seats_of_board": SEEN,
    "api-1:rules_of_board": SEEN,
    "api-1:new_rules": SEEN,
    "api-1:versions_of_rules": SEEN,
    "api-1:people_of_board": SEEN,
    "api-1:mandates_of_board": SEEN,
    "api-1:own_contact": OWN,
    "api-1:change_own_contact": OWN,
    "api-1:list_meetings": everybody(),
    "api-1:one_meeting": SEEN,
    "api-1:agenda_of_meeting": SEEN,
    "api-1:reply": everybody(405),
    "api-1:list_polls": everybody(),
    "api-1:one_poll": only(*BOARD, "secretariat"),
    "api-1:list_rooms": everybody(),
    "api-1:list_rounds": everybody(),
    "api-1:one_round": only(*BOARD, "secretariat", "management"),
    "api-1:own_opinion": MEMBERS,
    "api-1:give_opinion": MEMBERS,
    "api-1:list_opinions": everybody(),
    "api-1:one_opinion": only(*BOARD, "secretariat"),
    "api-1:reports": everybody(),
    "api-1:report": SEEN,
    "api-1:search": everybody(),
}
RULES = only(*BOARD, *STAFF, got=403) | {"secretariat": 201} | NO_KEY
POSTS = {
    "api-1:new_rules": RULES,
    "api-1:rules_of_board": RULES,
    "api-1:reply": only(*BOARD, "management") | NO_KEY,
}
PUTS = {
    "api-1:change_own_contact": everybody() | NO_KEY,
    "api-1:give_opinion": MEMBERS | NO_KEY,
}
# Whole bodies with every field, so that it is the rights that answer.
NEW_RULES = {"valid_from": "2027-01-01", "numbers": {"notice_days": 10}, "source": "Beschluss vom 11.02.2027"}
SENT = {
    "api-1:new_rules": NEW_RULES,
    "api-1:rules_of_board": NEW_RULES,
    "api-1:reply": {"answer": "declined", "by_video": False, "note": "Dienstreise", "sequence": 1},
    "api-1:change_own_contact": {
        "phone": "069 90009-121",
        "mobile": "",
        "postal_address": "Musterplatz 2, 64283 Darmstadt",
        "channel": "post",
        "confirmed": True,
        "language": "en",
    },
    "api-1:give_opinion": {
        "verdict": "support_with_recommendations",
        "recommendations": ["Die Karte der Sensoren veröffentlichen."],
        "reason": "",
        "ratings": [{"guideline": 1, "rating": "partly", "reason": "Zwecke sind nicht benannt."}],
    },
}


def kwargs(world):
    meeting = {"meeting_id": routes_invitations.kwargs(world)["reply_own"]["pk"]}
    opinions = routes_opinions.kwargs(world)
    board, pk = {"slug": world.ub.slug}, opinions["round"]
    return {
        "api-1:one_board": board,
        "api-1:seats_of_board": board,
        "api-1:people_of_board": board,
        "api-1:mandates_of_board": board,
        "api-1:rules_of_board": board,
        "api-1:new_rules": board,
        "api-1:versions_of_rules": board,
        "api-1:one_meeting": meeting,
        "api-1:agenda_of_meeting": meeting,
        "api-1:reply": meeting,
        "api-1:one_poll": routes_polls.kwargs(world)["poll"],
        "api-1:one_round": pk,
        "api-1:own_opinion": pk,
        "api-1:give_opinion": pk,
        "api-1:one_opinion": opinions["outcome"],
        "api-1:report": routes_reports.kwargs(world)["report"],
    }

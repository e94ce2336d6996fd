"""Who reads what through the API; meetings, rounds and opinions belong to the business advisory board."""

from tests.contracts import routes_opinions

ALL = dict.fromkeys(
    (
        "anonymous",
        "member",
        "other_member",
        "former",
        "chair",
        "secretariat",
        "management",
        "mayors_office",
        "admin",
        "assistant",
    ),
    200,
)
NONE = dict.fromkeys(ALL, 404)
MEMBERS = NONE | {"member": 200, "chair": 200}
STAFF = MEMBERS | {"secretariat": 200, "management": 200, "mayors_office": 200}

ROWS = {
    "api-1:list_boards": ALL,
    "api-1:one_board": ALL,
    "api-1:seats_of_board": STAFF,
    "api-1:rules_of_board": STAFF,
    "api-1:new_rules": STAFF,
    "api-1:versions_of_rules": STAFF,
    "api-1:people_of_board": STAFF,
    "api-1:own_contact": ALL | {"anonymous": 404},
    "api-1:change_own_contact": ALL | {"anonymous": 404},
    "api-1:list_meetings": ALL,
    "api-1:one_meeting": STAFF,
    "api-1:agenda_of_meeting": STAFF,
    "api-1:reply": dict.fromkeys(ALL, 405),
    "api-1:list_rounds": ALL,
    "api-1:one_round": MEMBERS | {"secretariat": 200, "management": 200},
    "api-1:own_opinion": MEMBERS,
    "api-1:give_opinion": MEMBERS,
    "api-1:list_opinions": ALL,
    "api-1:one_opinion": MEMBERS | {"secretariat": 200},
    "api-1:reports": ALL,
    "api-1:report": NONE,
}


def kwargs(world):
    meeting = world.meeting(world.ub, status="invited")
    world.agenda(meeting, "Parkausweise", status="frozen")
    opinions = routes_opinions.kwargs(world)
    board, pk = {"slug": world.ub.slug}, opinions["round"]
    return {
        "api-1:one_board": board,
        "api-1:seats_of_board": board,
        "api-1:people_of_board": board,
        "api-1:rules_of_board": board,
        "api-1:new_rules": board,
        "api-1:versions_of_rules": board,
        "api-1:one_meeting": {"meeting_id": meeting.pk},
        "api-1:agenda_of_meeting": {"meeting_id": meeting.pk},
        "api-1:reply": {"meeting_id": meeting.pk},
        "api-1:one_round": pk,
        "api-1:own_opinion": pk,
        "api-1:give_opinion": pk,
        "api-1:one_opinion": opinions["outcome"],
        "api-1:report": {"pk": meeting.pk},
    }

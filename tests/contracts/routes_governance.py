"""Who opens which page of the boards; the board in the addresses is the business advisory board."""

from datetime import date

from governance.mandates.models import Mandate

EVERYBODY = {
    role: 200
    for role in (
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
    )
}
OUTSIDERS = {"anonymous": 404, "other_member": 404, "former": 404, "admin": 404, "assistant": 404}
BOARD_AND_STAFF = EVERYBODY | OUTSIDERS
OFFICE = dict.fromkeys(EVERYBODY, 404) | {"secretariat": 200}

ROWS = {
    "boards": EVERYBODY,
    "board": EVERYBODY,
    "seat": BOARD_AND_STAFF,
    "appointment": OFFICE,
    "proposal_new": OFFICE | {"chair": 200},
    "proposal_withdrawal": OFFICE | {"chair": 200},
    "mandate_end": OFFICE,
    "mandate_suspension": OFFICE,
    "mandate_resumption": OFFICE,
    "mandate_secrecy": OFFICE,
    "organigram": EVERYBODY,
    "groups": EVERYBODY,
    "group_new": OFFICE,
    "board_course": BOARD_AND_STAFF,
    "seat_new": OFFICE,
    "seat_change": OFFICE,
    "seat_freezing": OFFICE,
    "seat_retirement": OFFICE,
    "rules": BOARD_AND_STAFF,
    "rules_version": OFFICE,
    "rules_withdrawal": OFFICE,
    "rule_change": OFFICE,
    "rule_confirmation": OFFICE,
}


def kwargs(world):
    slug = world.ub.slug
    mandate = Mandate.objects.get(person=world.kaya, seat__board=world.ub)
    seat = {"slug": slug, "number": mandate.seat.number}
    held = seat | {"pk": mandate.pk}
    return {
        "boards": {},
        "board": {"slug": slug},
        "seat": seat,
        "appointment": seat,
        "proposal_new": seat,
        "proposal_withdrawal": seat | {"pk": _proposal(mandate.seat, world.former).pk},
        "mandate_end": held,
        "mandate_suspension": held,
        "mandate_resumption": held,
        "mandate_secrecy": held,
        "organigram": {},
        "groups": {"slug": slug},
        "group_new": {"slug": slug},
        "board_course": {"slug": slug},
        "seat_new": {"slug": slug},
        "seat_change": seat,
        "seat_freezing": seat,
        "seat_retirement": seat,
        "rules": {"slug": slug},
        "rules_version": {"slug": slug},
        "rules_withdrawal": {"slug": slug, "pk": world.ub.rules.get().pk},
        "rule_change": {"slug": slug, "rule": "notice_days"},
        "rule_confirmation": {"slug": slug, "rule": "notice_days"},
    }


def _proposal(seat, person):
    return Mandate.objects.create(seat=seat, person=person, status="proposed", start=date(2027, 1, 1))

"""Who opens which page of the boards; the board in the addresses is the business advisory board."""

from datetime import UTC, date, datetime

from governance.mandates.models import Mandate, Office
from tests.contracts.roles import BOARD, LEADERS, STAFF, everybody, only

BOARD_AND_STAFF = only(*BOARD, *STAFF)
OFFICE = only("secretariat")

ROWS = {
    "boards": everybody(),
    "board": everybody(),
    "seat": BOARD_AND_STAFF,
    "appointment": OFFICE,
    "deputy_new": OFFICE,
    "deputy_end": OFFICE,
    "terms": OFFICE,
    "term_new": OFFICE,
    "term_change": OFFICE,
    "term_end": OFFICE,
    "successions": OFFICE,
    "succession_request": OFFICE,
    "succession_letter": OFFICE,
    "proposal_new": only(*LEADERS),
    "proposal_withdrawal": only(*LEADERS),
    "mandate_end": OFFICE,
    "mandate_suspension": OFFICE,
    "mandate_resumption": OFFICE,
    "rest_withdrawal": OFFICE,
    "mandate_secrecy": OFFICE,
    "chair": BOARD_AND_STAFF,
    "chair_change": OFFICE,
    "deputy_chair_new": OFFICE,
    "stand_in_new": OFFICE,
    "delegation_new": only(*LEADERS),
    "delegation_end": only("chair", "secretariat"),
    "office_end": OFFICE,
    "office_up": everybody(405),
    "organigram": everybody(),
    "groups": everybody(),
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
POSTS = {
    "appointment": 400,
    "deputy_new": 400,
    "deputy_end": 400,
    "term_new": 400,
    "term_change": 400,
    "term_end": 302,
    "succession_request": 400,
    "proposal_new": 400,
    "proposal_withdrawal": 302,
    "mandate_end": 400,
    "mandate_suspension": 400,
    "mandate_resumption": 400,
    "rest_withdrawal": 302,
    "mandate_secrecy": 400,
    "chair_change": 400,
    "deputy_chair_new": 400,
    "stand_in_new": 400,
    "delegation_new": 400,
    "delegation_end": 400,
    "office_end": 400,
    "office_up": only("secretariat", got=302),
    "group_new": 400,
    "seat_new": 400,
    "seat_change": 400,
    "seat_freezing": 409,
    "seat_retirement": 400,
    "rules_version": 400,
    "rules_withdrawal": 409,
    "rule_change": 400,
    "rule_confirmation": 400,
}


def kwargs(world):
    slug = world.ub.slug
    mandate = Mandate.objects.get(person=world.kaya, seat__board=world.ub)
    seat = {"slug": slug, "number": mandate.seat.number}
    mandate.seat.succession_requests.create(
        medium="letter", text="Bitte nennen Sie uns eine Nachfolge.", asked_at=datetime(2026, 11, 2, 9, tzinfo=UTC)
    )
    office = {"slug": slug, "pk": world.ub.offices.get().pk}
    term = {"pk": world.company.electoral_terms.create(start=date(2026, 4, 1), end=date(2031, 3, 31)).pk}
    world.ub.rules.update(deputies_allowed=True)
    held = seat | {"pk": mandate.pk}
    return {
        "boards": {},
        "board": {"slug": slug},
        "seat": seat,
        "appointment": seat,
        "succession_request": {"slug": world.etb.slug, "number": 30},
        "succession_letter": seat,
        "deputy_new": seat,
        "deputy_end": seat | {"pk": mandate.seat.deputies.create(person=world.former, start=date(2026, 5, 1)).pk},
        "term_change": term,
        "term_end": term,
        "proposal_new": seat,
        "proposal_withdrawal": seat | {"pk": _proposal(mandate.seat, world.former).pk},
        "mandate_end": held,
        "mandate_suspension": held,
        "mandate_resumption": held,
        "rest_withdrawal": held | {"rest": mandate.suspensions.create(start=date(2027, 5, 1), reason="x").pk},
        "mandate_secrecy": held,
        "chair": {"slug": slug},
        "chair_change": {"slug": slug},
        "deputy_chair_new": {"slug": slug},
        "stand_in_new": {"slug": slug},
        "delegation_new": {"slug": slug},
        "delegation_end": {"slug": slug, "pk": _delegation(world).pk},
        "office_end": office,
        "office_up": office,
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


def _delegation(world):
    chair = Office.objects.get(board=world.ub, role="chair")
    return chair.delegations.create(acts=["release"], start=date(2026, 1, 1), given_on=date(2026, 1, 1))

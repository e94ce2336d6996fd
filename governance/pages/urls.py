"""Addresses of boards, seats, mandates and rules."""

from django.urls import path

from governance.pages.views import addresses, assistants, boards, groups, own, people, rosters, rules, seating, seats

urlpatterns = [
    path("gremien/", boards.boards, name="boards"),
    path("gremien/organigramm/", groups.organigram, name="organigram"),
    path("gremien/<slug:slug>/", boards.board, name="board"),
    path("gremien/<slug:slug>/arbeitsgruppen/", groups.groups, name="groups"),
    path("gremien/<slug:slug>/arbeitsgruppen/neu/", groups.group_new, name="group_new"),
    path("gremien/<slug:slug>/verlauf/", groups.board_course, name="board_course"),
    path("gremien/<slug:slug>/sitze/neu/", seating.seat_new, name="seat_new"),
    path("gremien/<slug:slug>/sitze/<int:number>/aendern/", seating.seat_change, name="seat_change"),
    path("gremien/<slug:slug>/sitze/<int:number>/ruhen/", seating.seat_freezing, name="seat_freezing"),
    path("gremien/<slug:slug>/sitze/<int:number>/aufheben/", seating.seat_retirement, name="seat_retirement"),
    path("gremien/<slug:slug>/sitze/<int:number>/", seats.seat, name="seat"),
    path("gremien/<slug:slug>/sitze/<int:number>/berufen/", seats.appointment, name="appointment"),
    path("gremien/<slug:slug>/sitze/<int:number>/mandate/<int:pk>/beenden/", seats.mandate_end, name="mandate_end"),
    path("gremien/<slug:slug>/regeln/", rules.rules_page, name="rules"),
    path("gremien/<slug:slug>/regeln/neue-fassung/", rules.new_version, name="rules_version"),
    path("gremien/<slug:slug>/regeln/fassung/<int:pk>/zuruecknehmen/", rules.withdrawal, name="rules_withdrawal"),
    path("gremien/<slug:slug>/regeln/<slug:rule>/aendern/", rules.rule_change, name="rule_change"),
    path("gremien/<slug:slug>/regeln/<slug:rule>/bestaetigen/", rules.rule_confirmation, name="rule_confirmation"),
    path("personen/", people.people, name="people"),
    path("personen/neu/", people.person_add, name="person_add"),
    path("personen/<uuid:pk>/", people.person, name="person"),
    path("personen/<uuid:pk>/bearbeiten/", people.person_edit, name="person_edit"),
    path("personen/<uuid:pk>/anmeldung/", people.person_login, name="person_login"),
    path("personen/<uuid:pk>/hauptadresse/", addresses.person_address, name="person_address"),
    path("personen/<uuid:pk>/adressen/neu/", addresses.person_alias_add, name="person_alias_add"),
    path("personen/<uuid:pk>/adressen/<int:alias>/", addresses.person_alias, name="person_alias"),
    path("personen/<uuid:pk>/assistenz/neu/", assistants.assistance_add, name="assistance_add"),
    path("personen/<uuid:pk>/assistenz/<int:assistance>/", assistants.assistance_end, name="assistance_end"),
    path("meine-angaben/", own.own_details, name="own_details"),
    path("meine-angaben/adressen/", own.own_address, name="own_address"),
    path("meine-angaben/adressen/<int:pk>/", own.own_address_remove, name="own_address_remove"),
    path("besetzungsliste/", rosters.rosters_page, name="rosters"),
    path("besetzungsliste/uebernehmen/", rosters.roster_take_over, name="roster_take_over"),
    path("besetzungsliste/liste.<str:kind>", rosters.roster_export, name="roster_export"),
]

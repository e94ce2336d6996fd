"""Three boards and the people around them, small enough to read and large enough to leak.

Everybody has a login. Dates are chosen so that all mandates run on Monday, 23 November 2026.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from foundation.accounts.models import User
from foundation.values import BERLIN, Actor
from governance.boards.models import Board, Company, Seat
from governance.confidentiality import ADMIN, MANAGEMENT, MAYORS_OFFICE, SECRETARIAT, Reader
from governance.mandates.models import Mandate, Office
from governance.people.models import Assistance, InterestDeclaration, Organisation, Person, StaffAssignment
from governance.procedure.models import RulesOfProcedure
from governance.rights.reader import reader_of_person
from meetings.agenda.models import Agenda, AgendaItem, ItemKind
from meetings.meeting.models import Meeting
from tests.kept import Kept

FOUNDED = date(2025, 1, 1)
DECLARED = datetime(2026, 1, 12, 9, tzinfo=UTC)
FOLLOWED = date(2026, 4, 1)  # seat 10 of the UB has its second holder since then


def person(given: str, family: str, *, address: str = "neutral", title: str = "") -> Person:
    """A person with a login; the e-mail follows from the name."""
    email = f"{given}.{family}@mitglied.example".lower().replace(" ", "-")
    user = User.objects.create_user(email, f"{given} {family}")
    return Person.objects.create(
        user=user, given_name=given, family_name=family, email=email, form_of_address=address, academic_title=title
    )


def people(*names: tuple[str, str, str, str]) -> list[Person]:
    """The same for many at once: (given name, family name, form of address, academic title)."""
    rows = [(f"{given}.{family}@mitglied.example".lower(), f"{given} {family}") for given, family, *_rest in names]
    users = User.objects.bulk_create(User(email=email, name=name, password="!") for email, name in rows)
    return Person.objects.bulk_create(
        Person(
            user=user,
            given_name=given,
            family_name=family,
            email=user.email,
            form_of_address=address,
            academic_title=title,
        )
        for user, (given, family, address, title) in zip(users, names, strict=True)
    )


def board(kind: str, slug: str, name: str, short: str, seats: int, **rules: object) -> Board:
    """A board with numbered expert seats (all vacant) and one version of its rules."""
    made = Board.objects.create(
        slug=slug,
        name=name,
        short_name=short,
        kind=kind,
        purpose=f"{name}: berät die Geschäftsführung.",
        place="Haus der Digitalstadt, Raum 1.04",
        founded_on=FOUNDED,
        position={"UB": 1, "ETB": 2, "SB": 3}.get(short, 9),
    )
    Seat.objects.bulk_create(
        Seat(board=made, number=n, kind=Seat.Kind.EXPERT, label=f"Sitz {n}", sector=Seat.Sector.SCIENCE)
        for n in range(1, seats + 1)
    )
    RulesOfProcedure.objects.create(board=made, valid_from=FOUNDED, **rules)
    return made


def seat_person(
    on: Board, number: int, holder: Person, *, end: date | None = None, status: str = "active"
) -> Mandate:
    return Mandate.objects.create(
        seat=on.seats.get(number=number),
        person=holder,
        status=status,
        start=FOUNDED,
        end=end,
        appointed_on=FOUNDED,
        document="Berufung",
    )


@dataclass
class World:
    company: Company
    ub: Board
    etb: Board
    sb: Board
    secretary: Person
    manager: Person
    mayors_officer: Person
    admin: Person
    mayor: Person
    cdo: Person
    dahlhoff: Person
    kaya: Person
    lamprecht: Person
    ostermann: Person
    sponsor: Person
    former: Person
    assistant: Person
    members: dict[str, list[Person]] = field(default_factory=dict)

    def reader(self, who: Person, today: date = date(2026, 11, 23), *, proven: bool = True) -> Reader:
        """After a login with a second factor, as `Client.force_login` is here."""
        return reader_of_person(who, today=today, proven=proven)

    def actor(self, who: Person) -> Actor:
        return Actor(who.key)

    def meeting(
        self,
        on: Board | None = None,
        *,
        day: date = date(2027, 2, 11),
        status: str = "scheduled",
        number: int = 1,
        place: str = "",
    ) -> Meeting:
        """A meeting at 16:00 to 18:00 in Darmstadt; of one that is cancelled people knew."""
        on = on or self.ub
        start = datetime.combine(day, time(16), BERLIN).astimezone(UTC)
        needs_rules = status in {"invited", "in_session", "held"}
        return Meeting.objects.create(
            board=on,
            year=day.year,
            number=number,
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            place=place or on.place,
            status=status,
            sequence=int(status == "cancelled"),
            uid=f"{on.slug}-{day}-{number}@gremia.example",
            changed_at=datetime(2026, 11, 1, 8, tzinfo=UTC),
            rules=on.rules.first() if needs_rules else None,
        )

    def agenda(self, meeting: Meeting, *titles: str, status: str = "released") -> Agenda:
        """Items with the given titles, ten minutes each, as decisions."""
        AgendaItem.objects.bulk_create(
            AgendaItem(
                meeting=meeting,
                position=n,
                title=title,
                kind=ItemKind.DECISION,
                motion_text=f"Der Beirat empfiehlt: {title}.",
            )
            for n, title in enumerate(titles, 1)
        )
        return Agenda.objects.create(meeting=meeting, status=status)


NAMED = (
    ("Carla", "Wendt", "frau", ""),
    ("Jonas", "Ebeling", "herr", "Dr."),
    ("Timo", "Rheinsberg", "herr", ""),
    ("Uwe", "Brenner", "herr", ""),
    ("Annegret", "Holtkamp", "frau", ""),
    ("Miriam", "Sander", "frau", "Prof. Dr."),
    ("Werner", "Dahlhoff", "herr", ""),
    ("Aylin", "Kaya", "frau", ""),
    ("Peter", "Lamprecht", "herr", "Dr."),
    ("Lena", "Ostermann", "frau", ""),
    ("Greta", "Sievers", "frau", ""),
    ("Hugo", "Altmann", "herr", ""),
    ("Hedda", "Vogt", "frau", ""),
)


@Kept
def build() -> World:
    company = Company.objects.create(
        name="Digitalstadt Darmstadt GmbH",
        city="Darmstadt",
        office_phone="069 90009-120",
        office_hours="Mo bis Fr, 8:00 bis 16:00 Uhr",
        office_email="geschaeftsstelle@gremien.example",
        address="Musterplatz 1, 64283 Darmstadt",
        mayor_title="Oberbürgermeisterin",
        mayors_office_name="OB-Büro",
    )
    ub = board(
        "business_advisory",
        "unternehmensbeirat",
        "Unternehmensbeirat",
        "UB",
        10,
        receives_report=True,
        report_review="approval",
        sources={"quorum": "Geschäftsordnung § 6"},
    )
    etb = board(
        "ethics_technology",
        "ethik-und-technologiebeirat",
        "Ethik- und Technologiebeirat",
        "ETB",
        31,
        meetings_per_year=2,
        tolerated_min=140,
        target_min=150,
        target_max=215,
        tolerated_max=225,
    )
    sb = board(
        "sponsors",
        "sponsorenbeirat",
        "Sponsorenbeirat",
        "SB",
        12,
        meetings_per_year=1,
        tolerated_min=300,
        target_min=330,
        target_max=400,
        tolerated_max=430,
    )
    world = World(company, ub, etb, sb, *people(*NAMED))
    for who, role in (
        (world.secretary, SECRETARIAT),
        (world.manager, MANAGEMENT),
        (world.mayors_officer, MAYORS_OFFICE),
        (world.admin, ADMIN),
    ):
        StaffAssignment.objects.create(person=who, role=role, start=FOUNDED)
    _fill(world)
    return world


def _fill(world: World) -> None:
    """UB: ten members, all seats held. ETB: 29 of 31. SB: twelve. One former member held seat 10 of the UB before."""
    crowd = people(
        *(("Ulla", f"Beispiel{n}", "frau", "") for n in range(1, 6)),
        *(("Ernst", f"Muster{n}", "herr", "") for n in range(1, 26)),
        *(("Sonja", f"Stifter{n}", "frau", "") for n in range(1, 12)),
    )
    world.members["UB"] = [world.mayor, world.cdo, world.dahlhoff, world.kaya, world.lamprecht, *crowd[:5]]
    world.members["ETB"] = [world.mayor, world.cdo, world.ostermann, world.dahlhoff, *crowd[5:30]]
    world.members["SB"] = [world.sponsor, *crowd[30:]]
    Mandate.objects.bulk_create(
        Mandate(
            seat=seat,
            person=holder,
            status="active",
            start=FOLLOWED if (on, seat.number) == (world.ub, 10) else FOUNDED,
            appointed_on=FOUNDED,
            document="Berufung",
        )
        for on in (world.ub, world.etb, world.sb)
        for seat, holder in zip(on.seats.order_by("number"), world.members[on.short_name], strict=False)
    )
    seat_person(world.ub, 10, world.former, end=FOLLOWED - timedelta(days=1), status="ended")
    Office.objects.create(board=world.ub, person=world.mayor, role="chair", ex_officio=True, start=FOUNDED)
    Office.objects.create(board=world.etb, person=world.cdo, role="chair", ex_officio=True, start=FOUNDED)
    Office.objects.create(board=world.sb, person=world.sponsor, role="chair", start=FOUNDED)
    Assistance.objects.create(assistant=world.assistant, principal=world.mayor, start=FOUNDED)
    declared = {one.pk: one for members in world.members.values() for one in members}.values()
    InterestDeclaration.objects.bulk_create(
        InterestDeclaration(person=one, year=2026, nothing=True, declared_at=DECLARED, entered_by=one.key)
        for one in declared
    )
    Organisation.objects.create(name="HEAG mobilo", kind=Organisation.Kind.CITY_COMPANY)

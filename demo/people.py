"""The demo's company, its people and the bodies they come from. Institutions are real, every person is invented.

Phone numbers are from the range that the Bundesnetzagentur keeps free for fiction, mail addresses end in `.example`.
"""

from dataclasses import dataclass

FRAU, HERR, NEUTRAL = "frau", "herr", "neutral"
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": "-"})


@dataclass(frozen=True)
class Company:
    name: str
    city: str
    office_phone: str
    office_hours: str
    office_email: str
    address: str
    mayor_title: str
    mayors_office_name: str


@dataclass(frozen=True)
class Organisation:
    key: str
    name: str
    kind: str


@dataclass(frozen=True)
class Person:
    """`role` is a staff role (secretariat, management, mayors_office, admin) or empty for members."""

    key: str
    form_of_address: str
    title: str
    given_name: str
    family_name: str
    email: str
    phone: str
    role: str = ""

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.title, self.given_name, self.family_name) if part)


def _key(family_name: str) -> str:
    return family_name.lower().translate(UMLAUTS)


def _person(extension: int, address: str, title: str, given: str, family: str, at: str, role: str = "") -> Person:
    mail = f"{_key(given)}.{_key(family)}@{at}.example"
    return Person(_key(family), address, title, given, family, mail, f"069 90009-{extension}", role)


COMPANY = Company(
    name="Digitalstadt Darmstadt GmbH",
    city="Wissenschaftsstadt Darmstadt",
    office_phone="069 90009-120",
    office_hours="Mo bis Fr, 8:00 bis 16:00 Uhr",
    office_email="geschaeftsstelle@digitalstadt.example",
    address="Haus der Digitalstadt, Musterplatz 1, 64283 Darmstadt",
    mayor_title="Oberbürgermeisterin",
    mayors_office_name="OB-Büro",
)

STAFF = (
    _person(120, FRAU, "", "Carla", "Wendt", "digitalstadt", "secretariat"),
    _person(101, HERR, "Dr.", "Jonas", "Ebeling", "digitalstadt", "management"),
    _person(110, HERR, "", "Timo", "Rheinsberg", "stadt", "mayors_office"),
    _person(130, FRAU, "", "Anke", "Reuter", "digitalstadt", "admin"),
)

MEMBERS = (
    _person(200, FRAU, "", "Annegret", "Holtkamp", "stadt"),
    _person(201, FRAU, "Prof. Dr.", "Miriam", "Sander", "stadt"),
    _person(202, HERR, "", "Werner", "Dahlhoff", "mitglied"),
    _person(203, FRAU, "", "Aylin", "Kaya", "mitglied"),
    _person(204, HERR, "Dr.", "Peter", "Lamprecht", "mitglied"),
    _person(205, FRAU, "", "Hannelore", "Brück", "mitglied"),
    _person(206, HERR, "Dr.", "Sven", "Adomeit", "mitglied"),
    _person(207, FRAU, "", "Katrin", "Osterloh", "mitglied"),
    _person(208, HERR, "", "Ulrich", "Penner", "mitglied"),
    _person(209, FRAU, "", "Mareike", "Thoms", "mitglied"),
    _person(210, FRAU, "Dr.", "Birgit", "Ahlers", "mitglied"),
    _person(211, HERR, "", "Thorsten", "Wiegand", "mitglied"),
    _person(212, FRAU, "", "Selma", "Aydin", "mitglied"),
    _person(213, FRAU, "Prof. Dr.", "Henrike", "Vollrath", "mitglied"),
    _person(214, FRAU, "Prof. Dr.", "Katja", "Brandis", "mitglied"),
    _person(215, HERR, "Dr.", "Rüdiger", "Hahnel", "mitglied"),
    _person(216, FRAU, "Prof. Dr.", "Anja", "Kühnel", "mitglied"),
    _person(217, HERR, "Prof. Dr.", "Ingo", "Wessel", "mitglied"),
    _person(218, FRAU, "Dr.", "Samira", "Nouri", "mitglied"),
    _person(219, HERR, "Prof. Dr.", "Dietmar", "Oelschläger", "mitglied"),
    _person(220, NEUTRAL, "Dr.", "Linh", "Tran", "mitglied"),
    _person(221, HERR, "Prof. Dr.", "Gregor", "Matuschek", "mitglied"),
    _person(222, FRAU, "", "Martina", "Rehbein", "mitglied"),
    _person(223, HERR, "", "Volker", "Stenzel", "mitglied"),
    _person(224, HERR, "", "Nils", "Petersen-Roth", "mitglied"),
    _person(225, FRAU, "", "Gudrun", "Teichmann", "mitglied"),
    _person(226, HERR, "", "Markus", "Ziegenhain", "mitglied"),
    _person(227, HERR, "", "Robert", "Klingbach", "mitglied"),
    _person(228, FRAU, "", "Lena", "Ostermann", "mitglied"),
    _person(229, FRAU, "", "Emine", "Demirtas", "mitglied"),
    _person(230, HERR, "", "Bernd", "Grothe", "mitglied"),
    _person(231, FRAU, "", "Julia", "Findeisen", "mitglied"),
    _person(232, NEUTRAL, "", "Kim", "Rosenthal", "mitglied"),
    _person(233, HERR, "Dr.", "Frank", "Holzapfel", "mitglied"),
    _person(234, HERR, "", "Malte", "Brinkmann", "mitglied"),
    _person(235, FRAU, "", "Nadine", "Kessler", "mitglied"),
    _person(236, HERR, "", "Paul", "Hinrichs", "mitglied"),
    _person(237, HERR, "", "Jens", "Fabricius", "sponsor"),
    _person(238, FRAU, "", "Heike", "Lindner-Voss", "sponsor"),
    _person(239, HERR, "Dr.", "Oliver", "Stahlhut", "sponsor"),
    _person(240, FRAU, "", "Yvonne", "Kastner", "sponsor"),
    _person(241, HERR, "", "Andrzej", "Nowicki", "sponsor"),
    _person(242, FRAU, "", "Beate", "Hollmann", "sponsor"),
    _person(243, HERR, "", "Sebastian", "Trautwein", "sponsor"),
    _person(244, FRAU, "Dr.", "Mei", "Zhou", "sponsor"),
    _person(245, HERR, "", "Ralf", "Eschbach", "sponsor"),
    _person(246, FRAU, "", "Corinna", "Wildner", "sponsor"),
    _person(247, HERR, "", "Gerd", "Pfannmüller", "sponsor"),
    _person(248, FRAU, "", "Sophie", "Marquardt", "mitglied"),
    _person(249, HERR, "", "Tobias", "Wernicke", "mitglied"),
    _person(250, FRAU, "", "Claudia", "Sauerwein", "mitglied"),
)

PEOPLE = STAFF + MEMBERS
CITIZEN_LABEL = "Bürgerin ohne Konto"

INSTITUTIONS = (
    Organisation("digitalstadt", "Digitalstadt Darmstadt GmbH", "city_company"),
    Organisation("stadt", "Wissenschaftsstadt Darmstadt", "city"),
    Organisation("wirtschaftsamt", "Amt für Wirtschaft und Stadtentwicklung", "city"),
    Organisation("ead", "Eigenbetrieb für kommunale Aufgaben und Dienstleistungen (EAD)", "city_company"),
    Organisation("heag", "HEAG Holding AG", "city_company"),
    Organisation("heag-mobilo", "HEAG mobilo", "city_company"),
    Organisation("entega", "ENTEGA Energie GmbH", "city_company"),
    Organisation("klinikum", "Klinikum Darmstadt", "city_company"),
    Organisation("bauverein", "bauverein AG", "city_company"),
    Organisation("wirtschaftsministerium", "Hessisches Wirtschaftsministerium", "land"),
    Organisation("digitalministerium", "Hessisches Digitalministerium", "land"),
    Organisation("staedtetag", "Hessischer Städtetag", "association"),
    Organisation("gemeindebund", "Hessischer Städte- und Gemeindebund", "association"),
    Organisation("bitkom", "Bitkom", "association"),
    Organisation("verbraucherzentrale", "Verbraucherzentrale Hessen", "association"),
    Organisation("dgb", "Deutscher Gewerkschaftsbund", "association"),
    Organisation("handwerkskammer", "Handwerkskammer", "business"),
    Organisation("ihk", "Industrie- und Handelskammer Darmstadt", "business"),
    Organisation("house-of-it", "House of IT", "business"),
    Organisation("tu", "Technische Universität Darmstadt", "science"),
    *(Organisation(f"fraktion-{one.lower()}", f"Fraktion {one}", "faction") for one in "ABCDEFG"),
)

import json
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from PIL import Image

from foundation.documents import fonts, typst
from tests.printed import printed

SAMPLES = Path(__file__).parent / "samples"
KERN = typst.ROOT / "node_modules/@kern-ux/native/dist/fonts/fira-sans"
MADE_AT = datetime(2027, 1, 26, 8, 0, tzinfo=UTC)
TEMPLATES = ["agenda", "minutes", "opinion", "report"]
HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.4.0": *',
    "*not bold* _not italic_ `not code`",
    "$x^2$ and #{1 + 1}",
    "@nowhere <label>",
    "= not a heading",
    "\\ // not a comment /* nor this */",
    '"); #panic("broken out',
    "-- --- ... ~",
]


@pytest.fixture(scope="session", autouse=True)
def document_fonts():
    fonts.convert(KERN, typst.FONTS)


def sample(name):
    return json.loads((SAMPLES / f"{name}.json").read_text())


def made(name, *, made_at=MADE_AT, logo=b"", change=lambda content: None):
    content = sample(name)
    change(content)
    return typst.render(
        name.split(".")[0],
        content["data"],
        title=content["title"],
        language=content["language"],
        made_at=made_at,
        logo=logo,
    )


def opened(pdf):
    return pikepdf.open(BytesIO(pdf))


def tags(pdf):
    """(type, title, alternative text) of each element in reading order."""
    with opened(pdf) as document:
        return list(elements(document.Root.StructTreeRoot.K))


def elements(node):
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S)[1:], str(node.get("/T", "")), str(node.get("/Alt", ""))
        yield from elements(node.get("/K", pikepdf.Array()))


def without_blanks(text):
    return re.sub(r"\s", "", text)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def with_everywhere(value, extra):
    if isinstance(value, str):
        return f"{value} {extra}".strip()
    if isinstance(value, dict):
        return {k: v if k in ("labels", "light") else with_everywhere(v, extra) for k, v in value.items()}
    if isinstance(value, list):
        return [with_everywhere(item, extra) for item in value]
    return value


@pytest.mark.parametrize("name", TEMPLATES)
class TestEveryTemplate:
    def test_says_it_is_pdf_a_2a_and_pdf_ua_1(self, name):
        with opened(made(name)).open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == sample(name)["title"]

    def test_is_tagged_titled_and_tells_its_language(self, name):
        document = opened(made(name))
        root = document.Root
        assert root.MarkInfo.Marked is True
        assert root.ViewerPreferences.DisplayDocTitle is True
        assert str(root.Lang) == "de-DE"

    def test_has_the_title_as_its_only_heading_of_level_1(self, name):
        assert [title for kind, title, _ in tags(made(name)) if kind == "H1"] == [sample(name)["title"]]

    def test_skips_no_heading_level(self, name):
        levels = [int(kind[1]) for kind, _, _ in tags(made(name)) if re.fullmatch(r"H\d", kind)]
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_has_table_headers(self, name):
        kinds = [kind for kind, _, _ in tags(made(name))]
        assert kinds.count("Table") == kinds.count("THead") > 0

    def test_embeds_every_font(self, name):
        for page in opened(made(name)).pages:
            for font in page.Resources.Font.values():
                inner = font.DescendantFonts[0]
                assert "FiraSans" in str(inner.BaseFont)
                assert "/FontFile2" in inner.FontDescriptor

    def test_is_a4(self, name):
        assert {tuple(round(float(x)) for x in page.MediaBox) for page in opened(made(name)).pages} == {
            (0, 0, 595, 842)
        }

    def test_prints_every_string_of_the_data(self, name):
        content = sample(name)
        if name == "report":
            # Alternative texts are heard, not seen.
            for figure in content["data"]["figures"]:
                figure["chart"] = None
            for line in content["data"]["lines"]:
                del line["light"]
        text = printed(made(name))
        del content["data"]["labels"]
        missing = [value for value in strings(content["data"]) if without_blanks(value) not in text]
        assert missing == []

    def test_same_input_gives_same_bytes(self, name):
        assert made(name) == made(name)

    @pytest.mark.parametrize("hostile", HOSTILE)
    def test_markup_in_the_data_is_printed_as_text(self, name, hostile):
        def change(content):
            content["data"] = with_everywhere(content["data"], hostile)

        pdf = made(name, change=change)
        assert printed(pdf).count(without_blanks(hostile)) > 10
        assert b"root:x" not in pdf
        assert "root:x" not in printed(pdf)

    @pytest.mark.parametrize(
        "extra",
        ["漢字 😀 العربية", "\x00\x07\u202e\ud800", "Donau" * 60, "https://example.org/" + "a" * 300, "a\n\n\nb"],
    )
    def test_compiles_with_strange_and_long_words(self, name, extra):
        def change(content):
            content["title"] += " " + extra
            content["data"] = with_everywhere(content["data"], extra)

        assert len(opened(made(name, change=change)).pages) >= 1

    def test_compiles_when_all_lists_are_empty(self, name):
        def change(content):
            data = content["data"]
            content["data"] = {
                key: [] if isinstance(value, list) else "" if isinstance(value, str) else value
                for key, value in data.items()
            }

        assert len(opened(made(name, change=change)).pages) >= 1


def test_agenda_speaks_english_when_the_data_does():
    pdf = made("agenda.en")
    document = opened(pdf)
    assert str(document.Root.Lang) == "en-GB"
    assert "Page1of1" in printed(pdf)


@pytest.mark.parametrize(
    ("pixels", "points"), [((640, 200), (145, 45)), ((640, 40), (170, 11)), ((200, 240), (38, 45))]
)
def test_the_logo_stands_once_on_the_first_page_in_its_own_shape(pixels, points):
    out = BytesIO()
    Image.new("RGBA", pixels, "navy").save(out, "PNG")
    pdf = made("agenda", logo=out.getvalue())
    assert [alt for kind, _title, alt in tags(pdf) if kind == "Figure"] == ["Digitalstadt Darmstadt GmbH"]
    with opened(pdf) as document:
        first, *others = document.pages
        assert [len(page.get_images()) for page in others] == [0] * len(others)
        assert len(first.get_images()) == 1
        scales = [
            (round(float(operands[0])), round(abs(float(operands[3]))))
            for operands, operator in pikepdf.parse_content_stream(first)
            if str(operator) == "cm" and float(operands[0]) > 2
        ]
    assert scales == [points]


def test_pages_are_counted_in_the_words_of_the_data():
    pdf = made("report")
    count = len(opened(pdf).pages)
    assert f"Seite1von{count}" in printed(pdf)
    assert f"Seite{count}von{count}" in printed(pdf)


def test_confidentiality_stands_on_every_page():
    pdf = made("minutes")
    assert printed(pdf).count("Nichtöffentlich") == len(opened(pdf).pages) > 1


def test_charts_carry_their_alternative_text():
    alternatives = [alt for kind, _, alt in tags(made("report")) if kind == "Figure"]
    charts = [figure["chart"] for figure in sample("report")["data"]["figures"]]
    assert alternatives == [chart["alt"] for chart in charts if chart]


def test_traffic_light_words_are_printed_beside_the_shapes():
    text = printed(made("report"))
    assert text.count("beobachten") == 3 + 1
    assert text.count("kritisch") == 1 + 1


def test_an_unknown_light_is_drawn_as_information():
    def change(content):
        content["data"]["lines"][0]["light"] = "#panic()"

    assert "kritisch" in printed(made("report", change=change))


def test_a_row_longer_than_a_page_is_not_cut_off():
    long = " ".join(f"Wort{number}" for number in range(3000))

    def change(content):
        content["data"]["items"][2]["reason"] = long

    pdf = made("agenda", change=change)
    assert len(opened(pdf).pages) > 2
    assert "Wort0" in printed(pdf)
    assert "Wort2999" in printed(pdf)


def test_a_row_with_too_few_cells_is_refused():
    def change(content):
        content["data"]["figures"][0]["rows"][0].pop()

    with pytest.raises(typst.DocumentError, match="a table row has 2 cells, not 3"):
        made("report", change=change)


def test_a_missing_key_is_named():
    def change(content):
        del content["data"]["labels"]["no_items"]
        content["data"]["items"] = []

    with pytest.raises(typst.DocumentError, match="no_items"):
        made("agenda", change=change)


def test_the_only_date_is_the_time_of_making():
    berlin = MADE_AT.astimezone(ZoneInfo("Europe/Berlin"))
    assert made("agenda", made_at=berlin) == made("agenda")
    assert made("agenda", made_at=MADE_AT + timedelta(seconds=1)) != made("agenda")
    document = opened(made("agenda"))
    assert str(document.docinfo.CreationDate) == "D:20270126080000Z"


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="aware"):
        made("agenda", made_at=MADE_AT.replace(tzinfo=None))


@pytest.mark.parametrize("template", ["nothing", "../print/agenda", "agenda.typ", "/etc/passwd", ""])
def test_only_templates_of_the_folder_are_compiled(template):
    with pytest.raises(typst.DocumentError, match="no print template"):
        typst.render(template, {}, title="Titel", language="de", made_at=MADE_AT)


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.txt", "/../secret.txt"])
def test_a_template_reads_nothing_outside_its_folder(tmp_path, monkeypatch, path):
    folder = tmp_path / "print"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "probe.typ").write_text(f'#set document(title: "x")\n#read("{path}")')
    monkeypatch.setattr(typst, "TEMPLATES", folder)
    with pytest.raises(typst.DocumentError, match=r"^probe\.typ"):
        typst.render("probe", {}, title="Titel", language="de", made_at=MADE_AT)


def test_templates_use_no_packages_and_evaluate_nothing():
    for template in typst.TEMPLATES.glob("*.typ"):
        source = template.read_text()
        assert not re.search(r'(import|include)\s*"@', source)
        assert not re.search(r"\beval\(|\bplugin\(|mode:", source)


def test_missing_fonts_are_told_with_the_command_that_makes_them(tmp_path, monkeypatch):
    monkeypatch.setattr(typst, "FONTS", tmp_path)
    with pytest.raises(typst.DocumentError, match=r"python -m foundation\.documents\.fonts"):
        made("agenda")

"""German is complete: nothing missing, nothing fuzzy, nothing left over."""

from config import catalogue


def test_every_message_has_its_german_and_none_is_left_over():
    missing, unused = catalogue.gaps(catalogue.load())
    assert missing == []
    assert unused == []


def test_extraction_reads_code_inside_of_other_texts_too(tmp_path):
    code = tmp_path / "page.py"
    code.write_text(
        "f\"{_('One')} {pgettext('month', 'May')}\"\nngettext('seat', 'seats', 2)\nother('not this')\n_(word)\n"
    )
    assert set(catalogue._python_messages(code)) == {("", "One"), ("month", "May"), ("", ("seat", "seats"))}


def test_extraction_reads_templates(tmp_path):
    template = tmp_path / "page.html"
    template.write_text(
        "{% translate 'One' %}{% blocktranslate count n=2 trimmed %}{{ n }} seat{% plural %}{{ n }} seats"
        "{% endblocktranslate %}{% translate 'May' context 'month' %}"
    )
    assert set(catalogue._template_messages(template)) == {
        ("", "One"),
        ("", ("%(n)s seat", "%(n)s seats")),
        ("month", "May"),
    }

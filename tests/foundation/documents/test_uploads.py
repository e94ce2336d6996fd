"""PDFs people bring: written anew without anything that acts, or refused with a reason."""

import io

import pikepdf
import pytest

from foundation.documents import uploads
from foundation.documents.models import Upload
from foundation.values import DomainError


def document(pages=1, *, password="", **root) -> bytes:
    made = pikepdf.new()
    for _number in range(pages):
        made.add_blank_page()
    for name, value in root.items():
        made.Root[f"/{name}"] = value
    out = io.BytesIO()
    locked = pikepdf.Encryption(owner=password, user=password) if password else False
    made.save(out, encryption=locked)
    return out.getvalue()


SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('offen')")


def test_a_pdf_keeps_its_pages_and_loses_what_acts():
    brought = document(2, OpenAction=SCRIPT, AA=pikepdf.Dictionary(WC=SCRIPT))
    checked = uploads.pdf(brought, "../../Niederschrift 3.pdf")
    assert checked.pages == 2
    assert checked.file_name == "Niederschrift 3.pdf"
    assert b"offen" not in checked.data
    with pikepdf.open(io.BytesIO(checked.data)) as found:
        assert {"/OpenAction", "/AA"} & set(found.Root.keys()) == set()


def test_attached_files_and_acting_notes_go():
    made = pikepdf.new()
    page = made.add_blank_page()
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    page.Annots = pikepdf.Array([made.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=launch))])
    made.attachments["schad.exe"] = b"MZ boese"
    out = io.BytesIO()
    made.save(out)
    cleaned = uploads.pdf(out.getvalue(), "a.pdf").data
    with pikepdf.open(io.BytesIO(cleaned)) as found:
        assert dict(found.attachments) == {}
        assert "/A" not in found.pages[0].Annots[0]


REFUSED = {
    "not_a_pdf": b"PK\x03\x04 a word file",
    "broken_pdf": b"%PDF-1.7\nnothing that can be read",
    "encrypted": document(password="geheim"),
    "empty": b"",
    "many_pages": document(uploads.MOST_PAGES + 1),
    "too_large": b"%PDF-1.7" + b" " * uploads.MOST_PDF_BYTES,
}


@pytest.mark.parametrize(("code", "data"), REFUSED.items(), ids=REFUSED)
def test_what_cannot_be_kept_is_refused_with_its_reason(code, data):
    with pytest.raises(DomainError) as refusal:
        uploads.pdf(data, "a.pdf")
    assert (refusal.value.code, refusal.value.status) == (code, 400)


def test_a_cleaner_that_never_ends_is_stopped(monkeypatch):
    monkeypatch.setattr(uploads, "CLEANING_SECONDS", 0.01)
    with pytest.raises(DomainError, match="nicht lesbar"):
        uploads.pdf(document(), "a.pdf")


def test_a_file_goes_with_the_act_that_failed(db, now, files):
    checked = uploads.pdf(document(), "a.pdf")
    with pytest.raises(DomainError), uploads.kept(checked, now=now):
        raise DomainError("no")
    assert not Upload.objects.exists()
    assert list((files / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ('a"; filename="b.exe', "a_ filename_b.pdf"),
        ("..", "datei.pdf"),
        ("C:\\Fotos\\Ort.PDF", "Ort.pdf"),
        ("Prüfung ä.pdf", "Prüfung ä.pdf"),
        ("a\x00b.pdf", "datei.pdf"),
    ],
)
def test_names_are_made_safe(name, kept):
    assert uploads.pdf(document(), name).file_name == kept

"""Files people bring: refused with a reason, or kept without anything that could act.

What a file is, its bytes say and never its name. Pictures are painted anew; PDFs are read and written again in a
process of their own with limits (`pdf_cleaning`).
"""

import hashlib
import io
import json
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext as _

from foundation.documents.models import Upload
from foundation.values import DomainError, clean_line

MOST_PDF_BYTES = 25 * 2**20
MOST_PAGES = 500
MOST_PICTURE_BYTES = 4 * 2**20
MOST_PIXELS = 25_000_000
LARGEST_PICTURE = (640, 240)
CLEANING_SECONDS = 30
PDF, PNG = "application/pdf", "image/png"
_MAGIC = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}


@dataclass(frozen=True)
class Checked:
    """A file fit to be kept: the bytes to hand out, and the hash of those that came."""

    data: bytes
    media_type: str
    file_name: str
    original_sha256: str
    pages: int = 0


def picture(data: bytes, name: str) -> Checked:
    """A PNG or JPEG as a PNG of at most 640 x 240 pixels without any metadata. Raises DomainError (400)."""
    _bounded(data, MOST_PICTURE_BYTES)
    if not any(data.startswith(magic) for magic in _MAGIC):
        raise _refusal("not_a_picture", _("This is no PNG or JPEG. Please save the picture as PNG."))
    return Checked(_painted(data), PNG, _named(name, "png"), hashlib.sha256(data).hexdigest())


def _painted(data: bytes) -> bytes:
    # Most processes never need Pillow.
    from PIL import Image, ImageOps

    try:
        found = Image.open(io.BytesIO(data), formats=list(_MAGIC.values()))
        if found.width * found.height > MOST_PIXELS:
            raise _refusal("many_pixels", _("The picture has more than 25 million pixels. Please make it smaller."))
        upright = ImageOps.exif_transpose(found).convert("RGBA")
        upright.thumbnail(LARGEST_PICTURE)
        fresh = Image.new("RGBA", upright.size)
        fresh.paste(upright)
        out = io.BytesIO()
        fresh.save(out, "PNG", optimize=True)
    except DomainError:
        raise
    except Exception as error:  # a hostile file may break the reader in any way; none of them is ours
        raise _refusal("broken_picture", _("The picture cannot be read. Please save it again.")) from error
    return out.getvalue()


def pdf(data: bytes, name: str) -> Checked:
    """A PDF of at most 25 MB and 500 pages, written anew without scripts, actions and attachments.

    Raises DomainError (400) with what is wrong: another format, encrypted, broken, too large.
    """
    _bounded(data, MOST_PDF_BYTES)
    if not data.startswith(b"%PDF-"):
        raise _refusal("not_a_pdf", _("This is no PDF. Please save the document as PDF."))
    told, cleaned = _cleaned(data)
    if told.get("problem") == "encrypted":
        raise _refusal("encrypted", _("The PDF is protected by a password. Please save it without one."))
    pages = int(told.get("pages", 0))
    if not cleaned or not pages:
        raise _refusal("broken_pdf", _("The PDF cannot be read. Please save it again."))
    if pages > MOST_PAGES:
        raise _refusal("many_pages", _("The PDF has more than %(most)s pages.") % {"most": MOST_PAGES})
    return Checked(cleaned, PDF, _named(name, "pdf"), hashlib.sha256(data).hexdigest(), pages)


def _cleaned(data: bytes) -> tuple[dict[str, Any], bytes]:
    """What the cleaner tells, and the bytes it wrote; nothing where it was stopped."""
    command = [sys.executable, "-I", str(Path(__file__).with_name("pdf_cleaning.py"))]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=CLEANING_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return {}, b""
    told, _line, cleaned = done.stdout.partition(b"\n")
    return (json.loads(told), cleaned) if done.returncode == 0 and told else ({}, b"")


def _bounded(data: bytes, most: int) -> None:
    if not data:
        raise _refusal("empty", _("The file is empty."))
    if len(data) > most:
        words = _("The file is larger than %(most)s MB. Please make it smaller.")
        raise _refusal("too_large", words % {"most": most // 2**20})


def _refusal(code: str, words: str) -> DomainError:
    return DomainError(words, code=code, status=400, fields={"file": words})


def _named(name: str, ending: str) -> str:
    """A name that is safe in a header and on a disk, with the ending the content has."""
    try:
        stem = clean_line(name.replace("\\", "/").rpartition("/")[2]).rpartition(".")[0] or clean_line(name)
    except ValueError:
        stem = ""
    plain = re.sub(r"[^\w .()-]+", "_", stem).strip(" .")[:100]
    return f"{plain or 'datei'}.{ending}"


@contextmanager
def kept(checked: Checked, *, now: datetime) -> Iterator[Upload]:
    """The stored file for the transaction inside the block; when that fails, neither row nor file is left."""
    pk = uuid.uuid4()
    upload = Upload(
        pk=pk,
        file_name=checked.file_name,
        media_type=checked.media_type,
        size=len(checked.data),
        pages=checked.pages,
        sha256=hashlib.sha256(checked.data).hexdigest(),
        original_sha256=checked.original_sha256,
        kept_at=now,
    )
    upload.file.save(f"{pk}.{checked.file_name.rpartition('.')[2]}", ContentFile(checked.data), save=False)
    try:
        with transaction.atomic():
            upload.save(force_insert=True)
            yield upload
    except BaseException:
        upload.file.delete(save=False)
        raise


def discard(upload: Upload) -> None:
    """Forget a file nothing points to any more; its bytes go with the commit."""
    storage, name = upload.file.storage, str(upload.file.name)
    Upload.objects.filter(pk=upload.pk).delete()
    transaction.on_commit(lambda: storage.delete(name), robust=True)


def upload_response(upload: Upload, *, download: bool = True) -> FileResponse:
    """The file as it may leave: as an attachment, never sniffed, never run, never stored by proxies."""
    response = FileResponse(
        upload.file.open("rb"),
        as_attachment=download,
        filename=upload.file_name,
        content_type=upload.media_type,
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response

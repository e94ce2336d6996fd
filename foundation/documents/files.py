"""Handing out files. Who may have one is decided by the view of the row that owns it."""

from django.http import FileResponse
from django.utils.translation import gettext as _

from foundation.documents.models import Rendering, RenderingState
from foundation.values import DomainError


def pdf_response(rendering: Rendering, *, download: bool = False) -> FileResponse:
    """The PDF, shown in the browser or with `download` saved under its name; never stored by proxies.

    Raises DomainError (409) while it is being prepared and (409, other code) when it failed.
    """
    if rendering.state == RenderingState.FAILED:
        raise DomainError(
            _("This document could not be made. Please call the board office, which can have it made again."),
            code="document_failed",
        )
    if not rendering.is_ready:
        raise DomainError(
            _("This document is being prepared. Please try again in a minute."), code="document_not_ready"
        )
    response = FileResponse(
        rendering.file.open("rb"),
        as_attachment=download,
        filename=rendering.file_name,
        content_type="application/pdf",
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response

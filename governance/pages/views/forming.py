"""Pages that are one form and one act."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from foundation.values import DomainError
from foundation.web.forms import KernForm
from governance.rights.request import ReadingRequest


@dataclass(frozen=True)
class FormPage:
    """Heading, words above the form, the one button, where it leads back to, and the crumbs."""

    title: str
    button: str
    back: str
    lead: str = ""
    crumbs: list[tuple[str, str]] = field(default_factory=list)


def posted(request: ReadingRequest) -> dict[str, object]:
    """Arguments of a form: what was sent, also when that is nothing at all."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


def form_page(
    request: ReadingRequest,
    form: KernForm,
    page: FormPage,
    act: Callable[[], str],
    *,
    then: str = "",
    template: str = "form",
    **more: object,
) -> HttpResponse:
    """Show the form; sent and valid, do `act` and go on with its sentence. A refusal stands in the form.

    `template` is one that shows more than the form, with the words in `more`.
    """
    status = form.status
    if form.is_bound and form.is_valid():
        try:
            words = act()
        except DomainError as error:
            status = form.refuse(error)
        else:
            messages.success(request, words)
            return redirect(then or page.back)
    context = {"form": form, "page": page, "crumbs": [*page.crumbs, (page.title, "")], **more}
    return render(request, f"governance/pages/{template}.html", context, status=status)

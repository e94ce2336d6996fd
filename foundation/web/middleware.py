"""How a person wants to see pages: colours and size of text, kept in cookies."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

THEMES = ("light", "dark")
SIZES = ("plus", "plusplus")


def viewing(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """`request.theme` and `request.text_size`: a known word or ""."""

    def middleware(request: HttpRequest) -> HttpResponse:
        theme, size = request.COOKIES.get("theme"), request.COOKIES.get("text")
        request.theme = theme if theme in THEMES else ""  # type: ignore[attr-defined]
        request.text_size = size if size in SIZES else ""  # type: ignore[attr-defined]
        return get_response(request)

    return middleware

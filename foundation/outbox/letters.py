"""Words of a mail from its template: one file with the blocks `subject`, `text` and `html`.

`templates/mail/<name>.html` begins with `{% extends "mail/base.html" %}`. Its html block is written with plain tags;
the inline styles that mail programs need are added here, by tag and class (`<p class="quiet">`).
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.template import Context, Engine
from django.utils import translation

_FONT = "font-family:'Fira Sans','Segoe UI',Arial,sans-serif;"
_INK, _QUIET, _LINK, _RULE, _PANEL = "#131525", "#51577A", "#2044AA", "#C0C3D5", "#F3F4F7"
_BODY = f"{_FONT}margin:0 0 16px;font-size:18px;line-height:27px;color:{_INK};"
_SMALL = f"{_FONT}margin:0 0 16px;font-size:16px;line-height:24px;"
_NARROW = "hyphens:auto;-webkit-hyphens:auto;word-break:break-word;overflow-wrap:anywhere;"
STYLES = {
    "h1": f"{_FONT}margin:0 0 16px;font-size:24px;line-height:32px;font-weight:600;color:{_INK};{_NARROW}",
    "h2": f"{_FONT}margin:0 0 12px;font-size:21px;line-height:30px;font-weight:600;color:{_INK};",
    "p": _BODY,
    "p.small": f"{_SMALL}color:{_INK};",
    "p.quiet": f"{_SMALL}color:{_QUIET};",
    "p.when": f"{_FONT}margin:0 0 4px;font-size:21px;line-height:30px;font-weight:600;color:{_INK};",
    "a": f"color:{_LINK};word-break:break-word;overflow-wrap:anywhere;",
    "ul": f"{_BODY}padding:0 0 0 20px;",
    "ol": f"{_BODY}padding:0 0 0 28px;",
    "li": "margin:0 0 4px;",
    "blockquote": f"{_BODY}padding:0 0 0 16px;border-left:4px solid {_RULE};",
    "hr": f"border:0;border-top:1px solid {_RULE};margin:24px 0;",
    "td": f"{_FONT}padding:4px 0;font-size:16px;line-height:24px;color:{_INK};",
    "td.number": f"{_FONT}padding:4px 12px 4px 0;font-size:16px;line-height:24px;color:{_QUIET};",
    "td.panel": f"background:{_PANEL};padding:20px 24px 4px;border-radius:8px;",
}
_TAG = re.compile(r'<(h1|h2|p|a|ul|ol|li|blockquote|hr|td)(?: class="([a-z]+)")?((?: [^<>]*)?)>')


class Letter(NamedTuple):
    """A subject on one line, the plain text, and the HTML document."""

    subject: str
    text: str
    html: str


def letter(name: str, context: Mapping[str, object], language: str) -> Letter:
    """Render `templates/mail/<name>.html` in `language`. `context` should hold `company` for head and foot.

    Raises TemplateDoesNotExist for an unknown name. Nothing is escaped in subject and text.
    """
    template = Engine.get_default().get_template(f"mail/{name}.html")
    values = {"site_url": settings.SITE_URL, "language": language, **context}

    def part(which: str, **more: object) -> str:
        return template.render(Context({**values, "part": which, **more}, autoescape=which == "html"))

    with translation.override(language):
        subject = " ".join(part("subject").split())
        return Letter(subject, tidy(part("text")), styled(part("html", subject=subject).strip() + "\n"))


def tidy(text: str) -> str:
    """Plain text without blanks around lines and with one empty line between paragraphs."""
    lines = "\n".join(line.strip(" \t") for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def styled(html: str) -> str:
    """Add the inline style of each plain tag; tags that carry their own style keep it."""

    def add(tag: re.Match[str]) -> str:
        element, css, rest = tag.groups()
        if 'style="' in rest:
            return tag.group(0)
        style = STYLES.get(f"{element}.{css}") or STYLES[element]
        return f'<{element} style="{style}"{rest}>'

    return _TAG.sub(add, html)

"""Texts of strangers as HTML: everything escaped, only web addresses become links."""

from django.utils.html import linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe


def linked(text: str) -> SafeString:
    """Paragraphs with KERN's classes; links lend no credit and get no handle on this window."""
    # All quotes of the text are escaped by urlize, so what is replaced here can only be its own markup.
    words = urlize(text, nofollow=True, autoescape=True)
    words = words.replace('rel="nofollow"', 'class="kern-link" rel="nofollow noopener"')
    html = linebreaks(mark_safe(words))
    return mark_safe(html.replace("<p>", '<p class="kern-body">'))

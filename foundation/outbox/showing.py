"""A mail's HTML as a page of its own."""

from django.http import HttpResponse

# Mails carry inline styles, which no other page may. Nothing is loaded, run, or sent from here.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; frame-ancestors 'none'"


def mail_page(html: str) -> HttpResponse:
    """Show `html` under a policy that allows inline styles and nothing else."""
    return HttpResponse(html, headers={"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"})

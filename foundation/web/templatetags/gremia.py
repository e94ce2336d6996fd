"""Tags and filters every template may use (a builtin library)."""

from django import template

register = template.Library()

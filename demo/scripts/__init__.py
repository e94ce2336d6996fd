"""What the invented people say and do in a played year, whatever the year."""

from demo.scripts.agendas import topics
from demo.scripts.opinions import ROUNDS, SMART_LIGHTING
from demo.scripts.reports import report_text, review, risks, ten_lines
from demo.scripts.topics import votes

__all__ = ["ROUNDS", "SMART_LIGHTING", "report_text", "review", "risks", "ten_lines", "topics", "votes"]

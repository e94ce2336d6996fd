"""Months of the demo that several tests begin with, played once per process."""

from datetime import date
from functools import partial

from demo.play import play
from tests.kept import Kept

FIRST = date(2026, 1, 1)
january = Kept(partial(play, FIRST, date(2026, 1, 31)))
january_and_february = Kept(partial(play, FIRST, date(2026, 2, 28)))

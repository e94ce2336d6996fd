"""What the public wrote, as the search finds it (`SEARCH_SOURCES`)."""

from datetime import date

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from foundation.searching import Source, pages
from governance.confidentiality import Reader
from participation.contributions.models import Contribution


def _rows(reader: Reader, today: date) -> QuerySet[Contribution]:
    """A reply stands with what it replies to, so it is found only together with that."""
    visible = Contribution.objects.visible_to(reader)
    thread = Coalesce("parent__source_ref", "parent", "source_ref", "pk")
    return visible.filter(Q(parent__isnull=True) | Q(parent__in=visible)).annotate(
        thread=Concat(Value("beitrag-"), Cast(thread, CharField()))
    )


CONTRIBUTIONS = Source(
    kind="contributions",
    word=_("Contribution"),
    model=Contribution,
    rows=_rows,
    title="author_label",
    texts=("author_label", "text"),
    day="posted_at",
    note="chapter",
    key="thread",
    address=pages("contributions"),
)

from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings

from foundation.journal.models import JournalEntry
from foundation.values import BERLIN, SYSTEM, DomainError
from participation.contributions.importing import import_chapter
from participation.contributions.models import Contribution, PrintedChapter
from participation.contributions.texts import linked
from portfolio.strategy.publishing import PhasePlan, publish


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def tags_of(html):
    parser = _Tags()
    parser.feed(html)
    return parser.found


SOURCE = Path(settings.BASE_DIR) / "demo" / "source" / "strategy-chapter-6.txt"


@pytest.fixture
def imported(world, now):
    publish(
        title="Digitalstrategie",
        published_on=now.date(),
        phases=[PhasePlan(n, f"Phase {n}") for n in (1, 2, 3, 4)],
        fields=["Daten"],
        goals=[],
        by=SYSTEM,
        now=now,
    )
    return import_chapter(SOURCE.read_text(encoding="utf-8"), phases={83: 4}, by=SYSTEM, now=now)


def test_ids_times_labels_and_the_reply_are_those_of_the_print(imported):
    rows = [
        (one.source_ref, one.author_label, one.posted_at.astimezone(BERLIN).strftime("%d.%m.%Y %H:%M"), one.status)
        for one in Contribution.objects.order_by("source_ref")
    ]
    event = "Beitrag_Strategie-Event"
    assert rows == [
        (79, event, "16.11.2018 16:11", "published"),
        (82, event, "16.11.2018 16:12", "published"),
        (83, event, "16.11.2018 16:12", "published"),
        (84, event, "16.11.2018 16:13", "published"),
        (85, event, "16.11.2018 16:13", "published"),
        (105, "Mari", "19.11.2018 02:58", "published"),
    ]
    reply = Contribution.objects.get(source_ref=105)
    assert reply.parent.source_ref == 82
    assert Contribution.objects.get(source_ref=83).phase.number == 4
    assert Contribution.objects.filter(phase__isnull=False).count() == 1
    chapter = PrintedChapter.objects.get()
    assert (chapter.announced_count, chapter.printed_count) == (10, 6)


def test_importing_again_adds_and_changes_nothing(imported, now):
    Contribution.objects.filter(source_ref=79).update(status="hidden")
    assert import_chapter(SOURCE.read_text(encoding="utf-8"), phases={83: 4}, by=SYSTEM, now=now) == []
    assert Contribution.objects.count() == 6
    assert Contribution.objects.get(source_ref=79).status == "hidden"
    assert JournalEntry.objects.filter(action="contributions.imported").count() == 1


def test_what_does_not_hold_together_is_refused(db, now):
    with pytest.raises(DomainError) as refused:
        import_chapter("kein Kapitel", phases={83: 4}, by=SYSTEM, now=now)
    assert refused.value.status == 400
    assert not Contribution.objects.exists()


def test_the_page_tells_honestly_how_many_texts_the_source_prints(imported, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        page = client.get("/beteiligung/").content.decode()
    assert (
        "Der Zähler des Kapitels nennt 10 Beiträge. Unsere Quelle enthält davon 6 Texte; wir ergänzen nichts." in page
    )
    assert 'rel="nofollow noopener"' in page
    assert "Antwort von Mari" in page


def test_a_hidden_contribution_is_shown_to_the_board_office_only(imported, world, client):
    Contribution.objects.filter(source_ref=105).update(status="hidden")
    assert "Mari" not in client.get("/beteiligung/").content.decode()
    client.force_login(world.secretary.user)
    assert "Mari" in client.get("/beteiligung/").content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "javascript:alert(1)",
        'http://x.example/"onmouseover="alert(1)',
        'rel="nofollow" <a href="javascript:1">x</a>',
        "data:text/html,<b>x</b>",
    ],
)
def test_texts_of_strangers_carry_no_markup(text):
    allowed = {"p": {"class"}, "a": {"href", "class", "rel"}, "br": set()}
    for tag, attributes in tags_of(str(linked(text))):
        assert set(attributes) <= allowed[tag]
        assert attributes.get("href", "http://").startswith(("http://", "https://"))

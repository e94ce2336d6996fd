"""The demo's strategy: published on the first day, projects noted each quarter, contributions from the print."""

from datetime import date
from pathlib import Path

from demo import portfolio
from demo.cast import ORGANISATIONS
from demo.story import Story, at
from foundation.values import SYSTEM
from governance.people.models import Organisation
from participation.contributions.importing import import_chapter
from portfolio.projects import progress, starting
from portfolio.projects.models import Project
from portfolio.strategy.publishing import GoalPlan, PhasePlan, publish

CHAPTER = Path(__file__).parent / "source" / "strategy-chapter-6.txt"


def found(story: Story, day: date) -> None:
    """Strategy, guidelines, projects with their first note, and the printed contributions."""
    now = at(day, 7, 30)
    strategy = publish(
        title=portfolio.STRATEGY_TITLE,
        published_on=portfolio.STRATEGY_PUBLISHED_ON,
        phases=[PhasePlan(**vars(phase)) for phase in portfolio.PHASES],
        fields=portfolio.FIELDS,
        goals=[GoalPlan(**vars(goal)) for goal in portfolio.CORE_GOALS],
        by=SYSTEM,
        now=now,
    )
    plans = [starting.GuidelinePlan(**vars(guideline)) for guideline in portfolio.GUIDELINES]
    starting.adopt_guidelines(plans, by=SYSTEM, now=now)
    names = {one.key: one.name for one in ORGANISATIONS}
    bodies = {one.name: one for one in Organisation.objects.all()}
    phases = {phase.number: phase for phase in strategy.phases.all()}
    fields = {field.name: field for field in strategy.fields.all()}
    for plan in portfolio.PROJECTS:
        starting.start(
            key=plan.key,
            title=plan.title,
            summary=plan.summary,
            field=fields[plan.field],
            phase=phases[plan.phase],
            lead=bodies[names[plan.lead]],
            by=SYSTEM,
            now=now,
        )
    import_chapter(CHAPTER.read_text(encoding="utf-8"), phases=portfolio.PHASE_OF_CONTRIBUTION, by=SYSTEM, now=now)


def quarter(story: Story, day: date) -> int:
    """The played quarter, counted from 0."""
    return (day.year - story.first_year) * 4 + (day.month - 1) // 3


def play(story: Story, day: date) -> None:
    """On the second day of each quarter every project says how it stands."""
    if day.day != 2 or day.month % 3 != 1:
        return
    projects = {project.key: project for project in Project.objects.all()}
    for plan in portfolio.PROJECTS:
        note = plan.note(quarter(story, day))
        progress.note(
            projects[plan.key],
            as_of=day,
            status=note.status,
            text=note.text,
            by=story.actor("ebeling"),
            now=at(day, 9),
        )

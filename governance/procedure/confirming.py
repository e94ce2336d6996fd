"""An assumed rule becomes a confirmed one: somebody names where it is written."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record, record_all
from foundation.values import Actor, DomainError, clean_line
from governance.procedure.models import RulesOfProcedure
from governance.procedure.wording import RULE_NAMES, changed

LONGEST = 200


@dataclass(frozen=True)
class Progress:
    """How many of a version's rules have a source."""

    confirmed: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.confirmed == self.total


def progress(rules: RulesOfProcedure) -> Progress:
    return Progress(sum(name in rules.sources for name in RULE_NAMES), len(RULE_NAMES))


def alike(rules: RulesOfProcedure, other: RulesOfProcedure) -> dict[str, str]:
    """The sources `other` has for rules that say the same in `rules` and have none there."""
    differ = set(changed(rules.as_rules(), other.as_rules()))
    open_rules = [name for name in RULE_NAMES if name not in rules.sources and name not in differ]
    return {name: other.sources[name] for name in open_rules if name in other.sources}


@transaction.atomic
def confirm_alike(*, rules: RulesOfProcedure, other: RulesOfProcedure, by: Actor, now: datetime) -> int:
    """Confirm what `alike` finds, for boards that share their rules of procedure; return how many rules."""
    locked = RulesOfProcedure.objects.select_for_update(no_key=True).get(pk=rules.pk)
    found = alike(locked, other)
    if found:
        locked.sources = {**locked.sources, **found}
        locked.save(update_fields=["sources"])
        record_all([("rule.confirmed", f"rules:{rules.pk}", {"rule": name}) for name in found], by=by, now=now)
    rules.sources = locked.sources
    return len(found)


@transaction.atomic
def confirm(*, rules: RulesOfProcedure, rule: str, source: str, by: Actor, now: datetime) -> None:
    """Keep `source` ("Geschäftsordnung § 4") for one rule of this version; the same source again changes nothing.

    Raises DomainError: 404 for an unknown rule, 400 for no source, 409 when another source is kept already.
    """
    if rule not in RULE_NAMES:
        raise DomainError(_("This rule does not exist."), code="unknown_rule", status=404)
    source = checked_source(source)
    locked = RulesOfProcedure.objects.select_for_update(no_key=True).get(pk=rules.pk)
    kept = locked.sources.get(rule)
    if kept == source:
        return
    if kept:
        raise DomainError(_("This rule is confirmed already: %(source)s.") % {"source": kept}, code="rule_confirmed")
    locked.sources = {**locked.sources, rule: source}
    locked.save(update_fields=["sources"])
    rules.sources = locked.sources
    record("rule.confirmed", f"rules:{rules.pk}", by=by, now=now, rule=rule)


def checked_source(source: str) -> str:
    """One line that says where a rule is written; raises DomainError (400) for anything else."""
    try:
        line = clean_line(source)
    except ValueError:
        line = ""
    if not line or len(line) > LONGEST:
        raise DomainError(
            _("Please say where the rule is written, for example “Rules of procedure § 4”."),
            code="source_missing",
            status=400,
        )
    return line

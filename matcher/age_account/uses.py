"""Where age counts: a plain statement of the inputs that use age or stage of life, and how."""

from collections.abc import Iterator

from matcher.intake import Intake
from matcher.rules.base import Rule
from matcher.sentences import Sentence, sentence


def uses_of_age(intake: Intake) -> Iterator[Sentence]:
    """One sentence for every use of age, from the policy and the groups on offer; then where it is not used."""
    policy, rules = intake.policy, intake.policy.rules
    yield sentence("age-use-likeness", likeness=policy.likeness, percent=round(100 * policy.balance))
    if policy.likeness != "life_stage":
        if policy.age_tolerance_at is None:
            yield sentence("age-use-tolerance", years=policy.age_tolerance)
        else:
            yield sentence("age-use-tolerance-at", years=policy.age_tolerance, at=policy.age_tolerance_at)
    for rule in rules.no_isolate:
        if rule.mode != "off" and rule.attribute in ("age", "life_stage"):
            yield sentence("age-use-no-isolate", attribute=rule.attribute, **_force(rule))
    if rules.age_span.mode != "off":
        yield sentence("age-use-span", years=rules.age_span.years, **_force(rules.age_span))
    if rules.eligibility.mode != "off":
        ranged = tuple(g.id for g in intake.offers if (g.age_min, g.age_max) != (None, None))
        staged = tuple(g.id for g in intake.offers if g.life_stages)
        offers = len(intake.offers)
        if ranged:
            yield sentence("age-use-ranges", groups=ranged, offers=offers, **_force(rules.eligibility))
        if staged:
            yield sentence("age-use-stages", groups=staged, offers=offers, **_force(rules.eligibility))
        if not ranged and not staged:
            yield sentence("age-use-no-ranges")
    missing = sum(intake.years(person) is None for person in intake.applicants)
    if missing and policy.likeness != "life_stage":
        alone = "stage" if policy.likeness in ("either", "both") else "half"
        yield sentence("age-use-missing", people=missing, compared=alone)
    yield sentence("age-use-claim")
    yield sentence("age-use-override")


def _force(rule: Rule) -> dict[str, str | float]:
    return {"mode": rule.mode, "weight": rule.weight}

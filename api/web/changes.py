"""What became of a plan, in words: who went where, and what that is worth."""

from collections.abc import Iterator

from api.web.board import Standing
from api.web.texts import text
from matcher.report.words import of_hundred

MOST_NAMED = 3
"""People, and groups, that a sentence names; more are counted."""

SHOWN = 0.005
"""Points below which a change is none, as it is shown."""


def told(before: Standing, after: Standing) -> str:
    """The change from one standing to the other as sentences, for eyes and ears."""
    return " ".join([*_moves(before, after), *_worth(before, after)])


def points(value: float) -> str:
    """A change in points of fit, with its sign."""
    if abs(value) < SHOWN:
        return "±0"
    return f"{'+' if value > 0 else '−'}{abs(value):.2f}"


def way(value: float) -> str:
    """Which way it goes: gain, lose or same."""
    return "same" if abs(value) < SHOWN else ("gain" if value > 0 else "lose")


def _moves(before: Standing, after: Standing) -> Iterator[str]:
    everybody = [who for who in {**before.place, **after.place} if before.place.get(who) != after.place.get(who)]
    if len(everybody) > MOST_NAMED:
        yield text("change-many", people=len(everybody))
        return
    for who in sorted(everybody):
        yield text(
            "change-move",
            person=after.name(who),
            origin=_named(before, before.place.get(who)),
            target=_named(after, after.place.get(who)),
        )
    if not everybody:
        yield from _pins(before, after)


def _pins(before: Standing, after: Standing) -> Iterator[str]:
    was, now = before.layout.pins, after.layout.pins
    for who in sorted({*was.to, *now.to}):
        if was.to.get(who) != now.to.get(who):
            code = "change-pinned" if who in now.to else "change-let-go"
            yield text(code, person=after.name(who), group=after.title(now.to.get(who) or was.to[who]))
    for who in sorted({*was.off, *now.off}):
        old, new = set(was.off.get(who, ())), set(now.off.get(who, ()))
        for group in sorted(new - old):
            yield text("change-kept-off", person=after.name(who), group=after.title(group))
        for group in sorted(old - new):
            yield text("change-let-in", person=after.name(who), group=after.title(group))


def _worth(before: Standing, after: Standing) -> Iterator[str]:
    if before.result.value is None or after.result.value is None or before.result.groups == after.result.groups:
        return
    yield text("change-value", points=points(after.result.value - before.result.value))
    groups = [g for g in {**before.reports, **after.reports} if before.reports.get(g) != after.reports.get(g)]
    if len(groups) > MOST_NAMED:
        return
    for group in groups:
        old, new = before.reports.get(group), after.reports.get(group)
        if old is not None and new is not None:
            yield text("change-group", group=after.title(group), before=of_hundred(old.fit), after=of_hundred(new.fit))
        elif new is not None:
            yield text("change-opened", group=after.title(group), after=of_hundred(new.fit))
        else:
            yield text("change-closed", group=after.title(group))
    known = {(group, b.rule, b.members) for group, r in before.reports.items() for b in r.breaches if b.hard}
    for group, report in after.reports.items():
        for breach in report.breaches:
            if breach.hard and (group, breach.rule, breach.members) not in known:
                yield text("change-breaks", what=breach.text)


def _named(standing: Standing, group: str | None) -> str:
    return text("waitlist-place") if group is None else standing.title(group)

"""What a coordinator asks of one person's place, as the board's forms say it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from pydantic import ValidationError

from api.planning.edits import Edit
from api.problems import problem
from api.store.plans import LONGEST_REASON
from api.web.board import Standing

ASKED = ("to", "wait", "swap", "pin", "off", "on")
"""Fields of which a form sends one: to a group; to wait; change places with somebody; keep here, or let go; off a
group, or on it again."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A form that was sent, and what it accepts knowingly."""

    applicant: str
    what: str
    value: str
    accepted: frozenset[str]
    reason: str

    @property
    def fields(self) -> Mapping[str, str]:
        """The form's own fields, to be sent again."""
        return {"applicant": self.applicant, self.what: self.value}

    def edits(self, standing: Standing) -> tuple[Edit, ...]:
        """The same as edits of the plan.

        Raises:
            ProblemError: 422 if it names what cannot be a person or a group.
        """
        try:
            return tuple(Edit.model_validate(edit) for edit in self._edits(standing))
        except ValidationError:
            raise _unreadable() from None

    def _edits(self, standing: Standing) -> Iterator[Mapping[str, Any]]:
        who, place = self.applicant, standing.place
        off: Sequence[str] = standing.layout.pins.off.get(who, ())
        match self.what:
            case "to":
                yield {"applicant": who, "to": self.value}
            case "wait":
                yield {"applicant": who, "to": None}
            case "swap":
                yield {"applicant": who, "to": place.get(self.value)}
                yield {"applicant": self.value, "to": place.get(who)}
            case "pin":
                yield {"applicant": who, "pin": place.get(who) if self.value == "yes" else None}
            case "off":
                yield {"applicant": who, "keep_off": [*(g for g in off if g != self.value), self.value]}
            case _:
                yield {"applicant": who, "keep_off": [g for g in off if g != self.value]}


def read_wish() -> Wish:
    """The wish of the form that was sent.

    Raises:
        ProblemError: 422 if it asks for nothing.
    """
    form = request.form
    what = next((name for name in ASKED if name in form), None)
    if what is None or not form.get("applicant"):
        raise _unreadable()
    return Wish(
        applicant=form["applicant"],
        what=what,
        value=form[what],
        accepted=frozenset(form.getlist("accept")) if "anyway" in form else frozenset(),
        reason=form.get("reason", "").strip()[:LONGEST_REASON],
    )


def _unreadable() -> Exception:
    return problem(422, "unreadable", "this form asks for nothing that the board knows: go back, and choose again")

"""Finding a pseudonym in what is kept, and putting a token in its place: in JSON, and in sentences."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

NEVER_PEOPLE = frozenset(
    {
        "age_account",
        "code",
        "group",
        "individual_therapist",
        "kept_off_groups",
        "kind",
        "leader",
        "leaders",
        "leaders_to_avoid",
        "offers",
        "origin",
        "pinned_group",
        "policy",
        "preferred_groups",
        "published_group",
        "rule",
        "seated_in",
        "session",
        "status",
        "target",
        "trace",
        "version",
    }
)
"""Fields that never hold an applicant's id. A group or a leader may be called like one; whatever is not listed here is
taken to speak of the person."""

_GROUPS = "groups"
_OF_A_GROUP = frozenset({"id", "name"})


class Pseudonym:
    """One person's pseudonym.

    Args:
        who: The pseudonym.
        others: Other names in use that may contain it; where one of them stands, it is not this person: in "p10" and in
            "p1-b" nobody speaks of "p1".
    """

    def __init__(self, who: str, others: Iterable[str] = ()) -> None:
        self.who = who
        longer = sorted(
            {other for other in others if who in other and other != who}, key=lambda name: (-len(name), name)
        )
        names = "|".join(re.escape(name) for name in (*longer, who))
        before = r"(?<![\w-])" if _is_word(who[0]) else ""
        after = r"(?![\w-])" if _is_word(who[-1]) else ""
        self._pattern = re.compile(f"{before}(?:{names}){after}")
        # JSON may be written with or without escapes for what is not ASCII.
        self._needles = {who, *(json.dumps(who, ensure_ascii=each)[1:-1] for each in (True, False))}

    def may_be_in(self, raw: str) -> bool:
        """Whether a text, JSON or not, can speak of the person at all; quick."""
        return any(needle in raw for needle in self._needles)

    def is_in(self, text: str) -> bool:
        """Whether a text speaks of the person."""
        return any(found[0] == self.who for found in self._pattern.finditer(text))

    def is_part_of(self, key: str) -> bool:
        """Whether a key that a program made up has the pseudonym as a part: "move-p1", but not "p10"."""
        return re.search(rf"(?<![^\W_]){re.escape(self.who)}(?![^\W_])", key) is not None

    def replaced(self, text: str, token: str) -> str:
        """The text with a token in the person's place."""
        return self._pattern.sub(lambda found: token if found[0] == self.who else found[0], text)

    def erased(self, value: Any, token: str, *, only_names: bool = False) -> Any:
        """The JSON with a token in the person's place, in names and values.

        Args:
            value: Parsed JSON.
            token: What is put in the place.
            only_names: Whether people are named by the names of the object alone, and its values are groups.
        """
        if isinstance(value, str):
            return value if only_names else self.replaced(value, token)
        if isinstance(value, list):
            return [self.erased(each, token, only_names=only_names) for each in value]
        if not isinstance(value, dict):
            return value
        return {
            token if self._is_named(name, map_of_people=only_names) else name: self.erased(
                part, token, only_names=only_names
            )
            if people
            else part
            for name, part, people in self._parts(value)
        }

    def mentions(self, value: Any, pointer: str = "", *, only_names: bool = False) -> Iterator[tuple[str, Any]]:
        """The smallest parts of JSON that speak of the person, each with its JSON pointer."""
        if isinstance(value, str):
            if not only_names and self.is_in(value):
                yield pointer, value
        elif isinstance(value, list):
            if any(isinstance(each, str) and not only_names and self.is_in(each) for each in value):
                yield pointer, value
                return
            for number, each in enumerate(value):
                yield from self.mentions(each, f"{pointer}/{number}", only_names=only_names)
        elif isinstance(value, dict):
            yield from self._mentions_of(value, pointer, only_names=only_names)

    def _mentions_of(self, value: Mapping[str, Any], pointer: str, *, only_names: bool) -> Iterator[tuple[str, Any]]:
        deeper: dict[str, Any] = {}
        spoken = False
        for name, part, people in self._parts(value):
            if self._is_named(name, map_of_people=only_names):
                yield pointer, {name: part}
            elif people and not only_names and _is_flat(part):
                spoken = spoken or any(True for _ in self.mentions(part))
            elif people:
                deeper[name] = part
        if spoken:
            yield pointer, {name: part for name, part in value.items() if name not in deeper}
        for name, part in deeper.items():
            step = name.replace("~", "~0").replace("/", "~1")
            yield from self.mentions(part, f"{pointer}/{step}", only_names=only_names)

    def _is_named(self, name: str, *, map_of_people: bool) -> bool:
        """Whether the name of a part is the person's; one may be called like a field."""
        return name == self.who and (map_of_people or name not in _fields())

    def _parts(self, value: Mapping[str, Any]) -> Iterator[tuple[str, Any, bool]]:
        """Name, part, and whether the part may speak of people."""
        for name, part in value.items():
            if name == _GROUPS and isinstance(part, list):
                # Groups with who sits in them; a list of names alone is one of groups.
                yield name, part, any(isinstance(each, dict) for each in part)
            else:
                yield name, part, name not in NEVER_PEOPLE and not (name in _OF_A_GROUP and "members" in value)


@cache
def _fields() -> frozenset[str]:
    """The names of all fields of the interface, which are never people."""
    document = json.loads((files("api") / "openapi.json").read_text(encoding="utf-8"))
    return frozenset(
        name for schema in document["components"]["schemas"].values() for name in schema.get("properties", ())
    )


def _is_word(character: str) -> bool:
    return re.match(r"[\w-]", character) is not None


def _is_flat(part: Any) -> bool:
    return not isinstance(part, dict) and not (
        isinstance(part, Sequence) and any(isinstance(each, dict | list) for each in part)
    )

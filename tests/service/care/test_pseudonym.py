"""One pseudonym among others that contain it, in sentences and in JSON."""

from hypothesis import given, settings
from hypothesis import strategies as st

from api.care.pseudonym import Pseudonym

IDS = st.text(alphabet="p1-é.#_ß0", min_size=1, max_size=5)
SEPARATORS = st.sampled_from([", ", " and ", "; ", ": ", " (", ") ", " sits with ", "’s "])


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(data=st.data(), ids=st.lists(IDS, min_size=2, max_size=6, unique=True))
def test_a_sentence_about_many(data: st.DataObject, ids: list[str]) -> None:
    who = ids[0]
    said = data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=6))
    joined = data.draw(st.lists(SEPARATORS, min_size=len(said), max_size=len(said)))

    def sentence(names: list[str]) -> str:
        return "".join(f"{name}{separator}" for name, separator in zip(names, joined, strict=True))

    person = Pseudonym(who, ids)

    assert person.replaced(sentence(said), "erased-1") == sentence(["erased-1" if n == who else n for n in said])
    assert person.is_in(sentence(said)) == (who in said)
    assert not person.is_in(sentence([n for n in said if n != who])) if who not in said else True


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(ids=st.lists(IDS, min_size=2, max_size=6, unique=True))
def test_json_about_many(ids: list[str]) -> None:
    who, *others = ids

    def kept(name: str) -> object:
        return {
            "groups": [{"id": who, "name": who, "members": [name, *others], "member_fits": [{"id": name, "fit": 1}]}],
            "offers": [{"id": who}],
            "waitlist": [{"id": name, "reasons": [{"text": f"{name} waits", "groups": [who]}]}],
            "status": who,
            "pins": {name: "g1"},
            "count": 3,
            "none": None,
        }

    person = Pseudonym(who, ids)

    assert person.erased(kept(who), "erased-1") == kept("erased-1")
    assert list(person.mentions(kept("erased-1"))) == []
    assert {pointer for pointer, _ in person.mentions(kept(who))} == {
        "/groups/0/member_fits/0",
        "/groups/0",
        "/waitlist/0",
        "/waitlist/0/reasons/0",
        "/pins",
    }


def test_a_person_called_like_a_field() -> None:
    kept = {"text": "text sits here", "members": ["text"]}

    assert Pseudonym("text").erased(kept, "erased-1") == {"text": "erased-1 sits here", "members": ["erased-1"]}


def test_groups_as_values() -> None:
    person = Pseudonym("1")

    assert person.erased({"1": ["1", "2"], "2": ["1"]}, "erased-1", only_names=True) == {
        "erased-1": ["1", "2"],
        "2": ["1"],
    }
    assert list(person.mentions({"1": ["2"]}, only_names=True)) == [("", {"1": ["2"]})]

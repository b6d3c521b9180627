"""What a list says that is kept, but that a person should look at once."""

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping

from matcher.intake import Intake
from matcher.vocabulary import Vocabulary

SHOWN_WORDS = 15
"""Words outside the vocabulary that one remark lists."""


def remarks(intake: Intake) -> list[str]:
    """Words outside the vocabulary, people nothing is known of, and availability that nothing is held against."""
    people = intake.applicants
    vocabulary = intake.vocabulary
    reasons = Counter(word for person in people for word in person.all_reasons)
    stages = Counter(person.life_stage for person in people if person.life_stage is not None)
    offered = Counter(stage for group in intake.groups for stage in group.life_stages)
    known_reasons = {word.slug: word.label for word in vocabulary.reasons}
    known_stages = {word.slug: word.label for word in vocabulary.life_stages}
    found = [
        *_unknown_words("reasons", reasons, known_reasons, vocabulary, "people", "count as reasons of no category"),
        *_unknown_words("life stages", stages, known_stages, vocabulary, "people", "are close to themselves only"),
        *_unknown_words(
            "life stages of groups",
            offered,
            known_stages,
            vocabulary,
            "groups",
            "let in only people who write them alike",
        ),
    ]
    if reasons and not any(vocabulary.is_risk(word.slug) for word in vocabulary.reasons):
        found.append('no reason of the vocabulary is marked "screen": nobody is held back for a clinician to clear')
    unplaced = sum(intake.years(person) is None and person.life_stage is None for person in people)
    if unplaced:
        found.append(
            f"{unplaced} of {len(people)} people have neither age nor stage of life: they count as half close to all"
        )
    without = sum(not person.all_reasons for person in people)
    if without:
        found.append(f"{without} of {len(people)} people give no reasons: they count as half different from all")
    limited = sum(bool(person.availability) for person in people)
    if limited and not any(group.session is not None for group in intake.offers):
        found.append(
            f"{limited} people say when they can come, but no group has a session time: their times are not used"
        )
    return found


def _unknown_words(
    what: str, words: Counter[str], known: Mapping[str, str], vocabulary: Vocabulary, of: str, effect: str
) -> Iterable[str]:
    unknown = Counter({word: count for word, count in words.items() if vocabulary.slug(word) not in known})
    if not unknown:
        return
    listed = sorted(unknown.items(), key=lambda entry: (-entry[1], entry[0]))
    shown = ", ".join(f'"{word}" ({count}{_suggestion(word, known)})' for word, count in listed[:SHOWN_WORDS])
    more = f" and {len(listed) - SHOWN_WORDS} more" if len(listed) > SHOWN_WORDS else ""
    yield f"{what} not in the vocabulary are kept and {effect}; with how many {of}: {shown}{more}"


def _suggestion(word: str, known: Mapping[str, str]) -> str:
    """The entry with the nearest spelling, of its slug, its label or a part of its label."""
    spellings: dict[str, str] = {}
    for slug, label in known.items():
        for spelling in (slug, label, *label.split(" or ")):
            spellings.setdefault(_spelled(spelling), slug)
    close = difflib.get_close_matches(_spelled(word), spellings, n=1, cutoff=0.8)
    return f"; did you mean {spellings[close[0]]}?" if close else ""


def _spelled(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").replace("-", " ").split())

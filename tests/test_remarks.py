from pathlib import Path

from matcher.tables import read_intake
from matcher.vocabulary import Reason, Vocabulary
from tests.tables.building import a_list


def warnings(folder: Path, text: str, groups: str | None = None) -> tuple[str, ...]:
    path = None if groups is None else a_list(folder, groups, "groups.csv")
    return read_intake(a_list(folder, text), groups=path).warnings


def test_words_outside_the_vocabulary_are_counted_with_a_suggestion(tmp_path: Path) -> None:
    text = "id,age,reasons,life_stage\na,30,Anxeity|sleep,retierd\nb,30,Anxeity,RETIRED\nc,30,dragons;Low mood,\n"

    assert warnings(tmp_path, text) == (
        "reasons not in the vocabulary are kept and count as reasons of no category; with how many people: "
        '"Anxeity" (2; did you mean anxiety?), "Low mood" (1; did you mean depression?), "dragons" (1)',
        "life stages not in the vocabulary are kept and are close to themselves only; with how many people: "
        '"retierd" (1; did you mean retired?)',
    )


def test_a_word_may_be_near_a_label_or_half_of_one(tmp_path: Path) -> None:
    [warning] = warnings(tmp_path, "id,age,reasons\na,30,Sexual concern; low moods\n")

    assert '"Sexual concern" (1; did you mean sexuality?)' in warning
    assert '"low moods" (1; did you mean depression?)' in warning


def test_many_unknown_words_are_listed_up_to_a_limit(tmp_path: Path) -> None:
    rows = "".join(f"p{n},30,dragon{n:02d}\n" for n in range(20))

    [warning] = warnings(tmp_path, f"id,age,reasons\n{rows}")

    assert warning.endswith('"dragon14" (1) and 5 more')


def test_people_of_whom_nothing_is_known_are_counted(tmp_path: Path) -> None:
    assert warnings(tmp_path, "id,age,reasons\na,,\nb,30,sleep\n") == (
        "1 of 2 people have neither age nor stage of life: they count as half close to all",
        "1 of 2 people give no reasons: they count as half different from all",
    )


def test_times_that_nothing_is_held_against_are_mentioned(tmp_path: Path) -> None:
    text = "id,age,reasons,availability\na,30,sleep,Mon 9-12\n"
    said = "1 people say when they can come, but no group has a session time: their times are not used"

    assert warnings(tmp_path, text) == (said,)
    assert warnings(tmp_path, text, "id\ng\n") == (said,)
    assert warnings(tmp_path, text, "id,session\ng,Mon 9-10\n") == ()


def test_columns_nobody_reads_are_named(tmp_path: Path) -> None:
    assert warnings(tmp_path, "id,age,reasons,Phone,,\na,30,sleep,1,2,\n", "id,Colour\ng,red\n") == (
        'list.csv: 2 column(s) not read: "Phone", "column 5 (it has no heading)"',
        'groups.csv: 1 column(s) not read: "Colour"',
    )


def test_a_vocabulary_that_holds_nobody_back_is_remarked(tmp_path: Path) -> None:
    own = Vocabulary(reasons=(Reason(slug="sleep"),))

    read = read_intake(a_list(tmp_path, "id,age,reasons\na,30,sleep\n"), vocabulary=own)

    assert (
        'no reason of the vocabulary is marked "screen": nobody is held back for a clinician to clear' in read.warnings
    )

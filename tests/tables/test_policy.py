from pathlib import Path

import pytest

from matcher.policy import Policy
from matcher.tables import TableError, read_policy


def a_file(folder: Path, text: str, name: str = "policy.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def wrong_keys(path: Path) -> list[tuple[str, str | None]]:
    with pytest.raises(TableError) as caught:
        read_policy(path)
    return [(p.code, p.column) for p in caught.value.problems]


def test_a_policy_is_read_from_toml(tmp_path: Path) -> None:
    policy = read_policy(a_file(tmp_path, 'likeness = "both"\n[rules.floor]\nweight = 2.5\n'))

    assert (policy.likeness, policy.rules.floor.weight, policy.balance) == ("both", 2.5, 0.5)


@pytest.mark.parametrize("name", ["policy.json", "policy.toml", "policy"])
def test_json_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    assert read_policy(a_file(tmp_path, '\n{"balance": 0.25}', name)).balance == 0.25


def test_a_policy_written_out_reads_back(tmp_path: Path) -> None:
    policy = Policy(balance=0.3, age_tolerance=7)

    assert read_policy(a_file(tmp_path, policy.model_dump_json(), "policy.json")) == policy


def test_wrong_values_and_unknown_keys_are_told_at_once(tmp_path: Path) -> None:
    path = a_file(
        tmp_path, "balance = 2\nballance = 1\n[rules.size]\nmode = 'soft'\n[[rules.no_isolate]]\nattributes = 'x'\n"
    )

    assert wrong_keys(path) == [
        ("less_than_equal", "balance"),
        ("literal_error", "rules.size.mode"),
        ("unknown_key", "rules.no_isolate.0.attributes"),
        ("unknown_key", "ballance"),
    ]


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("ballance = 1", "did you mean balance"),
        ("[rules.keep_apat]\nmode = 'off'", "did you mean rules.keep_apart"),
        ("[rules.keep_apart]\nwieght = 1", "did you mean rules.keep_apart.weight"),
        ("[[rules.no_isolate]]\natribute = 'x'", "did you mean rules.no_isolate.0.attribute"),
        ("zzz = 1", "remove it, or write one of likeness, balance"),
    ],
)
def test_an_unknown_key_names_the_nearest_one(tmp_path: Path, text: str, near: str) -> None:
    with pytest.raises(TableError) as caught:
        read_policy(a_file(tmp_path, text))

    assert near in caught.value.problems[0].message


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("balance = ", "policy.toml", "invalid_toml"),
        ("{", "policy.json", "invalid_json"),
        ("[1]", "policy.json", "invalid_json"),
        ('{"balance": NaN}', "policy.json", "invalid_json"),
        ('{"a":' * 100_000, "policy.json", "invalid_json"),
        ("a = " + "[" * 100_000, "policy.toml", "invalid_toml"),
        ("\x01", "policy.toml", "not_a_table"),
        (" ", "policy.toml", "empty_file"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str, name: str, code: str) -> None:
    assert wrong_keys(a_file(tmp_path, text, name)) == [(code, None)]


def test_a_workbook_is_no_policy(tmp_path: Path) -> None:
    assert wrong_keys(a_file(tmp_path, "PK\x03\x04", "policy.toml")) == [("not_text", None)]

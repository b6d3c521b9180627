"""Text of a list on a terminal."""

import pytest

from matcher.terminal.console import LONGEST_WORD, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ada Ö. 🌱", "Ada Ö. 🌱"),
        ("\x1b[2Jgone", "�[2Jgone"),
        ("\u202eback", "�back"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("\x07\x00", "��"),
    ],
)
def test_a_terminal_is_told_nothing_but_text(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_endless_text_is_cut() -> None:
    assert plain("x" * 10_000) == "x" * LONGEST_WORD + "…"

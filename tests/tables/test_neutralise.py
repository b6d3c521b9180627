import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.tables import neutralise
from matcher.tables.neutralise import plain


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=", "-", "+49 170", "-1-1", "+1;2"]
)
def test_what_a_spreadsheet_would_run_is_marked_as_text(text: str) -> None:
    assert neutralise(text) == "'" + text


@pytest.mark.parametrize("text", ["", "-5", "+3.5", "-0,25", "7", "a=b", "o'clock", " =1"])
def test_numbers_and_harmless_text_stay(text: str) -> None:
    assert neutralise(text) == text


@given(st.text(alphabet="=+-@\t\r'1a."))
def test_a_marked_cell_can_be_read_back(text: str) -> None:
    """Unless it looks marked already: two marks in a row are nobody's id."""
    if not text.startswith("'"):
        assert plain(neutralise(text)) == text

"""What files are called where they are saved."""

import pytest
from werkzeug.http import parse_options_header

from api.attachments import LONGEST_NAME, disposition


@pytest.mark.parametrize(
    ("name", "plain", "meant"),
    [
        ("Autumn groups roster", "Autumn groups roster.pdf", None),
        ("Gruppen für März", "Gruppen fur Marz.pdf", "Gruppen für März.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf", None),
        ('a"; filename="evil.exe', "a-; filename=-evil.exe.pdf", None),
        ("x\r\nSet-Cookie: a=b", "x Set-Cookie- a=b.pdf", None),
        ("abc\u202egnp.exe\x00", "abcgnp.exe.pdf", None),
        ("100 %41 \\ C:\\nul", "100 -41 - C-nul.pdf", None),
        ("汉字", "plan.pdf", "汉字.pdf"),
        ("...", "plan.pdf", None),
        ("W" * 500, "W" * LONGEST_NAME + ".pdf", None),
    ],
)
def test_a_name_is_a_name_and_nothing_else(name: str, plain: str, meant: str | None) -> None:
    header = disposition(name, "pdf")

    assert header.isascii()
    assert not {"\r", "\n", "\x00"} & set(header)
    first, _, second = header.partition("; filename*=")
    assert parse_options_header(first) == ("attachment", {"filename": plain})
    assert (parse_options_header(f"attachment; filename*={second}")[1]["filename"] if second else None) == meant

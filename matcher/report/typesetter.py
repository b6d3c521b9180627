"""Typeset one document and end: ``python typesetter.py TEMPLATE SECONDS < data.json > document.pdf``.

A program of its own, which pdf.py runs: the typesetter keeps in memory what it has set, a hundred megabytes after a
long roster, and names of people should stay nowhere. It needs nothing of this package, so that it starts in 40 ms.
"""

import sys
from pathlib import Path

import typst


def main(template: str, moment: str) -> None:
    """Set the template with the data on standard input, as of a moment in seconds since 1970."""
    compiler = typst.Compiler(
        Path(template),
        root=Path(template).parent,
        font_paths=typst.Fonts(include_system_fonts=False),
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
    )
    try:
        made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(moment))
    except typst.TypstError as error:
        sys.exit(error.diagnostic)
    assert isinstance(made, bytes)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main(*sys.argv[1:])

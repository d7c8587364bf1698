"""Documents as accessible PDF, set by typst from data.

The data go in as JSON, never as text that is put together: what a person wrote can not become an
instruction. Templates lie in ``typst/``, the two cuts of the typeface in ``fonts/`` (Figtree, SIL
Open Font License; static instances of the fonts that the pages use). Fonts of the machine are
ignored, so that the same data give the same document everywhere.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst

HERE = Path(__file__).parent
TEMPLATES = HERE / "typst"
FONTS = HERE / "fonts"
STANDARD: Final = "ua-1"
"""PDF/UA-1: tagged, with a title and a language, readable aloud."""
EPOCH = 0
"""The moment written into the file (unit: seconds since 1970): the same data, the same bytes."""


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF that ``typst/<template>.typ`` makes of ``data``.

    Args:
        template: Name of the template, without its ending. ``document`` takes any text:
            ``title``, ``language`` (``sv``, ``fi``, ``en``), and if wanted ``organisation``,
            ``eyebrow``, ``lead``, ``figures`` (each with ``label``, ``value`` and ``note``),
            ``facts`` (pairs of label and value), ``paragraphs``, ``sections`` (each with
            ``heading`` and any of ``paragraphs``, ``facts``, ``points``, ``table`` with
            ``columns`` and ``rows``, ``charts`` as ``findings.on_paper`` makes them,
            ``language``, ``level`` and ``new-page``), ``signatures`` (each with ``name`` and
            ``note``), ``seal`` (what proves that nothing was changed) and ``footer``. Other
            templates say at their top what they take.
        data: JSON values only; money, days and numbers already as the reader writes them.
    """
    source = TEMPLATES / f"{template}.typ"
    assert source.parent == TEMPLATES, template
    made = typst.compile(
        str(source),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARD,
        timestamp=EPOCH,
    )
    assert isinstance(made, bytes), "a PDF is one file"
    return made

"""A PDF read back by a library that did not write it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

SOFT_HYPHEN = "\N{SOFT HYPHEN}"


def words_of(pdf: bytes) -> str:
    """The text with single spaces, words that were cut at the end of a line put together."""
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(text.replace(f"{SOFT_HYPHEN}\n", "").replace(SOFT_HYPHEN, "").split())


def tags_of(pdf: bytes) -> Iterator[tuple[str, DictionaryObject]]:
    """Every element of the structure, in the order in which it is read aloud."""
    root = PdfReader(BytesIO(pdf)).root_object["/StructTreeRoot"]
    yield from _below(root)


def _below(node: Any) -> Iterator[tuple[str, DictionaryObject]]:
    held = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(held, ArrayObject):
        for child in held:
            yield from _below(child)
    elif isinstance(held, DictionaryObject):
        if "/S" in held:
            yield str(held["/S"]), held
        if "/K" in held:
            yield from _below(held.raw_get("/K"))


def faults_of(pdf: bytes, *, language: str) -> list[str]:
    """What a reader who hears the document would miss; PDF/UA-1, as far as a program can tell.

    Source: ISO 14289-1, sections 5, 7.1 to 7.5.
    """
    reader = PdfReader(BytesIO(pdf))
    catalogue: Any = reader.root_object
    metadata = reader.xmp_metadata
    tags = list(tags_of(pdf))
    levels = [int(tag[2:]) for tag, _ in tags if tag[:2] == "/H" and tag[2:].isdecimal()]
    steps = list(zip([0, *levels], levels, strict=False))
    tests = {
        "is marked as tagged": catalogue["/MarkInfo"]["/Marked"],
        "names itself PDF/UA-1": "pdfuaid" in str(metadata.stream.get_data()) if metadata else 0,
        "is in its language": str(catalogue["/Lang"]).startswith(language),
        "has a title": bool(metadata and metadata.dc_title),
        "shows its title": catalogue["/ViewerPreferences"]["/DisplayDocTitle"],
        "reads in the order of its tags": all(p.get("/Tabs") == "/S" for p in reader.pages),
        "begins with one heading of the first level": levels[:1] == [1] and levels.count(1) == 1,
        "leaves out no level of headings": all(after <= before + 1 for before, after in steps),
        "says what its pictures show": all(
            one.get("/Alt") for tag, one in tags if tag == "/Figure"
        ),
        "embeds its fonts": all(_embeds(page) for page in reader.pages),
        "has heads in its tables": _tables_have_heads(tags),
    }
    return [what for what, holds in tests.items() if not holds]


def _tables_have_heads(tags: list[tuple[str, DictionaryObject]]) -> bool:
    names = [tag for tag, _ in tags]
    heads = [one for tag, one in tags if tag == "/TH"]
    return ("/Table" not in names) or bool(heads)


def _embeds(page: Any) -> bool:
    fonts = page["/Resources"].get("/Font", {})
    for font in fonts.values():
        for below in font.get_object().get("/DescendantFonts", []):
            described = below.get_object()["/FontDescriptor"].get_object()
            if not {"/FontFile2", "/FontFile3"} & set(described):
                return False
    return True

"""Word files: the words a reader of the document sees, in order, and nothing that was hidden or deleted."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.document import Document as DocumentType
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.describe import complete
from corpus.errors import BrokenFile, CorpusError, EncryptedFile, NoText, TooLarge, TooSlow
from corpus.layout import Draft
from corpus.read import read_report
from corpus.word import read_word
from corpus.worker import ReaderProcess

MAIN, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def built(fill: Callable[[DocumentType], object]) -> bytes:
    document = Document()
    fill(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


PLAIN = built(lambda document: document.add_paragraph("Plain words."))


def changed(data: bytes, part: str, change: Callable[[bytes], bytes] | None) -> bytes:
    """The file with one part changed, added where there was none, or taken out."""
    file = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), part]):
            content = old.read(name) if name in old.namelist() else b""
            if name != part:
                new.writestr(name, content)
            elif change:
                new.writestr(name, change(content))
    return file.getvalue()


def replaced(data: bytes, part: str, old: str, new: str) -> bytes:
    def change(content: bytes) -> bytes:
        assert old.encode() in content
        return content.replace(old.encode(), new.encode(), 1)

    return changed(data, part, change)


def related(data: bytes, kind: str, target: str, mode: str = "") -> bytes:
    one = f'<Relationship Id="x{kind}" Type="{OFFICE}/{kind}" Target="{target}" {mode}/></Relationships>'
    return replaced(data, RELATIONS, "</Relationships>", one)


def file_of(body: str) -> bytes:
    """A file whose body is this XML."""
    head = f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/'
    head += 'markup-compatibility/2006">'
    return changed(PLAIN, MAIN, lambda _: f"{head}<w:body>{body}</w:body></w:document>".encode())


def read(body: str) -> Draft:
    return read_word(file_of(body))


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def para(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{text if '<' in text else run(text)}</w:p>"


def row(*cells: str, properties: str = "") -> str:
    inside = "".join(f"<w:tc>{cell if '<' in cell else para(cell)}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def styled(style_id: str) -> str:
    return f'<w:pStyle w:val="{style_id}"/>'


def outlined(level: str) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


def headings(draft: Draft) -> list[tuple[str, int]]:
    return [(section.heading, section.level) for section in draft.sections]


def letter(document: DocumentType) -> None:
    document.core_properties.title = "A template"
    document.core_properties.created = datetime(2020, 1, 2)  # noqa: DTZ001
    document.core_properties.modified = datetime(2024, 7, 23, 9, 30)  # noqa: DTZ001
    document.sections[0].header.paragraphs[0].text = "OFFICIAL"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_heading("A letter to Kent & all", 0)
    paragraph = document.add_paragraph("One\u00a0para")
    paragraph.add_run("graph,").bold = True
    paragraph.add_run().add_break()
    paragraph.add_run("of two lines.")
    document.add_heading("Background", 1)
    for text, style in (("first", "List Bullet"), ("inner", "List Bullet 2"), ("one", "List Number")):
        document.add_paragraph(text, style)
    document.add_paragraph("two", "List Number")
    document.add_heading("Grades", 2)
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Force", "Grade", "Kent", "Good\nnow"), strict=True):
        cell.text = text
    commented = document.add_paragraph("The end.")
    document.add_comment(commented.runs, "Is it?")


def test_a_report():
    draft = read_word(built(letter))
    assert draft.text == (
        "A letter to Kent & all\n\nOne paragraph,\nof two lines.\n\nBackground\n\n"
        "- first\n- inner\n1. one\n2. two\n\nGrades\n\nForce | Grade\n\nKent | Good now\n\nThe end."
    )
    assert headings(draft) == [("A letter to Kent & all", 1), ("Background", 1), ("Grades", 2)]
    assert (draft.title, draft.title_guess, draft.pages) == ("A letter to Kent & all", "A template", ())
    assert (draft.published, draft.file_date) == (None, date(2024, 7, 23))
    report = complete(draft, "x.docx")
    assert (report.published, report.published_guessed) == (date(2024, 7, 23), True)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(para(run("a ") + run("b") + run("c")), "a bc", id="runs"),
        pytest.param(para("<w:r><w:t>a\n  b</w:t></w:r>"), "a b", id="lines of the file itself"),
        pytest.param(
            para("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:softHyphen/>"
                 "<w:t>d\u00ade</w:t><w:br w:type='page'/><w:t>f</w:t></w:r>"),
            "a b-cde\nf", id="tabs, hyphens and breaks",
        ),
        pytest.param(
            para("x", '<w:tabs><w:tab w:pos="1"/></w:tabs>') + para("") + para("y"), "x\n\ny", id="tab stops"
        ),
        pytest.param(
            para(f'<w:hyperlink r:id="rId9">{run("a")}</w:hyperlink><w:smartTag>{run("b")}</w:smartTag>'
                 f"<w:sdt><w:sdtContent>{run('c')}</w:sdtContent></w:sdt>"),
            "abc", id="links, tags and controls",
        ),
        pytest.param(
            f"<w:sdt><w:sdtContent>{para('a')}</w:sdtContent></w:sdt><w:customXml>{para('b')}</w:customXml>",
            "a\n\nb", id="paragraphs in controls",
        ),
        pytest.param(
            para(f"<w:ins>{run('new')}</w:ins><w:moveTo>{run(' here')}</w:moveTo>"), "new here", id="inserted"
        ),
        pytest.param(
            para(run("a "), "<w:rPr><w:del/></w:rPr>") + para("b", styled("Heading1")),
            "a b", id="a paragraph's end deleted",
        ),
        pytest.param(para("a", "<w:rPr><w:del/></w:rPr>"), "a", id="the last one's end deleted"),
        pytest.param(para(run("a", '<w:vanish w:val="0"/>') + run("b", "<w:webHidden/>")), "ab", id="shown"),
        pytest.param(para("a", "<w:rPr><w:vanish/></w:rPr>"), "a", id="only its mark hidden"),
        pytest.param(
            para(run("a", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")), "a", id="was hidden once"
        ),
        pytest.param(
            para('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>IF </w:instrText>'
                 '<w:fldChar w:fldCharType="begin"/><w:instrText>DATE</w:instrText>'
                 '<w:fldChar w:fldCharType="separate"/><w:t>SECRET</w:t><w:fldChar w:fldCharType="end"/>'
                 '<w:fldChar w:fldCharType="separate"/><w:t>a</w:t><w:fldChar w:fldCharType="end"/></w:r>'
                 f'<w:fldSimple w:instr="PAGE">{run("7")}</w:fldSimple>'),
            "a7", id="fields",
        ),
        pytest.param(
            para('<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + para("b"), "b", id="a field without end"
        ),
        pytest.param(para(run("&lt;b&gt; **a**&#x202e;&#x200b;")), "<b> **a**", id="markup, unseen letters"),
        pytest.param(table(row('a', '', 'b'), row('', '')), "a | b", id="empty cells"),
        pytest.param(table(row(para('a') + para('b'), 'c')), "a b | c", id="paragraphs in cells"),
        pytest.param(table(row(para('a') + para('b'))), "a\n\nb", id="a box"),
        pytest.param(
            table(row('a', para('T', outlined('0')) + para('b'))),
            "a\n\nT\n\nb", id="a table that lays out headings",
        ),
        pytest.param(
            table(row('a', para('b') + table(row('c', 'd')) + para('e'))),
            "a | b\n\nc | d\n\ne", id="a table in a table",
        ),
    ],
)  # fmt: skip
def test_what_is_read(body: str, text: str):
    assert read(body).text == text


@pytest.mark.parametrize(
    "hidden",
    [
        para(run("SECRET", "<w:vanish/>")),
        para(run("SECRET", '<w:rStyle w:val="Unseen"/>')),
        para("SECRET", styled("Unseen")),
        para(f"<w:del>{run('SECRET')}<w:r><w:delText>SECRET</w:delText></w:r></w:del>"),
        para(f"<w:moveFrom>{run('SECRET')}</w:moveFrom>"),
        para("<w:r><w:instrText>SECRET</w:instrText></w:r>"),
        para(f"<w:r><w:drawing><w:txbxContent>{para('SECRET')}</w:txbxContent></w:drawing></w:r>"),
        para(f"<w:r><mc:AlternateContent><mc:Choice/><mc:Fallback><w:pict><w:txbxContent>{para('SECRET')}"
             "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"),
        para(f"<w:r><w:ruby><w:rt>{run('SECRET')}</w:rt></w:ruby></w:r>"),
        para("SECRET", styled("TOC1")),
        table(row('SECRET', 'SECRET', properties='<w:del/>')),
        table(row('SECRET', 'SECRET', properties='<w:hidden/>')),
        '<w:altChunk r:id="rId7"/><!-- SECRET --><?SECRET?>',
        '<w:sectPr><w:headerReference r:id="rId8"/></w:sectPr>',
    ],
)  # fmt: skip
def test_what_is_hidden_stays_out(hidden: str):
    style = '<w:style w:styleId="Unseen"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    data = replaced(file_of(para("before") + hidden + para("after")), "word/styles.xml", "</w:styles>", style)
    assert read_word(data).text == "before\n\nafter"


STYLES = """
<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Own"><w:basedOn w:val="berschrift2"/></w:style>
<w:style w:styleId="Outlined"><w:name w:val="Chapter"/><w:outlineLvl w:val="2"/></w:style>
<w:style w:styleId="NotOutlined"><w:basedOn w:val="Outlined"/><w:outlineLvl w:val="9"/></w:style>
<w:style w:styleId="Loop"><w:basedOn w:val="Pool"/></w:style>
<w:style w:styleId="Pool"><w:basedOn w:val="Loop"/></w:style></w:styles>"""


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        *[(f'<w:pStyle w:val="Heading{number}"/>', min(number, 6)) for number in range(1, 10)],
        (styled("Title"), 1),
        (styled("Subtitle"), 0),
        (styled("berschrift2"), 2),
        (styled("Own"), 2),
        (styled("Outlined"), 3),
        (styled("NotOutlined"), 0),
        (styled("Loop"), 0),
        (styled("NotThere"), 0),
        (outlined("3"), 4),
        (styled("Heading1") + outlined("9"), 0),
        (outlined("many"), 0),
        (f"<w:pPrChange><w:pPr>{styled('Heading1')}</w:pPr></w:pPrChange>", 0),
    ],
)
def test_headings(properties: str, level: int):
    data = replaced(file_of(para("Words", properties)), "word/styles.xml", "</w:styles>", STYLES)
    assert headings(read_word(data)) == [("Words", level) if level else ("", 0)]


def test_headings_are_known_by_their_ids_where_there_are_no_styles():
    data = changed(file_of(para("Words", styled("Heading3"))), "word/styles.xml", None)
    assert headings(read_word(data)) == [("Words", 3)]


LISTS = f"""<w:numbering xmlns:w="{WORD}">
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="none"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>"""


@pytest.mark.parametrize(
    ("items", "text"),
    [
        pytest.param([(1, 0), (1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
                     "4. x\n5. x\n5.1. x\n5.2. x\n6. x\n6.1. x", id="numbers in numbers"),
        pytest.param([(1, 0), (2, 0), (2, 0), (1, 0)], "4. x\n1. x\n2. x\n3. x", id="starts anew"),
        pytest.param([(1, 0), (0, 0), (1, 0)], "4. x\n\nx\n\n5. x", id="a paragraph between"),
        pytest.param([(1, 2), (1, 3), (9, 0), (9, 999)], "- x\n\nx\n\n- x\n- x", id="bullets, none, no list"),
    ],
)  # fmt: skip
def test_lists(items: list[tuple[int, int]], text: str):
    body = "".join(
        para("x", f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')
        for number, depth in items
    )
    assert read_word(changed(file_of(body), "word/numbering.xml", lambda _: LISTS.encode())).text == text


def test_a_note_stands_after_its_paragraph_once():
    refer = '<w:r><w:{}Reference w:id="2"/></w:r>'
    body = [
        para(run("a") + refer.format("footnote")),
        table(row(para(run("b") + refer.format("endnote")), "c")),
        para(run("d") + refer.format("footnote")),
        para(refer.format("footnote").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>").replace("2", "3")),
        para(refer.format("endnote").replace("2", "4")),
    ]
    data = file_of("".join(body))
    for kind in ("footnote", "endnote"):
        notes = {"0": "", "2": f"What the {kind} says.", "3": "SECRET", "4": "The last."}
        part = f'<w:{kind}s xmlns:w="{WORD}">'
        part += "".join(f'<w:{kind} w:id="{key}">{para(note)}</w:{kind}>' for key, note in notes.items())
        part += f"</w:{kind}s>"
        data = changed(related(data, f"{kind}s", f"{kind}s.xml"), f"word/{kind}s.xml", part.encode().__add__)
    assert read_word(data).text == (
        "a\n\nWhat the footnote says.\n\nb | c\n\nWhat the endnote says.\n\nd\n\nThe last."
    )


ELSEWHERE = 'TargetMode="External"'
STRICT = changed(
    changed(
        PLAIN,
        MAIN,
        lambda old: old.replace(WORD.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
    ),
    "_rels/.rels",
    lambda old: old.replace(OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(related(PLAIN, "image", "NULL"), id="a picture that is not there"),
        pytest.param(related(PLAIN, "attachedTemplate", "http://a.test/a.dotm", ELSEWHERE),
                     id="a template elsewhere"),
        pytest.param(related(PLAIN, "styles", "http://a.test/a.xml", ELSEWHERE), id="styles elsewhere"),
        pytest.param(related(PLAIN, "footnotes", "../../../../etc/passwd"), id="a path out of the file"),
        pytest.param(changed(PLAIN, "docProps/core.xml", None), id="no properties"),
        pytest.param(replaced(PLAIN, "[Content_Types].xml",
                              "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
                              "vnd.ms-word.document.macroEnabled.main"), id="macros"),
        pytest.param(STRICT, id="strict"),
    ],
)  # fmt: skip
def test_files_that_are_read_all_the_same(tmp_path: Path, data: bytes):
    for name in ("a.docx", "a.DOCM"):
        (tmp_path / name).write_bytes(data)
        assert read_report(tmp_path / name).text == "Plain words."


ENTITIES = """<!DOCTYPE w:document [
<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><w:document """
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
LOCKED, OLD = (OLE + name.encode("utf-16-le") for name in ("EncryptedPackage", "WordDocument"))


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        pytest.param(LOCKED, EncryptedFile, "protected by a password", id="password"),
        pytest.param(OLD, BrokenFile, r"old Word file \(\.doc\)", id="a .doc"),
        pytest.param(b"{\\rtf1 Words}", BrokenFile, "not a Word document", id="rich text"),
        pytest.param(PLAIN[: len(PLAIN) // 2], BrokenFile, "damaged", id="half a file"),
        pytest.param(changed(PLAIN, MAIN, None), BrokenFile, "not a Word document", id="no body part"),
        pytest.param(changed(PLAIN, MAIN, lambda old: old[:-9]), BrokenFile, "damaged", id="half a part"),
        pytest.param(changed(PLAIN, MAIN, lambda _: b"<book/>"), BrokenFile, "no Word", id="a sheet"),
        pytest.param(replaced(PLAIN, "_rels/.rels", 'Target="word/document.xml"',
                              f'{ELSEWHERE} Target="http://a.test/"'),
                     BrokenFile, "not a Word document", id="a body elsewhere"),
        pytest.param(replaced(PLAIN, MAIN, "<w:document ", ENTITIES), BrokenFile, "entities", id="entities"),
        pytest.param(replaced(PLAIN, "_rels/.rels", "<Relationships", "<!DOCTYPE x><Relationships"),
                     BrokenFile, "entities", id="a declaration in another part"),
        pytest.param(PLAIN + b"PK\x01\x02" * 10_001, TooLarge, "the limit is 10,000; save", id="many parts"),
    ],
)  # fmt: skip
def test_files_that_are_refused(data: bytes, kind: type[CorpusError], message: str):
    with pytest.raises(kind, match=message):
        read_word(data)


@pytest.mark.parametrize(
    ("size", "kind", "message"),
    [
        (600 * 2**20, TooLarge, "unpacked it is 60. MiB and the limit is 512 MiB"),
        (100, BrokenFile, "damaged"),
    ],
)
def test_parts_are_no_longer_than_they_say(size: int, kind: type[CorpusError], message: str):
    """What is said decides before anything is unpacked; more than was said is never unpacked."""
    at = PLAIN.index(MAIN.encode(), PLAIN.index(b"PK\x01\x02")) - 46
    with pytest.raises(kind, match=message):
        read_word(PLAIN[: at + 24] + size.to_bytes(4, "little") + PLAIN[at + 28 :])


def test_a_part_with_a_password_is_told():
    flagged = bytearray(PLAIN)
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := PLAIN.find(mark, at + 1)) >= 0:
            flagged[at + place] |= 1
    with pytest.raises(EncryptedFile, match="protected by a password"):
        read_word(bytes(flagged))


def test_only_pictures(tmp_path: Path):
    (tmp_path / "scan.docx").write_bytes(file_of(para("<w:r><w:drawing/></w:r>")))
    with pytest.raises(NoText):
        read_report(tmp_path / "scan.docx")


def test_very_many_paragraphs_are_given_up_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Within the time there really is they are read; this is about what happens past it."""
    monkeypatch.setattr("corpus.worker.MAX_SECONDS", 1)
    path = tmp_path / "many.docx"
    path.write_bytes(file_of(para("x") * 400_000))
    with ReaderProcess() as reader, pytest.raises(TooSlow, match="split it"):
        reader.read(path, "many.docx")


def test_deep_nesting_is_read():
    deep = 100_000
    assert read("<w:sdt>" * deep + para("deep") + "</w:sdt>" * deep).text == "deep"


def test_damage_is_told_as_damage():
    whole = built(letter)
    draws = random.Random(1)
    read_at_all = 0
    for _ in range(150):
        data = bytearray(whole)
        # At its end is the list of the parts, with their lengths and places.
        first = draws.choice((0, len(data) - 1500))
        for _ in range(draws.choice((1, 4))):
            data[draws.randrange(first, len(data))] = draws.randrange(256)
        try:
            read_word(bytes(data))
        except CorpusError:
            continue
        read_at_all += 1
    assert 0 < read_at_all < 150


WORDS = st.text(st.characters(categories=("L", "N"), exclude_characters="\x85"), min_size=1, max_size=8)
USED = st.sampled_from(("Normal", "Heading 1", "List Bullet"))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.lists(WORDS, min_size=1, max_size=6), USED), max_size=12))
def test_no_word_is_lost(paragraphs: list[tuple[list[str], str]]):
    def fill(document: DocumentType) -> None:
        for words, style in paragraphs:
            paragraph = document.add_paragraph(style=style)
            for word in words:
                paragraph.add_run(f"{word} ")

    draft = read_word(built(fill))
    read_words = [word for word in draft.text.split() if word != "-"]
    assert read_words == [word for words, _ in paragraphs for word in words]
    assert (draft.sections[-1].end if draft.sections else 0) == len(draft.text)

"""BM25: scores by hand, narrowing, and the copy on disk that is trusted only when it is whole."""

from __future__ import annotations

from math import log
from pathlib import Path
from threading import Thread

import pytest

from index.lexical import LexicalIndex, stems

PAIRS = [("a", "cat cat dog"), ("b", "dog bird"), ("c", "the")]


def bm25(held: int, times: int, length: int) -> float:
    """One word's score: `held` of 3 texts have it, this one of `length` words `times`; k1 1.5, b 0.75."""
    rarity = log(1 + (3 - held + 0.5) / (held + 0.5))
    average = (3 + 2 + 0) / 3
    return rarity * times / (times + 1.5 * (0.25 + 0.75 * length / average))


def test_scores_by_hand():
    words = LexicalIndex.build(PAIRS)
    assert words.search("Cats?", 5) == [("a", pytest.approx(bm25(held=1, times=2, length=3)))]
    assert words.search("the dogs", 5) == [
        ("b", pytest.approx(bm25(held=2, times=1, length=2))),
        ("a", pytest.approx(bm25(held=2, times=1, length=3))),
    ]
    assert words.search("dog bird", 1) == [
        ("b", pytest.approx(bm25(held=2, times=1, length=2) + bm25(held=1, times=1, length=2)))
    ]


@pytest.mark.parametrize("question", ["", "the", "unheard of", "試験", "?!"])
def test_questions_without_a_known_word_find_nothing(question: str):
    assert LexicalIndex.build(PAIRS).search(question, 5) == []


def test_only_those_named_are_searched():
    words = LexicalIndex.build(PAIRS)
    assert [name for name, _ in words.search("dog", 5, among=["a", "nobody"])] == ["a"]
    assert words.search("dog", 5, among=[]) == []


@pytest.mark.parametrize("texts", [[], [""], ["the of and"], ["the", "of"]])
def test_texts_without_words_are_no_trouble(texts: list[str], tmp_path: Path):
    words = LexicalIndex.build((str(number), text) for number, text in enumerate(texts))
    assert words.search("the cat", 5) == []
    assert words.rarity(["cat"]) == [1.0]
    words.save(tmp_path / "words", 1)


def test_rarity_by_hand():
    # Three passages and one: a word in none is 1, in one log(4/2)/log 4, in two log(4/3)/log 4.
    rarity = LexicalIndex.build(PAIRS).rarity(["fish", "cat", "dog"])
    assert rarity == [1.0, pytest.approx(0.5), pytest.approx(0.2075187)]
    assert LexicalIndex.build(PAIRS[:1]).rarity(["cat", "fish"]) == [1.0, 1.0]


def test_stems():
    assert stems(["inspections", "inspected", "closing"]) == ["inspect", "inspect", "close"]


def test_a_copy_is_as_good(tmp_path: Path):
    words = LexicalIndex.build(PAIRS)
    words.save(tmp_path / "words", 7)
    words.save(tmp_path / "words", 8)
    loaded = LexicalIndex.load(tmp_path / "words", 8)
    assert loaded is not None
    assert loaded.search("dog bird", 5) == words.search("dog bird", 5)
    assert loaded.rarity(["dog"]) == words.rarity(["dog"])
    assert LexicalIndex.load(tmp_path / "words", 7) is None
    assert [path.name for path in tmp_path.iterdir()] == ["words"]


def test_a_damaged_copy_is_not_read(tmp_path: Path):
    LexicalIndex.build(PAIRS).save(tmp_path / "words", 7)
    files = sorted((tmp_path / "words").iterdir())
    assert len(files) > 4
    for file in files:
        content = file.read_bytes()
        flipped = bytearray(content)
        flipped[len(content) // 2] ^= 0x40
        for damaged in (content[: len(content) // 2], bytes(flipped), b""):
            file.write_bytes(damaged)
            assert LexicalIndex.load(tmp_path / "words", 7) is None, file.name
        file.unlink()
        assert LexicalIndex.load(tmp_path / "words", 7) is None, file.name
        file.write_bytes(content)
    assert LexicalIndex.load(tmp_path / "words", 7) is not None


def test_a_copy_replaced_while_it_is_read_is_not_mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from bm25s import BM25

    LexicalIndex.build(PAIRS).save(tmp_path / "words", 7)
    load = BM25.load

    def replace_then_load(*arguments: object, **options: object) -> object:
        LexicalIndex.build(PAIRS[1:]).save(tmp_path / "words", 8)
        return load(*arguments, **options)

    monkeypatch.setattr(BM25, "load", replace_then_load)
    assert LexicalIndex.load(tmp_path / "words", 7) is None


def test_a_copy_that_cannot_be_written_is_done_without(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    LexicalIndex.build(PAIRS).save(tmp_path / "file" / "words", 7)
    assert LexicalIndex.load(tmp_path / "file" / "words", 7) is None


def test_threads_may_share_it():
    words = LexicalIndex.build((str(number), f"word{number} common") for number in range(200))
    wrong: list[str] = []

    def search() -> None:
        for number in range(200):
            if words.search(f"word{number}", 3)[0][0] != str(number):
                wrong.append(str(number))

    threads = [Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []

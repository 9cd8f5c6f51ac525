"""The truth: what is put in comes out, changes happen whole or not at all, and damage is told in a line."""

from __future__ import annotations

import inspect
import sqlite3
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.types import Page, Passage, Report, Section
from index.catalogue import Catalogue, translated
from index.errors import HomeError, UnknownReport
from index.types import FileState, Fingerprint, Source

TEXT = "Status\nThe cause of concern is open. It is old.\f"
REPORT = Report(
    *("a/kent.pdf", TEXT, "Kent letter", "Kent Police", "letter", date(2024, 7, 23), True, "https://x.test/"),
    sections=(Section("Status", 1, 0, len(TEXT)),),
    pages=(Page(1, 0, 36), Page(2, 36, len(TEXT))),
)
UNDATED = Report("b.md", "No date.", "", "", "", None, False, "", (Section("", 0, 0, 8),))


def passage(number: int, report_id: str = "r1", text: str = "It is old.") -> Passage:
    return Passage(
        f"{number:024x}", report_id, number, 37, 47, text, "Status", 2, ((37, 40), (40, 47)), "Kent letter"
    )


def rows(count: int, dimensions: int = 4) -> np.ndarray:
    return np.eye(max(count, dimensions), dimensions, dtype=np.float32)[:count] + np.float32(0.5)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    made = Catalogue(tmp_path / "catalogue.sqlite")
    yield made
    made.close()


@pytest.fixture
def source(catalogue: Catalogue) -> Source:
    return catalogue.source("files")


def put(catalogue: Catalogue, source: Source, count: int = 2, report_id: str = "r1") -> list[Passage]:
    passages = [passage(number, report_id) for number in range(count)]
    hashes = [f"hash {number}" for number in range(count)]
    with catalogue.transaction():
        catalogue.put_report(source, report_id, "/kent.pdf", REPORT, passages, hashes, rows(count))
    return passages


def test_a_report_comes_out_as_it_was_put_in(catalogue: Catalogue, source: Source):
    passages = put(catalogue, source)
    with catalogue.transaction():
        catalogue.put_report(source, "r2", "/b.md", UNDATED, [], [], rows(0))
    assert catalogue.report("r1") == REPORT
    assert catalogue.report("r2") == UNDATED
    assert catalogue.path_of("r1") == "/kent.pdf"
    assert catalogue.source_of("r2") == source
    assert list(catalogue.all_passages()) == passages
    assert catalogue.passages([passages[1].id, "nobody"]) == {passages[1].id: passages[1]}
    undated, kent = catalogue.entries()
    assert (undated.key, undated.published, undated.passages) == ("b.md", None, 0)
    assert (kent.published, kent.published_guessed, kent.pages, kent.passages) == (
        date(2024, 7, 23),
        True,
        2,
        2,
    )


def test_a_report_takes_the_place_of_its_earlier_version(catalogue: Catalogue, source: Source):
    put(catalogue, source, 3)
    new = passage(9, text="It is closed.")
    with catalogue.transaction():
        catalogue.put_report(source, "r1", "/kent.pdf", REPORT, [new], ["hash 9"], rows(1))
    assert list(catalogue.all_passages()) == [new]
    assert catalogue.count() == 1


def test_a_transaction_happens_whole_or_not_at_all(catalogue: Catalogue, source: Source):
    put(catalogue, source)
    before = catalogue.generation()

    def stopped() -> None:
        with catalogue.transaction():
            catalogue.remove_report("r1")
            assert catalogue.count() == 0
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert catalogue.count() == 2
    assert catalogue.generation() == before


def test_the_generation_rises_and_never_comes_again(tmp_path: Path):
    seen = []
    for _ in range(2):
        catalogue = Catalogue(tmp_path / "catalogue.sqlite")
        for _ in range(3):
            with catalogue.transaction():
                pass
            seen.append(catalogue.generation())
        catalogue.close()
        (tmp_path / "catalogue.sqlite").unlink()
    assert seen == sorted(set(seen))


def test_a_snapshot_sees_one_state(catalogue: Catalogue, source: Source, tmp_path: Path):
    put(catalogue, source)
    other = Catalogue(tmp_path / "catalogue.sqlite")
    with catalogue.snapshot():
        assert catalogue.count() == 2
        with other.transaction():
            other.remove_report("r1")
        with catalogue.snapshot():
            assert catalogue.count() == 2
        assert catalogue.report("r1") == REPORT
    assert catalogue.count() == 0
    with catalogue.transaction(), catalogue.snapshot():
        pass
    other.close()


def test_a_snapshot_that_fails_ends(catalogue: Catalogue):
    with pytest.raises(UnknownReport), catalogue.snapshot():
        catalogue.report("nobody")
    # While it went on this would be refused.
    with catalogue.transaction():
        pass


def test_threads_may_share_it(catalogue: Catalogue, source: Source):
    wrong: list[object] = []

    def work(number: int) -> None:
        for _ in range(20):
            put(catalogue, source, 1 + number % 2, f"r{number}")
            with catalogue.snapshot():
                if catalogue.count() != len(list(catalogue.all_passages())):
                    wrong.append("two states in one snapshot")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_vectors_come_in_the_order_asked_for(catalogue: Catalogue, source: Source):
    ids = [one.id for one in put(catalogue, source, 3)]
    assert catalogue.vectors([ids[2], ids[0]]).tolist() == rows(3)[[2, 0]].tolist()
    assert catalogue.vectors([]).shape == (0, 0)
    with pytest.raises(HomeError, match="1 passages have gone"):
        catalogue.vectors([ids[0], "nobody"])


def test_more_than_one_statement_takes(catalogue: Catalogue, source: Source):
    ids = [one.id for one in put(catalogue, source, 1_900)]
    assert catalogue.vectors(ids).shape == (1_900, 4)
    assert len(catalogue.passages(ids)) == 1_900
    assert len(catalogue.vectors_embedded([f"hash {number}" for number in range(2_000)])) == 1_900


def test_blanked_vectors_are_found_by_nobody(catalogue: Catalogue, source: Source):
    put(catalogue, source)
    with catalogue.transaction():
        catalogue.set_file(source, FileState("k", 5, 0, "digest", "r1", ""))
        catalogue.blank_vectors()
    assert catalogue.passage_ids() == list(catalogue.all_passages()) == []
    assert catalogue.ids_of(reports=["r1"]) == catalogue.ids_with(["old"]) == []
    assert catalogue.vectors_embedded(["hash 0"]) == {}
    assert catalogue.blank_reports() == ["r1"]
    state = catalogue.files(source)["k"]
    # No real file has this size, whatever its time: it will be read again.
    assert (state.digest, state.size) == ("", -1)


def test_ids_by_body_report_and_words(catalogue: Catalogue, source: Source):
    ids = [one.id for one in put(catalogue, source)]
    assert catalogue.ids_of(bodies=["Kent Police", "Essex Police"]) == ids
    assert catalogue.ids_of(bodies=["Essex Police"]) == catalogue.ids_of() == []
    assert catalogue.ids_of(reports=["r1"]) == ids
    assert catalogue.ids_with(["OLD"]) == catalogue.ids_with(["nothing", "it is"]) == ids
    assert catalogue.ids_with(["%"]) == catalogue.ids_with([]) == []


def test_sources_files_and_what_is_left_out(catalogue: Catalogue):
    first, second = catalogue.source("folder", "/a"), catalogue.source("folder", "/b")
    assert catalogue.source("folder", "/a") == first
    assert catalogue.sources() == (first, second)
    put(catalogue, first)
    with catalogue.transaction():
        catalogue.set_file(first, FileState(REPORT.key, 1, 2, "d", "r1", ""))
        catalogue.set_file(first, FileState("broken.pdf", 1, 2, "d", "", "it is damaged"))
        catalogue.leave_out(first, "x.md")
        catalogue.leave_out(first, "x.md")
    assert set(catalogue.files(first)) == {REPORT.key, "broken.pdf"}
    assert catalogue.files(second) == {}
    assert (catalogue.left_out(first), catalogue.left_out(second)) == ({"x.md"}, frozenset())
    with catalogue.transaction():
        catalogue.forget_file(first, REPORT.key)
        catalogue.let_in(first, "x.md")
    assert catalogue.entries() == ()
    assert catalogue.left_out(first) == frozenset()


def test_the_fingerprint_is_remembered(catalogue: Catalogue, tmp_path: Path):
    assert catalogue.fingerprint() is None
    with catalogue.transaction():
        catalogue.set_fingerprint(Fingerprint("model", "1"))
    other = Catalogue(tmp_path / "catalogue.sqlite")
    assert other.fingerprint() == Fingerprint("model", "1")
    other.close()


def test_unknown_reports_are_told(catalogue: Catalogue):
    for ask in (catalogue.report, catalogue.path_of, catalogue.source_of):
        with pytest.raises(UnknownReport, match="assistant reports"):
            ask("nobody")


def test_a_full_disk_is_told_and_undoes_only_what_was_under_way(catalogue: Catalogue, source: Source):
    put(catalogue, source)
    # SQLite's own limit on pages gives the error that a full disk gives.
    pages = catalogue._rows("PRAGMA page_count")[0][0]
    catalogue._rows(f"PRAGMA max_page_count = {pages + 3}")
    with pytest.raises(HomeError, match="the disk is full; free some space") as told:
        put(catalogue, source, 1_000, "r2")
    assert "\n" not in str(told.value)
    assert [entry.id for entry in catalogue.entries()] == ["r1"]
    catalogue._rows(f"PRAGMA max_page_count = {pages + 10_000}")
    put(catalogue, source, 1_000, "r2")
    assert catalogue.check() == "ok"


def test_files_that_are_no_catalogue_are_told(tmp_path: Path):
    place = tmp_path / "catalogue.sqlite"
    place.write_bytes(b"not a database" * 400)
    with pytest.raises(HomeError, match="it is damaged; move it away and run `assistant sync`"):
        Catalogue(place)
    place.unlink()
    place.mkdir()
    with pytest.raises(HomeError, match="choose another folder"):
        Catalogue(place)


def test_a_catalogue_cut_short_is_told(tmp_path: Path):
    place = tmp_path / "catalogue.sqlite"
    catalogue = Catalogue(place)
    put(catalogue, catalogue.source("files"), 500)
    catalogue.close()
    whole = place.read_bytes()
    place.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(HomeError, match="it is damaged"):
        Catalogue(place)
    middle = len(whole) // 2
    place.write_bytes(whole[:middle] + bytes(8_192) + whole[middle + 8_192 :])
    catalogue = Catalogue(place)
    assert catalogue.check() != "ok"
    catalogue.close()


def test_another_versions_catalogue_is_told(tmp_path: Path):
    place = tmp_path / "catalogue.sqlite"
    Catalogue(place).close()
    database = sqlite3.connect(place)
    with database:
        database.execute("UPDATE meta SET value = '99' WHERE name = 'schema'")
    database.close()
    with pytest.raises(HomeError, match="another version"):
        Catalogue(place)


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("database or disk is full", "free some space"),
        ("attempt to write a readonly database", "choose another folder"),
        ("unable to open database file", "choose another folder"),
        ("database is locked", "another process is using it"),
        ("database disk image is malformed", "it is damaged"),
        ("disk I/O error", "disk I/O error; choose another folder with --home, or free some space"),
    ],
)
def test_every_error_of_sqlite_becomes_a_line(reason: str, advice: str):
    kinds = [
        kind
        for _, kind in inspect.getmembers(sqlite3, inspect.isclass)
        if issubclass(kind, sqlite3.DatabaseError)
    ]
    assert len(kinds) > 5
    for kind in kinds:
        with pytest.raises(HomeError, match=advice) as told, translated(Path("/some/catalogue.sqlite")):
            raise kind(reason)
        assert str(told.value).startswith("/some/catalogue.sqlite: ")

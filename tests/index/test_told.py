"""What reports tell of status is derived from them: kept, made again, and gone with its report."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from index.encode import FakeEncoder
from index.home import Home
from index.library import Library
from index.sync import is_in_step


def told(library: Library) -> list[tuple[str, str, str]]:
    return sorted((one.body, one.event.status, one.quote) for one in library.home.told.told())


def in_step(library: Library) -> bool:
    listing = library._listing(library.catalogue.sources()[0])
    return is_in_step(library.home, [listing]) is not None


def test_a_sync_reads_what_reports_tell(library: Library, folder: Path):
    library.sync(folder)
    assert ("Kent Police", "raised", "They raised a cause of concern about investigations.") in told(library)
    assert ("Kent Police", "open", "The cause of concern at Kent remains open.") in told(library)
    assert {body.body: len(body.open) for body in library.home.ledger().bodies} == {
        "Dorset Police": 1,
        "Kent Police": 1,
        "Surrey Police": 1,
    }


def test_a_changed_report_changes_its_own_events_alone(library: Library, folder: Path):
    library.sync(folder)
    before = told(library)
    file = folder / "kent.md"
    file.write_text(file.read_text().replace("remains open", "is closed"))
    library.sync(folder)
    after = told(library)
    assert {one for one in before if one[0] != "Kent Police"} == {
        one for one in after if one[0] != "Kent Police"
    }
    assert ("Kent Police", "closed", "The cause of concern at Kent is closed.") in after
    (folder / "kent.md").unlink()
    library.sync(folder)
    assert not any(body == "Kent Police" for body, _, _ in told(library))


def test_emptied_in_the_middle_it_is_made_again(library: Library, folder: Path, encoder: FakeEncoder):
    library.sync(folder)
    whole, embedded = told(library), encoder.encoded
    with closing(sqlite3.connect(library.catalogue.path)) as file:
        file.execute("DELETE FROM told WHERE report = (SELECT min(report) FROM told)")
        file.execute("DELETE FROM events")
        file.execute("DELETE FROM names")
        file.commit()
    assert not in_step(library)
    with closing(sqlite3.connect(library.catalogue.path)) as file:
        file.execute("DELETE FROM told")
        file.commit()
    library.sync(folder)
    assert told(library) == whole
    assert in_step(library)
    # No passage is embedded for it, only the one name.
    assert encoder.encoded == embedded + 1


def test_a_home_made_before_there_was_a_ledger_gets_one(
    library: Library, folder: Path, tmp_path: Path, encoder: FakeEncoder
):
    library.sync(folder)
    whole = told(library)
    library.home.close()
    with closing(sqlite3.connect(tmp_path / "home" / "catalogue.sqlite")) as file:
        file.executescript("DROP TABLE told; DROP TABLE events; DROP TABLE names;")
        file.execute("UPDATE meta SET value = '1' WHERE name = 'schema'")
        file.commit()
    home = Home(tmp_path / "home", encoder)
    again = Library(home, sample=False)
    again.sync(folder)
    assert told(again) == whole
    assert home.catalogue.report(home.catalogue.entries()[0].id).text
    home.close()

"""The tables of the README and of docs/ say what the recorded results say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals import ablation, publish
from evals.errors import ResultError
from evals.figures import MEASURES
from evals.publish import PAGES, ROOT, filled, status_tables, tables_of
from evals.result import Record, written
from evals.types import Figure

FIGURE = {"value": 0.5, "low": 0.25, "high": 0.75, "count": 8, "why": ""}
STATUS = {
    "tables": [
        {"title": "Events read, split=test", "rows": {"all": {"precision": FIGURE, "recall": FIGURE}}},
        {"title": "Questions, split=test", "rows": {"as-of pairs": {"ours": FIGURE, "starter": FIGURE}}},
    ]
}


def record(chosen: str, settings: str = "", right: float = 0.5) -> Record:
    figures = {measure.name: Figure(0.25, 0.2, 0.3, 2) for measure in MEASURES}
    figures["right"] = Figure(right, 0.1, 0.9, 2)
    figures["wrong_body"] = figures["crashed"] = Figure(0, None, None, 2)
    groups = {"fact": figures, "total": figures}
    scores = {name: {"right": right, "recall_5": 1.0, "first_cited": 0.0} for name in ("a", "b")}
    digests = dict.fromkeys(scores, "d")
    return Record("inspection", chosen, settings, "ours", {"ours": groups, "bm25": groups}, scores, digests)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    runs = [record("split=tune", right=0.75), record("split=test")]
    (tmp_path / "inspection@1.json").write_text(written(runs))
    (tmp_path / "status@1.json").write_text(json.dumps(STATUS))
    (tmp_path / "ablation@1.json").write_text(
        written([record("split=tune"), record("split=tune", "without bm25", 0.0)])
    )
    return tmp_path


def test_every_run_has_its_tables(folder: Path) -> None:
    tables = tables_of(folder)
    kinds = ("headline", "everything", "by-type")
    made = {f"{kind}-{split}" for kind in kinds for split in ("tune", "test")}
    assert set(tables) == made | {"ablation", "status-test"}
    assert (
        "| right as a whole | 0.75 [0.10-0.90] | 0.75 [0.10-0.90] | 2 |"
        in tables["headline-tune"].splitlines()
    )
    assert "| fact | 2 | 0.50 [0.10-0.90] |" in tables["by-type-test"]
    assert len(tables["everything-test"].splitlines()) == 2 + len(MEASURES)


def test_ablation_is_paired_with_the_whole(folder: Path) -> None:
    lines = tables_of(folder)["ablation"].splitlines()
    assert lines[2].startswith("| the whole assistant | 0.25 |")
    assert lines[2].endswith("|  |  |  |")
    assert lines[3].startswith("| without bm25 |")
    assert lines[3].endswith("| 0.00 [0.00 to 0.00] | 0.00 [0.00 to 0.00] | -0.50 [-0.50 to -0.50] |")


def test_a_table_is_put_between_its_marks_and_nothing_else_changes() -> None:
    page = "Before.\n<!-- table one -->\nold\n<!-- end -->\nAfter.\n"
    once = filled(page, {"one": "| new |\n"})
    assert once == "Before.\n<!-- table one -->\n\n| new |\n\n<!-- end -->\nAfter.\n"
    assert filled(once, {"one": "| new |\n"}) == once
    with pytest.raises(ResultError, match="there is no table one; there are two"):
        filled(page, {"two": ""})


@pytest.mark.parametrize("names", [(), ("inspection@1.json", "inspection@2.json")])
def test_there_must_be_one_result_of_each_kind(tmp_path: Path, names: tuple[str, ...]) -> None:
    for name in names:
        (tmp_path / name).write_text(written([record("split=tune")]))
    with pytest.raises(ResultError, match=rf"{len(names)} files inspection@\*\.json, and just one is wanted"):
        tables_of(tmp_path)


def test_check_writes_nothing_and_says_what_is_stale(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results = tmp_path / "evals" / "results"
    results.mkdir(parents=True)
    for file in folder.glob("*.json"):
        file.rename(results / file.name)
    page = tmp_path / "README.md"
    page.write_text("<!-- table headline-test -->\n<!-- end -->\n")
    monkeypatch.setattr(publish, "ROOT", tmp_path)
    monkeypatch.setattr(publish, "PAGES", ("README.md",))
    assert publish.main(["--check"]) == 1
    assert "README.md: does not show the recorded results" in capsys.readouterr().out
    assert page.read_text() == "<!-- table headline-test -->\n<!-- end -->\n"
    assert publish.main([]) == 0
    assert "right as a whole" in page.read_text()
    assert publish.main(["--check"]) == 0
    assert publish.main(["--chekc"]) == 2


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<!-- table one -->\nprose\n<!-- table one -->\n<!-- end -->\n", "table one is not closed"),
        ("<!-- table one -->\n<!-- end -->\nprose\n<!-- table one -->\n", "1 of the tables' marks"),
        ("<!-- table One! -->\n<!-- end -->\n", "1 of the tables' marks"),
    ],
)
def test_a_mark_that_is_not_whole_is_told(page: str, words: str) -> None:
    with pytest.raises(ResultError, match=words):
        filled(page, {"one": "| a |"})


def test_without_a_recorded_result_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(publish, "ROOT", tmp_path)
    for arguments in ([], ["--check"]):
        assert publish.main(arguments) == 2
        assert "run `make record`" in capsys.readouterr().err


def test_the_pages_have_places_for_tables() -> None:
    for name in PAGES:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert text.count("<!-- table ") == text.count("<!-- end -->") > 0


def test_the_ablation_leaves_out_each_part_once() -> None:
    labels = [variant.label for variant in ablation.VARIANTS]
    assert labels[0] == ""
    assert len(set(labels)) == len(labels)
    assert {f"without {switch}" for switch in ablation.SWITCHES} < set(labels)


def test_status_has_a_table_a_half():
    assert status_tables(STATUS)["status-test"].splitlines()[2:] == [
        "| events read: all, precision | 0.50 [0.25-0.75] | - | 8 |",
        "| events read: all, recall | 0.50 [0.25-0.75] | - | 8 |",
        "| as-of pairs | 0.50 [0.25-0.75] | 0.50 [0.25-0.75] | 8 |",
    ]

"""The benchmark runs to its end and prints what was measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals import bench
from evals.bench import Figures, Indexed, default_folder, main, table
from evals.types import GoldRow

SMALL = Figures(
    reports=41,
    passages=2_000,
    indexed=Indexed(rate=36.0, bare_rate=40.0, children=3 * 10**8),
    unchanged=1.234,
    asked=(0.010, 0.020, 0.030),
    read=(0.004, 0.005, 0.006),
    embedded=(0.005, 0.010, 0.020),
    memory=10**9,
)
LARGE = Figures(
    reports=200,
    passages=10_000,
    indexed=Indexed(rate=30.0, bare_rate=40.0, children=3 * 10**8),
    unchanged=2.5,
    asked=(0.050,),
    read=(0.040,),
    embedded=(0.010,),
    memory=2 * 10**9,
)

ROWS = [GoldRow(name, f"What of {name}?", "fact") for name in ("one", "two")]


def test_table_by_hand():
    printed = table(Path("reports"), SMALL, LARGE)
    cells = {line[:36].strip(): line[36:].split() for line in printed.splitlines() if len(line) == 56}
    assert cells == {
        "": ["folder", "larger"],
        "reports": ["41", "200"],
        "passages": ["2,000", "10,000"],
        "indexing, passages/s": ["36.0", "30.0"],
        "bare encode, passages/s": ["40.0", "40.0"],
        "indexing as a share of bare encode": ["0.90", "0.75"],
        "unchanged sync, fresh process, s": ["1.23", "2.50"],
        "question end to end, median, ms": ["20.0", "50.0"],
        "question end to end, 95th, ms": ["30.0", "50.0"],
        "of it reading windows, median, ms": ["5.0", "40.0"],
        "of it reading windows, share": ["0.25", "0.80"],
        "embedding it alone, median, ms": ["10.0", "10.0"],
        "embedding it alone, 95th, ms": ["20.0", "10.0"],
        "question / embedding, medians": ["2.00", "5.00"],
        "peak memory, this process, MB": ["1,000", "2,000"],
        "peak memory, reader of files, MB": ["300", "300"],
    }


def test_what_is_no_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main([str(tmp_path / "none")]) == 2
    assert main([str(tmp_path), str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("usage: python -m evals.bench [FOLDER]") == 2


def test_the_folder_without_one_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("INSPECTION_SHARED", str(tmp_path))
    assert default_folder().name == "reports"
    assert default_folder().parent.name == "corpus"
    (tmp_path / "reports").mkdir()
    assert default_folder() == tmp_path / "reports"


@pytest.mark.model
def test_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Report {number} names two causes of concern. " * 40)
    monkeypatch.setattr(bench, "LARGE", 12)
    monkeypatch.setattr(bench, "SYNCS", 1)
    monkeypatch.setattr(bench, "load_gold", lambda name: ROWS)
    assert main([str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    passages = next(line for line in printed.splitlines() if line.startswith("passages")).split()
    assert int(passages[1]) >= 3
    assert int(passages[2]) >= 12
    assert "Questions: 2, each asked once" in printed

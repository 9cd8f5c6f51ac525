"""What `assistant eval retrieval|reader|multiturn` calls."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.benchmarks import NAMES, multiturn, reader, retrieval, run_benchmark
from evals.benchmarks.outcome import Column, Outcome, Row, Table
from evals.errors import GoldError
from evals.types import Figure
from index.encode import Encoder

MODULES = {"retrieval": retrieval, "reader": reader, "multiturn": multiturn}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Shared benchmarks without files in them, each of which gives its own name and folder."""
    monkeypatch.setenv("INSPECTION_SHARED", str(tmp_path))
    for name, module in MODULES.items():
        (tmp_path / "benchmarks" / name).mkdir(parents=True)

        def run(where: Path, encoder: Encoder, name: str = name) -> Outcome:
            row = Row(f"{name} in {where.name}", (Figure(0.5, 0.25, 0.75, 4),))
            return Outcome(
                name, (Table("Made up", (Column("share"),), (row,)),), f"by {type(encoder).__name__}"
            )

        monkeypatch.setattr(module, "run", run)
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
def test_each_name_runs_its_own_benchmark_on_the_real_model(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert run_benchmark(name, as_json=False) == 0
    printed = capsys.readouterr().out
    assert f"{name} in {name}" in printed
    assert "0.500 [0.250-0.750]" in printed
    assert printed.endswith("by SentenceEncoder\n")


def test_json_holds_the_same(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert run_benchmark("reader", as_json=True) == 0
    given = json.loads(capsys.readouterr().out)
    assert given["benchmark"] == "reader"
    assert given["tables"][0]["rows"]["reader in reader"]["share"]["value"] == 0.5


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_that_is_not_there_is_told_at_once(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("INSPECTION_SHARED", str(tmp_path))
    with pytest.raises(GoldError, match="set INSPECTION_SHARED to the folder that holds"):
        run_benchmark(name, as_json=False)

"""The four plain names are ours alone, and a wheel holds what the product needs and no more."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import metadata, packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("corpus", "index", "assistant", "evals")
NAME = "inspection-assistant"


def pins(lock: str) -> dict[str, str]:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith(("#", "-r ")))


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("room", ROOMS)
def test_no_other_distribution_owns_a_room(room: str):
    assert set(packages_distributions()[room]) == {NAME}


def test_the_project_cannot_be_published_by_accident():
    assert "Private :: Do Not Upload" in metadata(NAME).get_all("Classifier", [])


def test_a_wheel_holds_the_rooms_with_their_data_and_nothing_else(tmp_path: Path):
    tree = tmp_path / "tree"
    tree.mkdir()
    for room in ROOMS:
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    (tree / "tests").mkdir()
    (tree / "tests" / "__init__.py").touch()
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, tree)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "-q",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            tmp_path,
            tree,
        ],
        check=True,
    )
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    code = {path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    data = {path.relative_to(ROOT).as_posix() for path in (ROOT / "corpus" / "reports").glob("*.md")}
    data |= {path.relative_to(ROOT).as_posix() for path in (ROOT / "evals" / "gold").glob("*.jsonl")}
    assert held >= code | data | {"evals/page.html.j2", "evals/thresholds.toml"}
    assert {Path(name).parts[0] for name in held} == set(ROOMS)


def test_the_lock_files_pin_all_that_the_project_names():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = project["dependencies"], project["optional-dependencies"]["test"]
    for lock, wanted in zip(("requirements.lock", "requirements-test.lock"), named, strict=True):
        names = {plain(re.match(r"[\w.-]+", requirement)[0]) for requirement in wanted}
        assert names <= {plain(name) for name in pins(lock)}, lock


def test_no_package_is_pinned_twice_or_for_one_build_alone():
    once, tested = pins("requirements.lock"), pins("requirements-test.lock")
    assert not once.keys() & tested.keys()
    assert not [f"{name}=={version}" for name, version in (once | tested).items() if "+" in version]
    assert not [name for name in once | tested if name.startswith(("nvidia", "triton", "cuda"))]

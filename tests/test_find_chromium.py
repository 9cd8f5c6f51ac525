"""How `make test` comes by a Chromium: the script, with everything it may call replaced."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent / "find_chromium.sh"


class Machine:
    """A folder of stand-ins that is all the script finds on its PATH."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.has("id", "echo 1000")
        self.has("python", "exit 1")

    def has(self, name: str, does: str = "exit 0") -> str:
        program = self.folder / name
        program.write_text(f"#!/bin/sh\n{does}\n")
        program.chmod(0o755)
        return str(program)

    def run(self, mode: str, **environment: str) -> tuple[str, str]:
        ran = subprocess.run(
            ["/bin/sh", str(SCRIPT), mode],
            env={"PATH": str(self.folder), **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        return ran.stdout.strip(), ran.stderr

    def that_makes_chromium(self) -> str:
        """What an installer does, in shell builtins alone (nothing else is on the PATH)."""
        self.has("spare-chromium")
        return f'/bin/mv "{self.folder}/spare-chromium" "{self.folder}/chromium"'


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_one_on_the_path_is_taken(machine: Machine):
    chromium = machine.has("chromium")
    assert machine.run("look") == (chromium, "")
    assert machine.run("get") == (chromium, "")


def test_one_that_is_named_goes_first(machine: Machine, tmp_path: Path):
    machine.has("chromium")
    (tmp_path / "own").mkdir()
    own = Machine(tmp_path / "own").has("my-chrome")
    assert machine.run("look", CHROMIUM=own) == (own, "")


def test_one_that_does_not_start_is_passed_over(machine: Machine):
    machine.has("chromium-browser", "exit 1")  # Ubuntu's, which only points to its snap
    chrome = machine.has("google-chrome")
    assert machine.run("look") == (chrome, "")


def test_the_one_of_playwright_is_taken(machine: Machine):
    downloaded = machine.has("downloaded")
    machine.has("python", f"echo {downloaded}")
    assert machine.run("look") == (downloaded, "")


def test_looking_installs_nothing_and_says_nothing(machine: Machine):
    machine.has("id", "echo 0")
    machine.has("apt-get", machine.that_makes_chromium())
    assert machine.run("look") == ("", "")


def test_root_installs_the_package(machine: Machine):
    machine.has("id", "echo 0")
    machine.has("apt-get", machine.that_makes_chromium())
    found, said = machine.run("get")
    assert found == str(machine.folder / "chromium")
    assert "Debian" in said


def test_others_let_playwright_download_it(machine: Machine):
    machine.has("apt-get", "exit 1")
    makes = machine.that_makes_chromium()
    machine.has("python", f'[ "$*" = "-m playwright install chromium" ] || exit 1\n{makes}')
    found, said = machine.run("get")
    assert found == str(machine.folder / "chromium")
    assert "Playwright" in said


def test_without_any_it_is_said_loudly(machine: Machine):
    found, said = machine.run("get")
    assert found == ""
    assert "THE BROWSER TESTS ARE LEFT OUT" in said

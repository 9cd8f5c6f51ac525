"""Write requirements.lock and requirements-test.lock anew: `make lock`.

Why it is done so stands in docs/decisions/0002-lock-file.md.
Takes the newest versions that pyproject.toml allows, into an environment that is thrown away.
Needs only the standard library, and a package index that pip knows of.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Written by `make lock` from pyproject.toml. Do not edit.\n"
# What a CUDA build of PyTorch drags in: it pins these itself, and no other build has them.
BUILD_SPECIFIC = re.compile(r"(nvidia|triton|cuda)\b", re.IGNORECASE)
PINNED = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[^+\s]+)(\+\S+)?")


def pins(frozen: str) -> tuple[str, ...]:
    """The lines `name==version` of `pip freeze`, less local version suffixes and what one build alone needs.

    Raises:
        ValueError: a line that is no plain pin, such as a path or an address.
    """
    kept = []
    for line in frozen.split("\n"):
        if not line.strip() or BUILD_SPECIFIC.match(line):
            continue
        pin = PINNED.fullmatch(line.strip())
        if pin is None:
            raise ValueError(f"not a pin: {line}")
        kept.append(f"{pin['name']}=={pin['version']}")
    return tuple(sorted(kept, key=str.lower))


def lock(root: Path) -> None:
    """Write both lock files into `root`."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    needed = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    extras = project["project"]["optional-dependencies"]["test"]
    torch = [requirement for requirement in needed if requirement.startswith("torch==")]
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        pip = [str(Path(folder) / "bin" / "pip")]

        def install(requirements: list[str]) -> tuple[str, ...]:
            subprocess.run([*pip, "install", "--upgrade", *requirements], check=True)
            freeze = subprocess.run(
                [*pip, "freeze", "--all", "--exclude", "pip"], check=True, capture_output=True, text=True
            )
            return pins(freeze.stdout)

        install(torch)
        plain = install(needed)
        tested = install([*plain, *extras])
    (root / "requirements.lock").write_text(HEADER + "\n".join(plain) + "\n", encoding="utf-8")
    added = [pin for pin in tested if pin not in plain]
    (root / "requirements-test.lock").write_text(
        HEADER + "-r requirements.lock\n" + "\n".join(added) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    lock(ROOT)
    sys.stdout.write(
        "requirements.lock and requirements-test.lock are new; run `make test` before committing them\n"
    )

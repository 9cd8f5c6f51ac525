"""What `make lock` keeps of what pip says is installed."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def lock() -> ModuleType:
    path = Path(__file__).resolve().parent.parent / ".ci" / "lock.py"
    spec = importlib.util.spec_from_file_location("lock", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pins_are_the_same_for_every_build_of_pytorch(lock: ModuleType):
    with_cuda = "triton==3.7.0\ntorch==2.13.0\nnvidia-cublas==13.1.0\nPyYAML==6.0.3\ncuda-bindings==13.0.3\n"
    plain = "torch==2.13.0+cpu\nPyYAML==6.0.3\n"
    assert lock.pins(with_cuda) == lock.pins(plain) == ("PyYAML==6.0.3", "torch==2.13.0")


def test_names_that_only_begin_alike_stay(lock: ModuleType):
    assert lock.pins("cudatoolkit-like==1.0\ntritonclient==2.0") == (
        "cudatoolkit-like==1.0",
        "tritonclient==2.0",
    )


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("torch @ file:///wheels/torch.whl", id="a file"),
        pytest.param("-e git+https://example.org/project@1a2b#egg=project", id="a checkout"),
    ],
)
def test_what_only_this_machine_can_install_is_not_kept(lock: ModuleType, line: str):
    with pytest.raises(ValueError, match="not a pin"):
        lock.pins(f"PyYAML==6.0.3\n{line}\n")

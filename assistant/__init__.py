"""What answers a question: `from assistant import Assistant`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.service import Assistant, Chat
    from assistant.settings import Settings
    from assistant.types import Answer, Citation, Question

__all__ = ["Answer", "Assistant", "Chat", "Citation", "Question", "Settings"]

_HOMES = {
    "Answer": "assistant.types",
    "Assistant": "assistant.service",
    "Chat": "assistant.service",
    "Citation": "assistant.types",
    "Question": "assistant.types",
    "Settings": "assistant.settings",
}


def __getattr__(name: str) -> Any:
    # Loaded when asked for: `assistant --help` need not wait for the model's libraries.
    if name not in _HOMES:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)

"""stub"""

from corpus.layout import Draft
from corpus.types import Report


def complete(draft: Draft, key: str) -> Report:
    return Report(
        key,
        draft.text,
        draft.title,
        draft.body,
        draft.kind,
        draft.published,
        False,
        draft.source,
        draft.sections,
        draft.pages,
    )

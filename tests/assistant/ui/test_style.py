"""What Gradio does to a style sheet, and ours has to bear."""

from __future__ import annotations

import re

from assistant.ui.style import STYLE


def test_no_selector_has_a_list_within_it():
    selectors = re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", STYLE, flags=re.S))
    assert len(selectors) > 100
    assert [one.strip() for one in selectors if re.search(r"\([^()]*,[^()]*\)", one) and "@" not in one] == []

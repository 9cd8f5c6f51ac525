"""Plain words for the inspectorate's own: a question says "special measures", the reports say "Engage"."""

from __future__ import annotations

import re

_GROUPS: tuple[tuple[str, str], ...] = (
    (r"special measures", "Engage enhanced monitoring"),
    (r"enhanced (?:monitoring|phase)", "Engage"),
    (r"(?:normal|routine|default|ordinary) (?:monitoring|phase|inspection)", "Scan"),
    (r"\bengage\b", "enhanced monitoring"),
    (r"\bscan\b", "default phase of monitoring"),
    (
        r"\b(?:fixed|sorted(?: out)?|resolved|put right|dealt with|signed off|discharged|shut|let go"
        r"|ticked off)\b",
        "closed",
    ),
    (r"\b(?:outstanding|unresolved|left to do|not (?:yet )?(?:done|fixed)|live)\b", "remains open"),
    (
        r"(?<!cause of )(?<!causes of )\bconcerns?\b|worr(?:y|ies|ied)|red flags?|big problems?",
        "cause of concern",
    ),
    (r"\bpcc\b", "police and crime commissioner"),
    (r"police and crime commissioner", "PCC"),
    (r"\b(?:top|head) (?:cop|officer)|\bpolice (?:boss|chief)|\bchief of police", "chief constable"),
    (r"\bfire (?:boss|chief)|\bchief fire officer", "chief fire officer CFO"),
    (r"\b(?:boss|head|in charge|runs?|led)\b", "chief constable chief officer"),
    (r"\b(?:marks?|ratings?|rated|scored?|verdicts?)\b", "grade graded"),
    (r"\b(?:fail(?:ed|ing)?|worst)\b", "inadequate"),
    (r"\b(?:sign(?:ed|s)?|wrote|writes|author|written)\b", "HM Inspector From letter"),
    (r"\b(?:paedophiles?|child abuse images?|indecent images?)\b", "online child abuse offenders"),
    (r"\bsex offenders?\b", "registered sex offenders RSO"),
    (r"\bmaracs?\b", "multi-agency risk assessment conference"),
    (r"\b999\b", "emergency calls"),
    (r"\b(?:phones?|phoning|rang|ring)\b", "calls"),
    (r"\bwatchdog\b", "inspectorate HMICFRS"),
    (
        r"\b(?:came|come|get|got|taken|moved|lifted|let) out of\b|\bleft\b|\bleave\b",
        "removed from returned to",
    ),
    (r"\b(?:went|go|put|placed|moved) in(?:to)?\b|\benter(?:ed)?\b", "moved into"),
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), words) for pattern, words in _GROUPS)


def synonyms(question: str) -> tuple[tuple[str, str], ...]:
    """For each plain wording in a question: (the words as asked, the words reports use)."""
    return tuple(
        (match.group(), words) for pattern, words in _COMPILED for match in pattern.finditer(question)
    )


def widened(question: str) -> str:
    """The question followed by the reports' own words for its plain ones."""
    said = question.lower()
    added = dict.fromkeys(words for _, words in synonyms(question) if words.lower() not in said)
    return f"{question} ({'; '.join(added)})" if added else question

"""Letters and questions made up to learn from: what closed, open, raised and progressing sound like.

The forces, services, people and dates are invented and stand nowhere else. Every sentence is put together
from the phrases of `evals.training.phrases` and known by what it tells, so that for each question it is known
which sentences answer it. Inspectors say the same thing in many ways, and a sentence is often understood
only under its heading: both are learnt from these, and neither from a few dozen real texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from assistant.cues import content_words
from assistant.reader import text_of
from assistant.window import candidates_of, window_of
from corpus.dates import format_date
from corpus.sentences import sentence_spans
from corpus.split import context_of
from corpus.types import Passage
from evals.training import asked, phrases
from evals.training.groups import WINDOWS, Group
from index.types import Hit

LETTERS = 700
QUESTIONS = 6
"""How many letters there are, and how many questions are asked of each."""

GRADED = 0.6
"""The share of letters with grades, and of those with figures."""

SPARED = 0.4
"""The share of questions that are not asked after all, of those that nothing in their letter answers."""

NEAR = 3
"""How many windows that do not answer are those that share most words with the question."""

Tag = tuple[str, str]
"""What a sentence tells: a kind ("closed", "visited") and the matter it is about, "" for none."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A made-up letter: `sections` are headings with sentences, each with its tags."""

    body: str
    title: str
    published: date
    sections: tuple[tuple[str, tuple[tuple[str, frozenset[Tag]], ...]], ...]


@dataclass(slots=True)
class _Writer:
    """What is decided of a letter before it is written."""

    random: Random
    body: str
    noun: str
    short: str
    published: date
    raised: date
    visited: date
    entered: date
    names: dict[str, str]
    states: dict[str, str] = field(default_factory=dict)

    def say(self, kind: str, matter: str = "", **more: str) -> str:
        """One way of saying it, filled in."""
        about = phrases.MATTERS.get(matter, ("", "", ""))
        said = self.random.choice(phrases.SAID[kind]).format(
            body=self.body,
            noun=self.noun,
            short=about[0],
            wrong=about[1],
            better=about[2],
            raised=format_date(self.raised),
            visited=format_date(self.visited),
            entered=format_date(self.entered),
            **self.names,
            **more,
        )
        return said[0].upper() + said[1:]


def letter_groups(seed: int, letters: int = LETTERS) -> Iterator[Group]:
    """`QUESTIONS` groups of windows a letter, the same for the same seed."""
    random = Random(seed)  # noqa: S311
    for _ in range(letters):
        letter = written(random)
        windows = list(windows_of(letter))
        kinds = random.sample(sorted(asked.ASKED), QUESTIONS)
        for kind in kinds:
            if group := _group(letter, windows, kind, random):
                yield group


def written(random: Random) -> Letter:
    """A letter with two to four causes of concern, each closed, open or progressing."""
    body, noun, short = random.choice(phrases.BODIES)
    published = date(2020, 1, 1) + timedelta(days=random.randrange(2_100))
    raised = published - timedelta(days=random.randrange(150, 700))
    writer = _Writer(
        random,
        body,
        noun,
        short,
        published,
        raised,
        visited=published - timedelta(days=random.randrange(20, 90)),
        entered=raised + timedelta(days=random.randrange(0, 120)),
        names=dict(
            zip(("inspector", "chief", "commissioner"), random.sample(phrases.PEOPLE, 3), strict=True)
        ),
    )
    matters = random.sample(sorted(phrases.MATTERS), random.randint(2, 4))
    writer.states = {
        matter: random.choice(("closed", "closed", "open", "open", "progress")) for matter in matters
    }
    title = random.choice(phrases.TITLES).format(body=body)
    return Letter(body, title, published, tuple(_sections(writer)))


def _sections(writer: _Writer) -> Iterator[tuple[str, tuple[tuple[str, frozenset[Tag]], ...]]]:
    random, states = writer.random, writer.states
    told: list[tuple[str, frozenset[Tag]]] = []

    def tell(kind: str, *tags: Tag, matter: str = "", **more: str) -> None:
        told.append((writer.say(kind, matter, **more), frozenset(tags)))

    def section(heading: str) -> tuple[str, tuple[tuple[str, frozenset[Tag]], ...]]:
        held = tuple(told)
        told.clear()
        return heading, held

    tell("from", ("signed", ""))
    tell("to", ("chief", ""))
    tell("copy", ("commissioner", ""))
    yield section("Letter information")
    tell("raised", ("raised", ""), number=_words(len(states)))
    listed = " and ".join(phrases.MATTERS[matter][0] for matter in states)
    tell("list", *(("list", ""), ("raised_list", "")), list=listed)
    tell("visited", ("visited", ""))
    if random.random() < 0.6:
        tell("entered", ("entered", ""))
    tell("filler")
    yield section(random.choice(phrases.BACKGROUND))
    for matter, state in states.items():
        tell("restated", ("wrong", matter), matter=matter)
        if random.random() < 0.7:
            tell("found", ("found", matter), matter=matter)
        named = random.random() < 0.4
        tell(f"{state}_named" if named else state, (state, matter), matter=matter)
        if random.random() < 0.3:
            tell("filler")
        yield section(phrases.heading_of(matter, random))
    if random.random() < GRADED:
        yield "Grades", tuple(_grades(writer))
    if random.random() < GRADED:
        yield random.choice(("Figures", "What the data say")), tuple(_figures(writer))
    closed, left = ([m for m, s in states.items() if (s == "closed") is wanted] for wanted in (True, False))
    if closed:
        tell(
            "count_closed",
            ("count_closed", ""),
            number=_words(len(closed)),
            verb="is" if len(closed) == 1 else "are",
        )
    if len(left) == 1:
        tell("one_left", (states[left[0]], left[0]), ("count_open", ""), matter=left[0])
    elif left:
        tell("count_open", ("count_open", ""), number=_words(len(left)))
    phase = random.choice(("stays", "leaves", ""))
    if phase:
        tell(phase, ("phase", ""))
    tell("next", ("next", ""))
    yield section(random.choice(phrases.SUMMARY))


def _grades(writer: _Writer) -> Iterator[tuple[str, frozenset[Tag]]]:
    """How many areas have each grade, and of some grades which; each grade with one area at most named."""
    random = writer.random
    areas = random.sample(sorted(phrases.MATTERS), len(asked.GRADES))
    for grade, area in zip(asked.GRADES, areas, strict=True):
        number = random.randrange(0, 5)
        said = "none" if not number else f"{_words(number)} area{'s' if number > 1 else ''}"
        way = random.choice(asked.COUNTED)
        counted = way.format(grade=grade, Grade=grade.capitalize(), areas=said, Areas=said.capitalize())
        yield counted[0].upper() + counted[1:].rstrip(".") + ".", frozenset({(f"count {grade}", "")})
        if number == 1 and random.random() < 0.6:
            picked = random.choice(asked.PICKED[grade])
            filled = picked.format(short=phrases.MATTERS[area][0], body=writer.body, noun=writer.noun)
            yield filled[0].upper() + filled[1:], frozenset({(f"pick {grade}", "")})


def _figures(writer: _Writer) -> Iterator[tuple[str, frozenset[Tag]]]:
    random = writer.random
    for name in random.sample(sorted(asked.FIGURES), 4):
        way = random.choice(asked.FIGURES[name][0])
        said = way.format(n=random.randrange(3, 97), body=writer.body, noun=writer.noun)
        yield said[0].upper() + said[1:], frozenset({(f"figure {name}", "")})


def _words(number: int) -> str:
    return ("no", "one", "two", "three", "four")[number]


def windows_of(letter: Letter) -> Iterator[tuple[str, frozenset[Tag]]]:
    """The text of each window as the reader is given it, with the tags of the sentences it is made of."""
    for heading, sentences in letter.sections:
        text = " ".join(sentence for sentence, _ in sentences)
        context = context_of(letter.title, letter.body, heading)
        spans = tuple(sentence_spans(text))
        passage = Passage("", "", 0, 0, len(text), text, heading, None, spans, context)
        windows = dict.fromkeys(window_of(candidate) for candidate in candidates_of([Hit(passage, 0.0)]))
        for start, end in windows:
            place = 0
            tags: set[Tag] = set()
            for sentence, told in sentences:
                if place < end and start < place + len(sentence):
                    tags |= told
                place += len(sentence) + 1
            yield text_of(context, text[start:end], letter.published), frozenset(tags)


def _group(
    letter: Letter, windows: Sequence[tuple[str, frozenset[Tag]]], kind: str, random: Random
) -> Group | None:
    """The group of a question of that kind about the letter; None where it cannot be asked of it."""
    matters = sorted({matter for _, tags in windows for _, matter in tags if matter})
    others = sorted(set(phrases.MATTERS) - set(matters))
    wants = asked.ASKED[kind]
    matter = random.choice(others if wants.elsewhere else matters)
    wanted = {(told, matter if of_matter else "") for told, of_matter in wants.told}
    any_matter = {told for told, _ in wants.told} if wants.any_matter else set()
    right: list[str] = []
    wrong: list[str] = []
    for text, tags in windows:
        good = bool(wanted & tags) or any(told in any_matter for told, _ in tags)
        (right if good else wrong).append(text)
    if not right and (wants.must or random.random() < SPARED):
        return None
    question = random.choice(wants.ways).format(
        body=letter.body, place=letter.body.split(" ")[0], short=phrases.MATTERS[matter][0]
    )
    random.shuffle(right)
    random.shuffle(wrong)
    words = set(content_words(question)) - set(content_words(letter.body))
    # As in use, where the windows that share most with the question are read: half of these, half of others.
    near = sorted(wrong, key=lambda text: -len(words & set(content_words(text.rpartition("\n")[2]))))[:NEAR]
    others = [text for text in wrong if text not in near]
    chosen = [(text, True) for text in right[:2]]
    chosen += [(text, False) for text in [*near, *others][: WINDOWS - len(chosen)]]
    return Group(question, tuple(text for text, _ in chosen), tuple(good for _, good in chosen))

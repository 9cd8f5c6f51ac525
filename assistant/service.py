"""The assistant: a home, what is indexed there, and questions to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from hashlib import blake2b
from logging import getLogger
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from unicodedata import category

from assistant.answer import citation_of, compose, refuse
from assistant.chat import Turn, best_supported, meanings, stand_alone
from assistant.choose import CANDIDATE_HITS, Choice, Chooser, NearestSentence
from assistant.errors import BadQuestion, CitationError, UnknownBody
from assistant.reader import NONE, CrossReader
from assistant.reading import ReadingChooser
from assistant.settings import Settings, whole_path
from assistant.shown import CAUTION, day_words
from assistant.status_answer import StatusAnswerer
from assistant.status_question import StatusQuestion
from assistant.suggest import questions_of
from assistant.types import EVERYTHING, Answer, Citation, Narrowing, Question
from assistant.understand import MATTER, Understood, compares_grades, day_given, earliest_of, understand
from assistant.words import with_apostrophes
from corpus.types import Report
from index.encode import Encoder, make_encoder
from index.errors import UnknownReport
from index.home import Home
from index.ledger import Ledger
from index.library import SAMPLE, Library, Waiting, describe_corpus
from index.mention import BodyFinder
from index.sync import Progress, digest_of, files_in
from index.types import Hit, ReportEntry, SyncStats
from index.when import DURING

if TYPE_CHECKING:
    from index.retrieve import Found, PassageRetriever

MOST_CHARACTERS = 2_000
"""The longest question that is taken."""

MOST_BODIES = 6
"""Of so many bodies a question is asked of each; of more, of all of them together."""

MOST_EXAMPLES = 4
"""So many questions to begin with are shown."""

CHANGES_WAITED_FOR = 3
"""How often a question is asked again when a report changes underneath it."""

SAMPLE_QUESTIONS = (
    "Which cause of concern remains open at West Midlands Police?",
    "Who signed the letter of July 2024 to West Midlands Police?",
    "When was the Met moved into Engage?",
    "What was wrong with crime recording at Greater Manchester Police?",
)


Choosing = Callable[[Home], Chooser]

_log = getLogger(__name__)


class Assistant:
    """Answers questions about the reports of one home. Safe to use from several threads.

    Made by `Assistant.open`; a context manager that closes its files.

    Attributes:
        library: what the home holds, and what may be done with it.
        synced: what was indexed when it was opened, and which files could not be read.
    """

    def __init__(
        self,
        library: Library,
        settings: Settings,
        chooser: Chooser | None = None,
        synced: SyncStats | None = None,
    ) -> None:
        self.settings = settings
        self.library = library
        self.synced = synced or SyncStats()
        self._chooser = chooser or chooser_of(library.home, settings.reader)
        self._read = lru_cache(maxsize=256)(self._read_at)
        self._ledgers = lru_cache(maxsize=16)(self._ledger_at)
        self._examples = lru_cache(maxsize=2)(self._find_examples)
        self.today: Callable[[], date] = date.today

    @classmethod
    def open(
        cls,
        reports: str | Path | None = None,
        home: str | Path | None = None,
        *,
        settings: Settings | None = None,
        encoder: Encoder | None = None,
        progress: Progress | None = None,
        waiting: Waiting | None = None,
        sync: bool = True,
        any_model: bool = False,
        choosing: Choosing | None = None,
    ) -> Self:
        """Open a home, indexing what is new first.

        Args:
            reports: a folder; the home is kept in step with it, and holds nothing else. Without it: the
                sample corpus (unless the settings leave it out) and what the user has added.
            home: where the index lives. By default `ASSISTANT_HOME` or the per-user data folder; for a
                folder of reports, a place of its own in there.
            settings: instead of those read from the environment.
            encoder: instead of the model the settings name.
            progress: told after each file that is read and embedded.
            waiting: called once if another process has to finish first.
            sync: False to index nothing now; `library.sync()` does it later.
            any_model: open a home made with another model, too: `library.sync(rebuild=True)` is to follow.
            choosing: makes what picks the words that answer, for the home opened; by default
                what the settings' reader makes of it (`chooser_of`).

        A file that cannot be read is left out: `synced.failed` names it and, without `progress`, the log.

        Raises:
            SourceError: the folder is not there, or the home holds other reports.
            FingerprintError: the home was indexed with another model.
            HomeError: the home cannot be written.
        """
        settings = settings or Settings.read(home)
        folder = whole_path(reports) if reports is not None else None
        place = settings.home
        if folder is not None:
            files_in(folder)
            if home is None:
                place = place / "folders" / blake2b(str(folder).encode(), digest_size=6).hexdigest()
        opened = Home(
            place,
            encoder or make_encoder(settings.model),
            check_fingerprint=not any_model,
            splitting=settings.splitting,
        )
        try:
            library = Library(opened, settings.sample and folder is None, progress, waiting)
            synced = None
            if folder is not None and sync:
                synced = library.only_folder(folder)
            elif sync:
                synced = library.sync_sample()
            if synced and progress is None:
                # Nobody watches: what cannot be read must not be missing in silence.
                for path, reason in synced.failed:
                    _log.warning("%s is left out: %s", path, reason)
            return cls(library, settings, choosing(opened) if choosing else None, synced)
        except BaseException:
            opened.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def retriever(self) -> PassageRetriever:
        """The llama-index retriever behind the answers."""
        # Imported when first asked: a sync need not wait for llama-index.
        from index.retrieve import PassageRetriever

        return PassageRetriever(self.library.home, searching=self.settings.searching)

    def close(self) -> None:
        """Let go of all files."""
        self.library.home.close()

    def ask(
        self,
        question: str,
        as_of: str | date | None = None,
        without: Sequence[str] = (),
        only: Narrowing = EVERYTHING,
    ) -> Answer:
        """What the reports say to a question that stands by itself.

        Args:
            question: in plain words; a date in it counts without `as_of`.
            as_of: nothing published after this day exists for the answer ("2024-08-01").
            without: kinds of `Chip` that are taken back, of how it would be understood.
            only: the reports to answer from.

        Raises BadQuestion when it is empty or longer than 2,000 characters, or `as_of` is no date.
        """
        text = checked(question)
        asked = Question(text, text, only.body, as_of=day_given(as_of), without=tuple(without), only=only)
        return self.answer(asked)

    def status(self, body: str | None = None, as_of: str | date | None = None) -> Ledger:
        """How the causes of concern, the recommendations and the monitoring of bodies stand.

        Args:
            body: one body, by any of its names; all without it.
            as_of: by what was published until that day; by all there is without it.

        Raises:
            BadQuestion: `as_of` is no date, or before every report.
            UnknownBody: no report is about that body, or the name may be several bodies'.
        """
        day = day_given(as_of)
        ledger = self.ledger(day)
        entries = self.reports()
        names = (self._body_named(body),) if body else ()
        earliest = earliest_of(entries, names)
        if day and (earliest is None or day < earliest):
            about = f" about {names[0]}" if names else ""
            told = (
                f"the earliest report{about} is of {day_words(earliest)}"
                if earliest
                else "no report has a date"
            )
            raise BadQuestion(f"nothing is known as of {day_words(day)}: {told}")
        return ledger.only(names) if names else ledger

    def ledger(self, as_of: date | None = None) -> Ledger:
        """The ledger of all bodies, kept until a report changes."""
        return self._ledgers(as_of, self.today(), self.library.catalogue.generation())

    def _ledger_at(self, as_of: date | None, today: date, generation: int) -> Ledger:
        return self.library.home.ledger(as_of, today)

    def _body_named(self, body: str) -> str:
        mention = self.finder().find(body)
        if len(mention.bodies) == 1:
            return mention.bodies[0]
        if mention.bodies:
            raise UnknownBody(f"{body!r} may be {' or '.join(mention.bodies)}; name one of them in full")
        raise UnknownBody(
            f"no report is about {body!r}; `assistant reports` lists the bodies that there are reports about"
        )

    def finder(self) -> BodyFinder:
        """Finds the bodies that reports are about in a text."""
        return BodyFinder(entry.body for entry in self.reports())

    def chat(self) -> Chat:
        """A new conversation, in which later questions may lean on earlier ones."""
        return Chat(self)

    def answer(self, question: Question) -> Answer:
        """What the reports say to a question already understood."""
        for _ in range(CHANGES_WAITED_FOR):
            try:
                return self._answer(question)
            except (UnknownReport, CitationError):
                # A report was changed between finding and quoting: what is there now is asked again.
                continue
        return self._answer(question)

    def _answer(self, question: Question) -> Answer:
        entries = [entry for entry in self.reports() if question.only.takes(entry)]
        if not entries and question.only != EVERYTHING:
            return refuse(question, 0.0, "No report fits the body, kind and day that you chose.")
        understood = understand(question, self.retriever.finder(), entries, self.today())
        named = understood.mention.bodies
        if question.only.body and named and question.only.body not in named:
            return refuse(question, 0.0, f"You chose to ask only reports about {question.only.body}.")
        status = self._status_asked(understood)
        if status and status.when.kind == DURING and not status.event and understood.as_of is None:
            # How things stood in a time is how they stood at its end.
            understood = replace(understood, as_of=status.when.last, said=True)
        if understood.said and status is None:
            # A date in a question of another kind says what it is about, not what may be known.
            understood = replace(understood, as_of=None)
        if understood.as_of and (early := self._too_early(understood, entries)):
            answer = refuse(question, 0.0, early)
        else:
            answer = (status and self._of_status(understood, status)) or self._of_reports(understood)
        if answer.answered and compares_grades(question.text):
            coverage = f"{answer.coverage} {CAUTION}".strip()
            answer = replace(answer, coverage=coverage, text=f"{answer.text}\n\n{CAUTION}")
        return replace(answer, question=question, understood=understood.chips)

    def _status_asked(self, understood: Understood) -> StatusQuestion | None:
        """What a question asks of status, None where it asks something else."""
        question = understood.question
        only = question.only
        if question.report_id or not self.settings.ledger or only.kind or only.since:
            return None
        if only.body and set(understood.mention.bodies) - {only.body}:
            return None
        return StatusQuestion.of(question.text, understood.mention, understood.when, question.body)

    def _too_early(self, understood: Understood, entries: Sequence[ReportEntry]) -> str:
        """Why nothing can be said as of the day asked about: every report is later; "" where some is not."""
        bodies = understood.mention.bodies or (
            (understood.question.body,) if understood.question.body else ()
        )
        earliest = earliest_of(entries, bodies)
        if understood.as_of is None or earliest is None or earliest <= understood.as_of:
            return ""
        about = f" about {' and '.join(bodies)}" if bodies else ""
        return f"The earliest report{about} is of {day_words(earliest)}."

    def _of_status(self, understood: Understood, status: StatusQuestion) -> Answer | None:
        """The answer of the ledger, None where it has none."""
        generation = self.library.catalogue.generation()
        answerer = StatusAnswerer(
            self.ledger(understood.as_of),
            lambda report_id: self._read(report_id, generation),
            self.library.home.encoder.encode,
            self.library.home.told.vectors(self.library.home.encoder.name),
            understood.mention.absent,
        )
        return answerer.answer(understood.question, status)

    def _of_reports(self, understood: Understood) -> Answer:
        """The answer quoted from what is found in the reports, as of the day asked about."""
        answer = self._found_answer(understood, understood.as_of)
        if understood.said and not answer.answered:
            # What was so then may be told by a later report alone.
            later = self._found_answer(understood, None)
            answer = later if later.answered else answer
        return answer

    def _found_answer(self, understood: Understood, as_of: date | None) -> Answer:
        question, mention = understood.question, understood.mention
        parts = [question]
        if 1 < len(mention.several) <= MOST_BODIES and not question.report_id:
            # Of each by itself: else the one whose reports are nearer leaves no room for the others.
            parts = [replace(question, text=mention.of_one(question.text, one)) for one in mention.several]
        found = [self._find(part, as_of) for part in parts]
        generation = self.library.catalogue.generation()
        chosen = [self._choose(part, its, generation) for part, its in zip(parts, found, strict=True)]
        choices = sorted((one for some in chosen for one in some), key=lambda one: -one.probability)
        return compose(
            question,
            choices,
            mention,
            lambda report_id: self._read(report_id, generation),
            self.settings.least_confidence,
        )

    def _find(self, question: Question, as_of: date | None) -> Found:
        only = None
        if question.only != EVERYTHING:
            only = [entry.id for entry in self.reports() if question.only.takes(entry)]
        narrowed = (question.text, CANDIDATE_HITS, question.body, question.report_id)
        return self.retriever.find(*narrowed, as_of=as_of, reports=only)

    def _choose(self, question: Question, found: Found, generation: int) -> tuple[Choice, ...]:
        ids = {hit.passage.report_id for hit in found.hits}
        published = {report_id: self._read(report_id, generation)[0].published for report_id in ids}
        return self._chooser.choose(question, found, published)

    def understand(self, asked: str, earlier: tuple[Turn, ...]) -> Question:
        """What a question means after the turns before it. Raises BadQuestion."""
        return stand_alone(checked(asked), earlier, self.retriever.finder())

    def meanings(self, asked: str, earlier: tuple[Turn, ...]) -> tuple[Question, ...]:
        """What a question may mean after the turns before it, the likeliest first. Raises BadQuestion."""
        if not self.settings.meanings:
            return (self.understand(asked, earlier),)
        return meanings(checked(asked), earlier, self.retriever.finder())

    def load(self) -> None:
        """Load what reads now, not with the first question. Raises ReaderError where it cannot be used."""
        if isinstance(self._chooser, ReadingChooser):
            self._chooser.reader.read("Is it read?", ["It is read."])

    def find(self, question: str, limit: int = 20) -> tuple[Hit, ...]:
        """The passages nearest to a question, best first."""
        return self.retriever.find(checked(question), limit).hits

    def reports(self) -> tuple[ReportEntry, ...]:
        """What is in, by body and date."""
        return self.library.entries()

    def report(self, report_id: str) -> Report:
        """A report with its text. Raises UnknownReport."""
        return self.library.catalogue.report(report_id)

    def file_of(self, report_id: str) -> Path:
        """The file that a report was read from. Raises UnknownReport where it is another by now, or gone."""
        source, entry = self.library.catalogue.source_of(report_id), self.library.find(report_id)
        state, path = self.library.catalogue.files(source).get(entry.key), Path(entry.path)
        try:
            same = state is not None and digest_of(path) == state.digest
        except OSError:
            same = False
        if not same:
            raise UnknownReport("the file it was read from is gone or has changed; sync, or add it again")
        return path

    def passage(self, report_id: str, start: int, end: int) -> Citation:
        """The words of a report at a span, as a citation.

        Raises:
            UnknownReport: there is no such report.
            CitationError: there are no words at that span.
        """
        report, path = self.report(report_id), self.library.catalogue.path_of(report_id)
        return citation_of(report, report_id, path, start, end)

    def about(self) -> str:
        """One line that says what is answered from."""
        return describe_corpus(self.reports())

    def examples(self) -> tuple[str, ...]:
        """Questions to begin with, which the reports that are in answer."""
        entries = self.reports()
        if any(entry.origin == SAMPLE for entry in entries):
            return SAMPLE_QUESTIONS
        return self._examples(entries)

    def _find_examples(self, entries: tuple[ReportEntry, ...]) -> tuple[str, ...]:
        """One question of the newest report of each of some bodies."""
        newest: dict[str, ReportEntry] = {}
        for entry in sorted(entries, key=lambda one: one.published or date.min):
            newest[entry.body] = entry
        latest = sorted(newest.values(), key=lambda one: one.published or date.min, reverse=True)
        found = (questions_of(self, entry.id, most=1) for entry in latest[: 2 * MOST_EXAMPLES])
        return tuple(question for some in found for question in some)[:MOST_EXAMPLES]

    def _read_at(self, report_id: str, generation: int) -> tuple[Report, str]:
        """A report and its file's path, as they are in that state of the catalogue."""
        return self.report(report_id), self.library.catalogue.path_of(report_id)


def chooser_of(home: Home, reader: str) -> Chooser:
    """What picks the words that answer with that reader (see `assistant.settings.Settings.reader`)."""
    if reader == NONE:
        return NearestSentence(home.encoder, home.rarity)
    return ReadingChooser(CrossReader(reader), home.rarity)


class Chat:
    """One conversation. Not to be shared between people: it remembers what was asked."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.turns: tuple[Turn, ...] = ()

    def ask(
        self,
        question: str,
        as_of: str | date | None = None,
        without: Sequence[str] = (),
        only: Narrowing = EVERYTHING,
    ) -> Answer:
        """The answer to a question that may lean on those before it. Raises BadQuestion.

        Where what it most likely means has no answer, what else it may mean is asked, too, and the best
        supported of those answers is given. For the others see `Assistant.ask`.
        """
        day = day_given(as_of)
        text = checked(question)
        several = (
            (Question(text, text),) if MATTER in without else self._assistant.meanings(question, self.turns)
        )
        meant = [
            replace(one, body=one.body or only.body, as_of=day, without=tuple(without), only=only)
            for one in several
        ]
        answer = best_supported(meant, self._assistant.answer)
        self.turns = (*self.turns, Turn(answer.question, answer))
        return answer


def checked(question: str) -> str:
    """The question, trimmed, with its apostrophes. Raises BadQuestion when it cannot be asked."""
    # Neither the model nor a terminal takes controls and halves of letters.
    letters = (" " if category(letter) in {"Cc", "Cs"} else letter for letter in question)
    text = " ".join("".join(letters).split())
    if not text:
        raise BadQuestion(
            "the question is empty; ask something such as: Which cause of concern remains open?"
        )
    if len(text) > MOST_CHARACTERS:
        raise BadQuestion(
            f"the question has {len(text):,} characters; ask it in {MOST_CHARACTERS:,} or fewer"
        )
    if not any(letter.isalnum() for letter in text):
        raise BadQuestion("the question has no words in it; ask it in words")
    return with_apostrophes(text)

"""The command line: where the parts are put together. `assistant --help` lists what it can do."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from io import TextIOWrapper
from typing import TYPE_CHECKING

from assistant.parser import SYSTEMS, make_parser

if TYPE_CHECKING:
    from datetime import date

    from assistant.service import Assistant
    from evals.variant import Variant
    from index.library import Library
    from index.types import ReportEntry, SyncStats

BAD_INPUT = 2
"""The exit status for input that cannot be used; the message says what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; gives the exit status: 0, 1 when a check failed, 2 for bad input."""
    _leave_no_trace()
    if isinstance(sys.stdout, TextIOWrapper):
        # A letter that the terminal's encoding has not got must not end the program.
        sys.stdout.reconfigure(errors="replace")
    try:
        try:
            return _run(arguments)
        finally:
            # Here, and not at exit, where Python would complain of a reader that has gone or a full disk.
            sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        _complain(f"{error}; check the disk and the permissions, then try again")
        return BAD_INPUT
    except KeyboardInterrupt:
        _complain("stopped; nothing is lost, run it again to go on")
        return 128 + signal.SIGINT


def _run(arguments: Sequence[str] | None) -> int:
    parser = make_parser()
    given = parser.parse_args(arguments)
    if given.command is None:
        parser.print_help()
        return BAD_INPUT
    from assistant.errors import AssistantError
    from corpus.errors import CorpusError
    from evals.errors import EvalsError
    from index.errors import IndexRoomError

    try:
        return COMMANDS[given.command](given)
    except (AssistantError, CorpusError, EvalsError, IndexRoomError) as error:
        _complain(str(error))
        return BAD_INPUT


def _complain(message: str) -> None:
    from assistant.listing import printable

    print(f"assistant: {printable(message)}", file=sys.stderr)


def _drop_output() -> None:
    """What could not be written is not tried again at exit."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _leave_no_trace() -> None:
    """No telemetry, and no hub asked, unless the user has set these otherwise."""
    for name, value in (
        ("ANONYMIZED_TELEMETRY", "False"),
        ("GRADIO_ANALYTICS_ENABLED", "False"),
        ("HF_HUB_DISABLE_TELEMETRY", "1"),
        ("DO_NOT_TRACK", "1"),
    ):
        os.environ.setdefault(name, value)


def _open(given: argparse.Namespace, variant: Variant | None = None) -> Assistant:
    from assistant.progress import FileProgress, say_waiting
    from assistant.service import Assistant
    from assistant.settings import Settings

    settings = Settings.read(given.home, sample=False if given.no_sample else None)
    if variant is not None:
        settings = variant.settings(settings)
    assistant = Assistant.open(
        getattr(given, "reports", None),
        given.home,
        settings=settings,
        progress=FileProgress(),
        waiting=say_waiting,
        sync=given.command not in ("sync", "doctor"),
        any_model=getattr(given, "rebuild", False),
        choosing=variant.choosing if variant is not None else None,
    )
    _tell_failed(assistant.synced)
    return assistant


def _chat(given: argparse.Namespace) -> int:
    from assistant.arguments import is_loopback
    from assistant.errors import SettingsError
    from assistant.ui.port import claim_port

    if given.auth is None and not is_loopback(given.host):
        raise SettingsError(
            f"at {given.host} everybody on the network could read the reports; say who may with --auth FILE "
            "(`assistant users FILE add NAME` makes one), or leave --host out"
        )
    if given.auth is not None:
        from assistant.users import Users

        Users.read(given.auth)
    # A port in use is told before minutes of indexing, not after.
    claim_port(given.host, given.port).close()
    from assistant.marks import Marks
    from assistant.ui.server import serve

    with _open(given) as assistant:
        # A reader that cannot be used is told here, not in answer to each question.
        assistant.load()
        marks = Marks(assistant.library.home.path)
        root = given.root_path or ""
        if given.auth and not is_loopback(given.host) and not root.startswith("https:"):
            _complain("without https, passwords cross the network for all to read; see --root-path")
        ready = partial(_announce, root=root)
        serve(
            assistant,
            marks,
            given.host,
            given.port,
            root,
            given.auth,
            # Who sits at this machine may do with its reports what the command line may.
            editable=given.editable or given.auth is None,
            on_ready=ready,
        )
    return 0


def _announce(address: str, root: str = "") -> None:
    """Say where the chat is, and open it where somebody sits before a screen."""
    if root:
        # What listens there has its links lead to where users find it: it is no use to a browser here.
        print(f"The chat listens at {address} and is found at {root}/ (stop it with Ctrl-C)", flush=True)
        return
    print(f"The chat is at {address} (stop it with Ctrl-C)", flush=True)
    has_screen = sys.platform in {"darwin", "win32"} or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    if has_screen and sys.stdout.isatty():
        import webbrowser

        webbrowser.open(address)


def _ask(given: argparse.Namespace) -> int:
    from assistant.render import answer_plain

    with _open(given) as assistant:
        answer = assistant.ask(" ".join(given.question), given.as_of)
        if given.json:
            print(json.dumps(answer.as_dict(), ensure_ascii=False, indent=2))
        else:
            print(f"{answer_plain(answer)}\n\n{assistant.about()}")
    return 0


def _status(given: argparse.Namespace) -> int:
    from assistant.ledger_listing import ledger_csv, ledger_json, ledger_table

    with _open(given) as assistant:
        ledger = assistant.status(" ".join(given.body) or None, given.as_of)
    put = ledger_csv if given.csv else ledger_json if given.json else ledger_table
    print(put(ledger, only_open=given.open))
    return 0


def _add(given: argparse.Namespace) -> int:
    with _open(given) as assistant:
        known = {entry.id for entry in assistant.reports()}
        paths = [path for path in given.paths if not isinstance(path, str)]
        fetched, status = _fetched(assistant.library, [path for path in given.paths if isinstance(path, str)])
        stats = assistant.library.add(paths)
        for one in fetched:
            stats = stats.plus(one)
        status = max(status, _told(stats))
        new = [entry for entry in assistant.reports() if entry.id not in known]
        _ask_for_dates(new, assistant.today())
        return status


def _fetched(library: Library, addresses: Sequence[str]) -> tuple[list[SyncStats], int]:
    """What came of each address, and 2 where one could not be had; the others go on."""
    from index.errors import AddressError

    fetched, status = [], 0
    for address in addresses:
        try:
            fetched.append(library.add_address(address))
        except AddressError as error:
            _complain(f"{address}: {error}")
            status = 2
    return fetched, status


def _ask_for_dates(added: Iterable[ReportEntry], today: date) -> None:
    """Say which of the reports added have no date, or a doubtful one, and how to give them one."""
    for entry in added:
        late = entry.published is not None and entry.published > today
        reason = "it has no date" if entry.published is None else "its date is in the future" if late else ""
        if reason := reason or (f"its date is in doubt: {entry.doubt}" if entry.doubt else ""):
            _complain(
                f"{entry.path}: {reason}, so that it is never taken for the newest word; put a line "
                "'published: 2024-07-23' between two lines '---' at its top and add it again"
            )


def _sync(given: argparse.Namespace) -> int:
    with _open(given) as assistant:
        return _told(assistant.library.sync(given.folder, rebuild=given.rebuild))


def _told(stats: SyncStats) -> int:
    """Print what a sync did; 2 when there was something that could not be read."""
    _tell_failed(stats)
    print(
        f"{stats.added} added, {stats.updated} updated, {stats.removed} removed, "
        f"{stats.unchanged} unchanged, {len(stats.failed)} failed; {stats.embedded} passages embedded, "
        f"{stats.reused} reused, {stats.seconds:.1f} s"
    )
    return BAD_INPUT if stats.failed else 0


def _tell_failed(stats: SyncStats) -> None:
    for path, reason in stats.failed:
        _complain(f"{path}: {reason}")


def _remove(given: argparse.Namespace) -> int:
    with _open(given) as assistant:
        entry = assistant.library.remove(given.report)
    print(f"removed {entry.id}: {entry.title}")
    return 0


def _reports(given: argparse.Namespace) -> int:
    from assistant.listing import as_json, as_table

    with _open(given) as assistant:
        entries = assistant.reports()
        print(as_json(entries) if given.json else f"{as_table(entries)}\n{assistant.about()}")
    return 0


def _doctor(given: argparse.Namespace) -> int:
    with _open(given) as assistant:
        checks = assistant.library.home.doctor()
    for check in checks:
        print(f"{'ok  ' if check.sound else 'BAD '} {check.name}: {check.detail}")
    return 0 if all(check.sound or check.mended for check in checks) else 1


def _eval(given: argparse.Namespace) -> int:
    from evals.benchmarks import NAMES, run_benchmark

    if given.set in NAMES:
        _refuse_more(given)
        return run_benchmark(given.set, as_json=given.json)
    from evals.command import Evaluation, evaluate
    from evals.gold import STATUS
    from evals.variant import Variant

    if given.set == STATUS:
        from evals.status import run_status

        _refuse_more(given, ("system", "passage_tokens", "compare", "report", "reports"))
        with _open(given, Variant(frozenset(given.without))) as assistant:
            return run_status(
                assistant, given.filters, as_json=given.json, wrong=given.wrong, gate=given.gate
            )
    variant = Variant(frozenset(given.without), given.passage_tokens)
    systems = tuple(dict.fromkeys([*(given.system or SYSTEMS), "ours"]))
    wanted = Evaluation(
        given.set,
        tuple(given.filters),
        systems,
        variant.label,
        as_json=given.json,
        wrong=given.wrong,
        gate=given.gate,
        compare=given.compare,
        page=given.report,
    )
    with _open(given, variant) as assistant:
        return evaluate(assistant, wanted)


OF_GOLD_SETS = (
    "filters",
    "system",
    "without",
    "passage_tokens",
    "wrong",
    "gate",
    "compare",
    "report",
    "reports",
)
"""What a benchmark takes none of."""


def _refuse_more(given: argparse.Namespace, names: Sequence[str] = OF_GOLD_SETS) -> None:
    from evals.errors import GoldError

    if more := [name for name in names if getattr(given, name)]:
        flags = ", ".join("--set" if name == "filters" else f"--{name.replace('_', '-')}" for name in more)
        raise GoldError(f"{flags}: {given.set} takes none of these; leave them out")


def _gold(given: argparse.Namespace) -> int:
    from evals.drafts import print_gold
    from evals.errors import GoldError

    if given.marks and given.file is not None:
        raise GoldError("--marks takes no file; leave out one of them")
    if given.spans and given.file is None:
        raise GoldError("--spans needs a file; name the set whose quotes are to become spans")
    with _open(given) as assistant:
        return print_gold(assistant, given.file)


def _users(given: argparse.Namespace) -> int:
    from assistant.users_command import add_user, list_users, remove_user

    if given.change == "add":
        print(add_user(given.file, given.name))
    elif given.change == "remove":
        print(remove_user(given.file, given.name))
    else:
        print(list_users(given.file))
    return 0


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "chat": _chat,
    "ask": _ask,
    "status": _status,
    "add": _add,
    "remove": _remove,
    "sync": _sync,
    "reports": _reports,
    "doctor": _doctor,
    "eval": _eval,
    "gold": _gold,
    "users": _users,
}


if __name__ == "__main__":
    sys.exit(main())

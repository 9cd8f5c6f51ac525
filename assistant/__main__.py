"""The command line: where the parts are put together. `assistant --help` lists what it can do."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING

from assistant.arguments import host_given, path_given, port_given

if TYPE_CHECKING:
    from assistant.service import Assistant
    from index.types import SyncStats

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
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.run is None:
        parser.print_help()
        return BAD_INPUT
    from assistant.errors import AssistantError
    from corpus.errors import CorpusError
    from evals.errors import EvalsError
    from index.errors import IndexRoomError

    try:
        return int(given.run(given))
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assistant",
        description="Ask inspection reports in plain words. Every answer is a quote, with its report, date "
        "and page; where the reports do not say, you are told so.",
        epilog='Start with:  assistant ask "Which cause of concern remains open at West Midlands Police?"',
    )
    parser.add_argument(
        "--home",
        type=path_given,
        metavar="FOLDER",
        help="where the index lives (default: ASSISTANT_HOME, or the per-user data folder)",
    )
    parser.add_argument(
        "--no-sample", action="store_true", help="leave the sample corpus out (also: ASSISTANT_SAMPLE=0)"
    )
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _asking(commands)
    _keeping(commands)
    _judging(commands)
    return parser


def _asking(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    chat = commands.add_parser("chat", help="open the chat in a browser", description="Open the chat.")
    _add_reports(chat)
    chat.add_argument(
        "--host", type=host_given, default="127.0.0.1", help="address to listen on (default: 127.0.0.1)"
    )
    chat.add_argument("--port", type=port_given, default=7860, help="port to listen on (default: 7860)")
    chat.set_defaults(run=_chat)

    ask = commands.add_parser("ask", help="ask one question", description="Ask one question.")
    ask.add_argument("question", nargs="+", help="the question, in plain words")
    ask.add_argument("--json", action="store_true", help="print the answer for a program")
    _add_reports(ask)
    ask.set_defaults(run=_ask)


def _keeping(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    add = commands.add_parser("add", help="put reports in: files, or folders of files")
    add.add_argument("paths", nargs="+", type=path_given, metavar="PATH", help="PDF, HTML, Markdown or text")
    add.set_defaults(run=_add)

    remove = commands.add_parser("remove", help="take a report out")
    remove.add_argument("report", help="its id (see `assistant reports`), file name, path or title")
    remove.set_defaults(run=_remove)

    sync = commands.add_parser(
        "sync",
        help="read what has changed",
        description="Bring the index in step with the files it was made from; with FOLDER, hold that "
        "folder's reports from now on, and drop those whose files are gone from it.",
    )
    sync.add_argument("folder", nargs="?", type=path_given, metavar="FOLDER", help="a folder of reports")
    sync.add_argument("--rebuild", action="store_true", help="read and embed everything again")
    sync.set_defaults(run=_sync)

    reports = commands.add_parser("reports", help="list what is in")
    reports.add_argument("--json", action="store_true", help="print the list for a program")
    reports.set_defaults(run=_reports)

    doctor = commands.add_parser("doctor", help="check the index and mend what can be mended")
    doctor.set_defaults(run=_doctor)


def _judging(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    judged = commands.add_parser(
        "eval",
        help="measure the answers on a gold set",
        description="Ask the questions of a gold set and print how good the answers are.",
    )
    judged.add_argument(
        "set", nargs="?", default="sample", metavar="SET", help="sample (default), tune, or a JSON Lines file"
    )
    judged.add_argument("--wrong", action="store_true", help="also list what was answered wrongly")
    judged.add_argument("--check", action="store_true", help="exit 1 when a figure is below its minimum")
    judged.add_argument("--json", action="store_true", help="print the figures for a program")
    _add_reports(judged)
    judged.set_defaults(run=_eval)


def _add_reports(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--reports",
        type=path_given,
        metavar="FOLDER",
        help="answer from the reports in this folder, and nothing else",
    )


def _open(given: argparse.Namespace) -> Assistant:
    from assistant.progress import FileProgress, say_waiting
    from assistant.service import Assistant
    from assistant.settings import Settings

    settings = Settings.read(given.home, sample=False if given.no_sample else None)
    assistant = Assistant.open(
        getattr(given, "reports", None),
        given.home,
        settings=settings,
        progress=FileProgress(),
        waiting=say_waiting,
        sync=given.run not in (_sync, _doctor),
        any_model=getattr(given, "rebuild", False),
    )
    _tell_failed(assistant.synced)
    return assistant


def _chat(given: argparse.Namespace) -> int:
    from assistant.ui.port import claim_port

    # A port in use is told before minutes of indexing, not after.
    claim_port(given.host, given.port).close()
    from assistant.ui.server import serve

    with _open(given) as assistant:
        serve(assistant, given.host, given.port, on_ready=_announce)
    return 0


def _announce(address: str) -> None:
    """Say where the chat is, and open it where somebody sits before a screen."""
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
        answer = assistant.ask(" ".join(given.question))
        if given.json:
            print(json.dumps(answer.as_dict(), ensure_ascii=False, indent=2))
        else:
            print(f"{answer_plain(answer)}\n\n{assistant.about()}")
    return 0


def _add(given: argparse.Namespace) -> int:
    with _open(given) as assistant:
        return _told(assistant.library.add(given.paths))


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
    from evals.run import evaluate

    with _open(given) as assistant:
        return evaluate(assistant, given.set, as_json=given.json, wrong=given.wrong, check=given.check)


if __name__ == "__main__":
    sys.exit(main())

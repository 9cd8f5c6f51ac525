"""What may stand on the command line: every command with its arguments. `assistant --help` shows it."""

from __future__ import annotations

import argparse

from assistant.arguments import (
    day_given,
    host_given,
    passage_tokens_given,
    path_given,
    port_given,
    report_given,
    root_given,
)

SYSTEMS = ("ours", "starter", "sentence", "bm25")
SWITCHES = ("bm25", "header", "bodies", "stock", "reader", "reranking", "meanings", "ledger")
"""What `assistant eval` takes, as in `evals.systems` and `evals.variant`, which are slow to import."""


def make_parser() -> argparse.ArgumentParser:
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
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _asking(commands)
    _keeping(commands)
    _judging(commands)
    _drafting(commands)
    _admitting(commands)
    return parser


def _asking(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    chat = commands.add_parser("chat", help="open the chat in a browser", description="Open the chat.")
    _add_reports(chat)
    chat.add_argument(
        "--host",
        type=host_given,
        default="127.0.0.1",
        help="address to listen on (default: 127.0.0.1); any that other machines reach needs --auth",
    )
    chat.add_argument("--port", type=port_given, default=7860, help="port to listen on (default: 7860)")
    chat.add_argument(
        "--auth",
        type=path_given,
        metavar="FILE",
        help="ask for a name and password, of the users in FILE (see `assistant users`)",
    )
    chat.add_argument(
        "--root-path",
        type=root_given,
        metavar="ADDRESS",
        help="where users find the page when a proxy passes it on, as https://example.org/reports; or only "
        "/reports, where the proxy is on this machine too; the proxy takes /reports off what it passes on",
    )
    chat.add_argument(
        "--editable",
        action="store_true",
        help="with --auth: let whoever signs in add reports, have them fetched and take them out",
    )
    chat.set_defaults(command="chat")

    ask = commands.add_parser("ask", help="ask one question", description="Ask one question.")
    ask.add_argument("question", nargs="+", help="the question, in plain words")
    ask.add_argument("--json", action="store_true", help="print the answer for a program")
    _add_as_of(ask)
    _add_reports(ask)
    ask.set_defaults(command="ask")

    status = commands.add_parser(
        "status",
        help="how causes of concern and monitoring stand",
        description="List, body by body, the causes of concern with what was said of each and when, and the "
        "phase of monitoring. Worked out from what the reports say, never from likeness.",
    )
    status.add_argument(
        "body", nargs="*", metavar="BODY", help="one body, by any of its names (default: all)"
    )
    status.add_argument("--open", action="store_true", help="only causes of concern that are open")
    _add_as_of(status)
    form = status.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="print a line an event, for a spreadsheet")
    form.add_argument("--json", action="store_true", help="print it for a program")
    _add_reports(status)
    status.set_defaults(command="status")


def _keeping(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    add = commands.add_parser("add", help="put reports in: files, folders of files, addresses on the web")
    add.add_argument(
        "paths",
        nargs="+",
        type=report_given,
        metavar="PATH",
        help="PDF, Word, HTML, Markdown or text; or an address, as https://example.org/letter.pdf",
    )
    add.set_defaults(command="add")

    remove = commands.add_parser("remove", help="take a report out")
    remove.add_argument("report", help="its id (see `assistant reports`), file name, path or title")
    remove.set_defaults(command="remove")

    sync = commands.add_parser(
        "sync",
        help="read what has changed",
        description="Bring the index in step with the files it was made from; with FOLDER, hold that "
        "folder's reports from now on, and drop those whose files are gone from it.",
    )
    sync.add_argument("folder", nargs="?", type=path_given, metavar="FOLDER", help="a folder of reports")
    sync.add_argument("--rebuild", action="store_true", help="read and embed everything again")
    sync.set_defaults(command="sync")

    reports = commands.add_parser("reports", help="list what is in")
    reports.add_argument("--json", action="store_true", help="print the list for a program")
    reports.set_defaults(command="reports")

    doctor = commands.add_parser("doctor", help="check the index and mend what can be mended")
    doctor.set_defaults(command="doctor")


def _judging(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    judged = commands.add_parser(
        "eval",
        help="measure the answers on a gold set",
        description="Ask the questions of a gold set and print how good the answers are.",
    )
    judged.add_argument(
        "set",
        nargs="?",
        default="inspection",
        metavar="SET",
        help="inspection (default), a file of your own (JSON Lines, CSV), or a benchmark that is at hand: "
        "retrieval, reader, multiturn",
    )
    judged.add_argument(
        "--set", action="append", default=[], dest="filters", metavar="PART", help="split=test, type=date,who"
    )
    judged.add_argument(
        "--system",
        action="append",
        choices=SYSTEMS,
        help="what to ask, the first in focus (default: ours, and beside it all others); may be given again",
    )
    judged.add_argument(
        "--without",
        action="append",
        default=[],
        choices=SWITCHES,
        help="leave a part out, to see what it is worth; may be given again",
    )
    judged.add_argument(
        "--passage-tokens", type=passage_tokens_given, metavar="N", help="split into passages of N tokens"
    )
    judged.add_argument("--wrong", action="store_true", help="also list what was answered wrongly")
    judged.add_argument(
        "--gate", action="store_true", help="exit 1 when a figure's whole interval misses its threshold"
    )
    judged.add_argument("--compare", type=path_given, metavar="RESULT", help="an earlier run's --json")
    judged.add_argument("--report", type=path_given, metavar="PAGE", help="write a page for the browser")
    judged.add_argument("--json", action="store_true", help="print the result for a program")
    _add_reports(judged)
    judged.set_defaults(command="eval")


def _drafting(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    gold = commands.add_parser(
        "gold",
        help="make a gold set of your own",
        description="Print the answers marked in the chat as rows of a gold set, to be finished by hand; "
        "with FILE, print that set with start and end in place of its quotes.",
    )
    gold.add_argument(
        "file", nargs="?", type=path_given, metavar="FILE", help="a set whose evidence is quotes"
    )
    gold.add_argument("--marks", action="store_true", help="print the marks: what happens without FILE")
    gold.add_argument("--spans", action="store_true", help="print FILE with spans: what happens with FILE")
    _add_reports(gold)
    gold.set_defaults(command="gold")


def _admitting(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    users = commands.add_parser(
        "users",
        help="say who may use the chat",
        description="List the users in FILE, for `assistant chat --auth FILE`; or add or remove one. A "
        "server that is running takes notice at once.",
    )
    users.add_argument("file", type=path_given, metavar="FILE", help="a file for users; made when missing")
    changes = users.add_subparsers(title="changes", dest="change", metavar="CHANGE")
    add = changes.add_parser("add", help="add a user, or set a new password; it is asked for, or read")
    remove = changes.add_parser("remove", help="remove a user")
    for change in (add, remove):
        change.add_argument("name", metavar="NAME", help="letters, digits, dots, hyphens, underscores")
    users.set_defaults(command="users")


def _add_as_of(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--as-of",
        type=day_given,
        metavar="DATE",
        help="by what was published until that day, as 2024-08-01 (default: by all there is)",
    )


def _add_reports(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--reports",
        type=path_given,
        metavar="FOLDER",
        help="answer from the reports in this folder, and nothing else",
    )

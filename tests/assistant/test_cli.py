"""The command line: what it prints, and that bad input is told in one line with exit status 2."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.settings import Settings
from assistant.ui.port import claim_port
from assistant.users import NOBODY, Users

LETTER = """---
title: Kent Police letter
body: Kent Police
kind: letter
published: {published}
source: https://example.org/letter
---

# Kent Police letter

## Status

Three causes of concern are closed. The cause of concern about investigations remains open.
"""


@pytest.fixture(autouse=True)
def fake_model(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ASSISTANT_MODEL", "fake")
    monkeypatch.setenv("ASSISTANT_SAMPLE", "0")


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.md"
    path.write_text(LETTER.format(published="2024-07-23"))
    return path


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The one line that bad input is told in."""
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert err.count("\n") == 1, err
    for word in words:
        assert word in err
    return err


def test_add_list_ask_and_remove(
    letter: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ASSISTANT_THRESHOLD", "0")
    assert main(["add", str(letter)]) == 0
    assert "1 added" in capsys.readouterr().out
    assert main(["reports"]) == 0
    listed = capsys.readouterr().out
    assert "23 July 2024" in listed
    assert "Kent Police letter" in listed
    assert main(["ask", "--json", "Which cause of concern remains open?"]) == 0
    answer = json.loads(capsys.readouterr().out)
    citation = answer["citations"][0]
    assert citation["quote"] == "The cause of concern about investigations remains open."
    assert citation["published"] == "2024-07-23"
    assert citation["source"] == "https://example.org/letter"
    assert main(["ask", "Which", "cause", "of", "concern", "remains", "open?"]) == 0
    assert "remains open.” [1]" in capsys.readouterr().out
    assert main(["remove", "letter.md"]) == 0
    capsys.readouterr()
    assert main(["reports", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_one_folder_alone(letter: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["ask", "--reports", str(letter.parent), "--json", "Is it open?"]) == 0
    assert "answered" in json.loads(capsys.readouterr().out)


def test_files_that_cannot_be_read_do_not_stop_the_others(
    letter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    bad = {
        "empty.txt": b"",
        "binary.txt": bytes(range(256)) * 20,
        "broken.pdf": b"%PDF-1.7 nothing more",
        "date.md": LETTER.format(published="2024-02-31").encode(),
        "report.docx": b"PK not read",
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    with (tmp_path / "large.txt").open("wb") as large:
        large.truncate(200 * 1024 * 1024)
    names = [*bad, "large.txt", "missing.pdf"]
    assert main(["add", *(str(tmp_path / name) for name in names), str(letter)]) == 2
    out, err = capsys.readouterr()
    assert "1 added" in out
    assert f"{len(names)} failed" in out
    lines = err.splitlines()
    assert len(lines) == len(names)
    for name in names:
        assert sum(name in line for line in lines) == 1, name
    assert main(["reports"]) == 0
    assert "Kent Police letter" in capsys.readouterr().out


def test_latin_1_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "old.txt").write_bytes("The café at the station remains open.".encode("latin-1"))
    assert main(["add", str(tmp_path / "old.txt")]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", ""], ["empty"]),
        (["ask", "x" * 10_000], ["10,000", "2,000"]),
        (["ask", "???"], ["words"]),
        (["remove", "nothing"], ["assistant reports"]),
        (["sync", "no/such/folder"], ["there is no folder"]),
        (["ask", "--reports", "no/such/folder", "Is it open?"], ["there is no folder"]),
        (["eval", "no-such-set"], ["no-such-set"]),
        (["eval", "--set", "split=train"], ["train", "tune, test"]),
        (["eval", "--compare", "no-such.json"], ["no-such.json", "assistant eval --json"]),
        (["eval", "--report", "no/such/page.html"], ["page.html", "cannot be written"]),
        (["eval", "reader", "--set", "split=test", "--gate"], ["--set, --gate", "reader"]),
        (["eval", "multiturn", "--passage-tokens", "60"], ["--passage-tokens", "multiturn"]),
        (["eval", "status", "--system", "ours"], ["--system", "status"]),
        (["status", "Xshire Police"], ["Xshire Police", "assistant reports"]),
        (["gold", "no-such.jsonl"], ["no-such.jsonl"]),
        (["--home", "/dev/null/home", "reports"], ["choose another"]),
    ],
)
def test_bad_input_is_told_in_a_line(
    arguments: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
):
    assert main(arguments) == 2
    told(capsys, *words)


@pytest.mark.parametrize(
    "question", ["什么问题仍未解决?", "Какие проблемы остаются?", "مرحبا؟", "\u202eopen\x1b[31m?"]
)
def test_another_script_is_refused_not_crashed(
    question: str, letter: Path, capsys: pytest.CaptureFixture[str]
):
    main(["add", str(letter)])
    capsys.readouterr()
    assert main(["ask", question]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize("name", ["retrieval", "reader", "multiturn"])
def test_a_benchmark_that_is_not_at_hand(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("INSPECTION_SHARED", str(tmp_path))
    assert main(["eval", name]) == 2
    told(capsys, name, "INSPECTION_SHARED")


def test_what_argparse_refuses(capsys: pytest.CaptureFixture[str]):
    for arguments in (["--system", "theirs"], ["--without", "luck"], ["--passage-tokens", "5"]):
        with pytest.raises(SystemExit, match="2"):
            main(["eval", *arguments])
    assert "use a number from 20 to 2000" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_SAMPLE", "perhaps"),
        ("ASSISTANT_THRESHOLD", "high"),
        ("ASSISTANT_THRESHOLD", "2"),
        ("ASSISTANT_READER", "off"),
        ("ASSISTANT_MODEL", ""),
    ],
)
def test_settings_that_cannot_be_used(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv(name, value)
    if value:
        assert main(["reports"]) == 2
        told(capsys, name)
    else:
        assert main(["reports"]) == 0


@pytest.mark.parametrize(
    "arguments", [["ask"], ["--nonsense"], ["chat", "--port", "no"], ["chat", "--port", "99999"]]
)
def test_unknown_options_end_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_a_port_in_use_is_told_before_anything_is_indexed(own_home: Path, capsys: pytest.CaptureFixture[str]):
    with claim_port("127.0.0.1", 0) as taken:
        assert main(["chat", "--port", str(taken.getsockname()[1])]) == 2
    told(capsys, "--port")
    assert not own_home.exists()


@pytest.mark.parametrize(
    ("host", "root", "said", "warned"),
    [
        ("127.0.0.1", [], "is at http://127.0.0.1:1/ (", False),
        ("0.0.0.0", [], "is at http://127.0.0.1:1/ (", True),
        (
            "127.0.0.1",
            ["--root-path", "/reports/"],
            "listens at http://127.0.0.1:1/ and is found at /reports/ (",
            False,
        ),
        ("0.0.0.0", ["--root-path", "https://example.org"], "and is found at https://example.org/ (", False),
        ("0.0.0.0", ["--root-path", "http://example.org"], "and is found at http://example.org/ (", True),
    ],
)
def test_a_chat_for_users_says_where_it_is(
    host: str,
    root: list[str],
    said: str,
    warned: bool,
    letter: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    served: list[tuple[object, ...]] = []

    def serve(
        source: object, marks: object, *options: object, editable: bool, on_ready: Callable[[str], None]
    ) -> None:
        served.append((*options, editable))
        on_ready("http://127.0.0.1:1/")

    users = tmp_path / "users"
    Users({"anna": NOBODY}).write(users)
    main(["add", str(letter)])
    capsys.readouterr()
    monkeypatch.setattr("assistant.ui.server.serve", serve)
    with claim_port("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
    asked = ["chat", "--host", host, "--port", str(port), "--auth", str(users), *root]
    assert main(asked) == main([*asked, "--editable"]) == 0
    where = (host, port, root[1].rstrip("/") if root else "", users)
    assert served == [(*where, False), (*where, True)]
    told = capsys.readouterr()
    assert said in told.out
    assert ("without https" in told.err) is warned


@pytest.mark.parametrize("arguments", [["ask", "What did inspectors find?"], ["chat"]])
def test_a_reader_that_cannot_be_used_is_told(
    arguments: list[str],
    letter: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    main(["add", str(letter)])
    capsys.readouterr()
    (tmp_path / "reader").mkdir()
    monkeypatch.setenv("ASSISTANT_READER", str(tmp_path / "reader"))
    if arguments == ["chat"]:
        with claim_port("127.0.0.1", 0) as listener:
            arguments = ["chat", "--port", str(listener.getsockname()[1])]
    assert main(arguments) == 2
    told(capsys, "ASSISTANT_READER")


@pytest.mark.parametrize(
    ("reader", "threshold", "least"),
    [("", "", 0.25), (" None ", "", 0.35), ("none", "0.25", 0.25), ("Packaged", "", 0.25), ("", "0.9", 0.9)],
)
def test_the_usual_threshold_goes_with_the_reader(reader: str, threshold: str, least: float):
    settings = Settings.read(environment={"ASSISTANT_READER": reader, "ASSISTANT_THRESHOLD": threshold})
    assert settings.least_confidence == least


def test_another_model_is_told(
    letter: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    main(["add", str(letter)])
    capsys.readouterr()
    monkeypatch.setenv("ASSISTANT_MODEL", "all-MiniLM-L6-v2")
    assert main(["ask", "Is it open?"]) == 2
    told(capsys, "sync --rebuild")


def test_markup_in_a_report_is_shown_as_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    text = LETTER.format(published="2024-07-23").replace("Kent Police letter", "<b>\x1b[2J Kent</b> letter")
    (tmp_path / "markup.md").write_text(text)
    main(["add", str(tmp_path / "markup.md")])
    assert main(["reports"]) == 0
    assert main(["ask", "Which cause of concern remains open at Kent?"]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_help_comes_without_the_heavy_libraries():
    def seconds(*command: str) -> float:
        began = time.monotonic()
        subprocess.run([sys.executable, *command], check=True, capture_output=True, env=dict(os.environ))
        return time.monotonic() - began

    bare = min(seconds("-c", "import argparse, json") for _ in range(5))
    helped = min(seconds("-m", "assistant", "--help") for _ in range(5))
    # Loading torch alone takes a hundred times as long as a bare start.
    assert helped < 6 * bare


def test_whoever_reads_the_output_may_stop(letter: Path):
    main(["add", str(letter)])
    command = f"{sys.executable} -m assistant reports | head -c 1"
    ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert ran.stderr == ""


def test_status_lists_what_is_told_of_each_cause_of_concern(letter: Path, capsys: pytest.CaptureFixture[str]):
    main(["add", str(letter)])
    capsys.readouterr()
    assert main(["status", "kent"]) == 0
    shown = capsys.readouterr().out
    assert "Investigations: open (last word 23 July 2024)" in shown
    assert "open on 23 July 2024: “The cause of concern about investigations remains open.”" in shown
    assert main(["status", "--open", "--csv"]) == 0
    header, row = capsys.readouterr().out.splitlines()
    assert header.startswith("body,level,matter,status,since,event,from,to,")
    assert row.startswith(
        "Kent Police,cause of concern,Investigations,open,2024-07-23,open,2024-07-23,2024-07-23,"
    )
    assert main(["status", "--json", "--as-of", "2024-08-01"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["as_of"], [one["status"] for one in told["matters"]]) == ("2024-08-01", ["open"])


def test_what_was_known_on_a_day(letter: Path, capsys: pytest.CaptureFixture[str]):
    main(["add", str(letter)])
    capsys.readouterr()
    assert main(["status", "--as-of", "1 May 2020"]) == 2
    told(capsys, "the earliest report is of 23 July 2024")
    assert main(["ask", "--as-of", "2020-05-01", "Is it open at Kent Police?"]) == 0
    assert "The earliest report about Kent Police is of 23 July 2024." in capsys.readouterr().out


def test_a_day_that_is_none_is_told(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stopped:
        main(["status", "--as-of", "someday"])
    assert stopped.value.code == 2
    assert "'someday' is no date; write it as 2024-08-01" in capsys.readouterr().err

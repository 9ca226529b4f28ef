"""From a request to a verdict and a message, without a shell around it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from chimera_guard import catalogue
from chimera_guard.frontends.hook import judge as judging
from chimera_guard.frontends.hook import protocol
from chimera_guard.frontends.hook.judge import MAX_TEXT, Judge
from chimera_guard.host import measure
from chimera_guard.host.facts import current_context
from chimera_guard.host.settings import Settings

Answer = Callable[..., tuple[int, str]]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file of a user whose home and working directory are there."""
    home = tmp_path / "home"
    path = home / ".config/chimera-guard/config.toml"
    path.parent.mkdir(parents=True)
    path.write_text('threshold = "medium"\n')
    (tmp_path / "work").mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return path


@pytest.fixture
def answer(settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Have a line judged as if it had been typed in the directory `work`, however busy the machine is."""
    judges: list[Judge] = []
    monkeypatch.setattr(judging, "current_context", partial(current_context, budget=30.0))
    monkeypatch.setattr(measure, "of_paths", partial(measure.of_paths, budget=30.0))

    def ask(line: str, kind: str = "bash", facts: str = "") -> tuple[int, str]:
        if not judges:
            judges.append(Judge())
        frame = protocol.encode(kind, str(tmp_path / "work"), line, f" v HOME={tmp_path / 'home'}{facts}")
        return judges[0].answer(protocol.decode(frame.strip(b"\0")))

    return ask


def written(settings: Path, text: str) -> None:
    """Change the settings, so that it shows in the time of the file."""
    settings.write_text(text)
    os.utime(settings, ns=(1, os.stat(settings).st_mtime_ns + 1_000_000))


@pytest.mark.parametrize(
    ("line", "kind", "verdict"),
    [
        ("ls", "bash", protocol.RUN),
        ("touch x", "bash", protocol.CONFIRM),
        ("for i in 1; do", "bash", protocol.LATER),
        ("for i in 1; do", "zsh", protocol.LATER),
        ("for i in 1; do", "bash-net", protocol.CONFIRM),
        ("for i in 1; do", "zsh-net", protocol.CONFIRM),
        ("ls \\", "bash", protocol.LATER),
        ("ls \\", "zsh", protocol.LATER),
        ("cat <<E", "bash", protocol.LATER),
        ("cat <<E", "bash-net", protocol.RUN),
        ("touch x \\", "fish", protocol.CONFIRM),
    ],
)
def test_the_verdict(answer: Answer, line: str, kind: str, verdict: int) -> None:
    assert answer(line, kind)[0] == verdict


def test_a_line_of_the_history_is_watched_where_that_is_possible(answer: Answer, settings: Path) -> None:
    written(settings, 'threshold = "high"\n')
    assert answer("fc -s x", "bash") == (protocol.WATCH, "")
    verdict, text = answer("fc -e - x", "zsh")
    assert verdict == protocol.CONFIRM and "can't be seen beforehand" in text


def test_the_message(answer: Answer, tmp_path: Path) -> None:
    (tmp_path / "work/x").write_text("12345")
    verdict, text = answer("rm x")
    assert verdict == protocol.CONFIRM
    assert text.splitlines() == [
        "confirm 30",
        "?chimera-guard: MEDIUM risk",
        ">  rm x",
        "   It deletes x.",
        "-  There is no way back: a deletion does not go through a bin.",
        "   Safer: look at it with ls first, or move it aside until you know that nothing needs it",
        "?  Deletes 1 file, 5 bytes.",
    ]
    assert "It would delete x, and all that is in it.\n   It deletes x." in answer("rm -r x")[1]
    assert "It would" not in answer("rm x; touch y")[1]


def test_only_the_worst_is_told(answer: Answer) -> None:
    text = answer("touch x; rm -rf ~/.ssh")[1]
    assert "!chimera-guard: HIGH risk" in text and "It deletes" in text and "It writes" not in text


def test_many_lines_and_long_ones_are_cut(answer: Answer) -> None:
    shown = [line for line in answer("touch x\n" * 20)[1].splitlines() if line.startswith(">")]
    assert len(shown) == 9 and shown[-1] == ">  … 12 more lines"
    text = answer("\n" + "echo\n" * 30 + "touch x\n" + "echo\n" * 9)[1]
    shown = [line[3:] for line in text.splitlines() if line.startswith(">")]
    assert shown == ["… 28 lines before", "echo", "echo", "touch x", *["echo"] * 5, "… 4 more lines"]
    shown = [line[3:] for line in answer("echo\n" * 8 + "touch x")[1].splitlines() if line.startswith(">")]
    assert shown == ["… 1 line before", *["echo"] * 7, "touch x"]
    (shown_line,) = [line for line in answer(f"touch {'x' * 5000}")[1].splitlines() if line.startswith(">")]
    assert len(shown_line) == 403 and shown_line.endswith("…")


def test_nothing_in_a_message_steers_a_terminal(answer: Answer) -> None:
    text = answer("touch 'x\x1b[2J\u202e'")[1]
    assert text.replace("\n", "").isprintable()


def test_a_catastrophe_wants_a_word(answer: Answer, settings: Path) -> None:
    assert answer("rm -rf ~")[1].startswith("type 30 home\n")
    written(settings, 'catastrophic = ["writes-file"]\nthreshold = "medium"\n[hook]\nask_timeout = 7\n')
    assert answer("touch x")[1].startswith("type 7 file\n")
    assert answer("rm -rf ~")[1].startswith("confirm 7\n")


def test_advice_that_holds_for_two_findings_is_given_once(answer: Answer) -> None:
    text = answer("cat ~/.ssh/id_rsa; cat ~/.aws/credentials")[1]
    assert text.count("   It reads ") == 2 and text.count("   Safer: ") == text.count("\n-  ") == 1


def test_what_is_denied_is_not_asked_about(answer: Answer, settings: Path) -> None:
    written(settings, 'deny = ["writes-file"]\npolicy = "never"\n')
    verdict, text = answer("rm y; touch x")
    assert verdict == protocol.CONFIRM and text.startswith("deny\n")
    assert text.endswith("!  Denied by your settings (rule writes-file): not run.")
    assert "It deletes" not in text


def test_changed_settings_hold_for_the_next_line(answer: Answer, settings: Path) -> None:
    assert answer("touch x")[0] == protocol.CONFIRM
    written(settings, 'threshold = "high"\n')
    assert answer("touch x")[0] == protocol.RUN
    settings.unlink()
    assert answer("touch x")[0] == protocol.RUN


def test_broken_settings_are_told_once_and_change_nothing(answer: Answer, settings: Path) -> None:
    assert answer("touch x")[0] == protocol.CONFIRM
    written(settings, "threshold = 3\n")
    verdict, text = answer("ls")
    assert verdict == protocol.RUN and "line 1: threshold" in text and "what is wrong is not used" in text
    assert answer("ls") == (protocol.RUN, "")
    assert answer("touch x")[0] == protocol.CONFIRM


def test_variables_of_the_environment_change_nothing(
    settings: Path, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHIMERA_GUARD_POLICY", "never")
    assert answer("touch x")[0] == protocol.CONFIRM


def test_a_tool_of_the_users_is_known_from_the_next_line_on(
    answer: Answer, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "_extra", {})  # what a test adds is known to that test alone
    monkeypatch.setattr(catalogue, "_tools", {})
    assert "does not know" in answer("frobnicate-all x")[1]
    (settings.parent / "tools").mkdir()
    (settings.parent / "tools/frobnicate.toml").write_text('names = ["frobnicate-all"]\noperands = "delete*"\n')
    assert "It deletes x" in answer("frobnicate-all x")[1]
    edited = settings.parent / "tools/frobnicate.toml"  # in place: its directory stays as it was
    edited.write_text('names = ["frobnicate-all"]\noperands = "write*"\n')
    os.utime(edited, (1, 1))
    assert "It writes x" in answer("frobnicate-all x")[1]
    edited.write_text("names = 3\n")
    assert "'names' must be a list" in answer("ls")[1]


def test_what_is_too_long_is_asked_about(answer: Answer) -> None:
    verdict, text = answer("echo " + "x" * MAX_TEXT)
    assert verdict == protocol.CONFIRM and "longer than" in text


def test_a_guard_that_fails_asks(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    answer("ls")
    monkeypatch.setattr(judging, "context_of", lambda *_: 1 / 0)
    verdict, text = answer("ls")
    assert verdict == protocol.CONFIRM and "made this guard fail" in text


@pytest.mark.parametrize("wanted", [True, False])
def test_the_model_is_asked_only_where_that_is_wanted(
    settings: Path, answer: Answer, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person waits for the answer."""
    settings.write_text(f'[llm]\nmodel = "x"\nhook_deadline = 2\n[hook]\nllm = {str(wanted).lower()}\n')
    asked: list[tuple[bool, float]] = []
    rules = judging.from_settings

    def note(found: Settings, *, no_llm: bool, deadline: float) -> object:
        asked.append((no_llm, deadline))
        return rules(found, no_llm=True)

    monkeypatch.setattr(judging, "from_settings", note)
    answer("ls")
    assert asked == [(not wanted, 2.0)]


def test_comments_are_gone_where_the_net_looks(answer: Answer) -> None:
    options = "\x1e o on,off,off,off,off,off,on"
    assert answer("echo a # ; touch x", "zsh", options)[0] == protocol.RUN
    assert answer("echo a # ; touch x", "zsh-net", options)[0] == protocol.CONFIRM


def test_a_variable_that_is_not_told_can_have_any_value(answer: Answer) -> None:
    assert "may not be set" in answer('rm -rf "$elsewhere/"*')[1]
    assert "deletes /srv/data" in answer('rm -rf "$there"', facts="\x1e v there=/srv/data")[1]


@pytest.mark.parametrize(
    ("line", "toll"),
    [
        ("rm -rf tree", "Deletes 3 files, 6 bytes, in 2 directories."),
        ("rm tree/*.txt", "Deletes 2 files, 4 bytes."),
        ("rm -rf tree/sub/", "Deletes 1 file, 2 bytes."),
        ("echo > tree/a.txt", "Overwrites 1 file, 2 bytes."),
        ("cd tree; rm a.txt", ""),
        ("find tree -name '*.txt' -delete", ""),
        ("rm nothing-there", ""),
        ("nobody-knows-this 2> /dev/null", ""),
        ("rsync --delete -a empty/ host:tree", ""),
        ("touch tree/new", ""),
        ("mkdir -p tree", ""),
    ],
)
def test_what_a_line_costs(answer: Answer, tmp_path: Path, line: str, toll: str) -> None:
    for name in ("a.txt", "b.txt", "sub/c"):
        (tmp_path / "work/tree" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "work/tree" / name).write_text("12")
    (tmp_path / "work/a.txt").write_text("not meant")
    last = answer(line)[1].splitlines()[-1]
    assert last == f"?  {toll}" if toll else not last.startswith("?  ")


def test_what_git_can_give_back(answer: Answer, tmp_path: Path) -> None:
    work = tmp_path / "work"
    git = ["git", "-C", str(work), "-c", "user.name=a", "-c", "user.email=a@b"]
    for name in ("same", "changed"):
        (work / name).write_text("1")
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    (work / "changed").write_text("22")
    (work / "new").write_text("333")
    assert answer("rm same")[1].endswith("Deletes 1 file, 1 byte; git has all of it.")
    assert answer("rm new")[1].endswith("Deletes 1 file, 3 bytes; git does not have it.")
    assert answer("rm same new changed")[1].endswith("Deletes 3 files, 6 bytes; git does not have 2 of them.")
    assert answer("git checkout .")[1].endswith("Throws away the changes in 1 file, 2 bytes; git does not have it.")
    assert "with 1 whole repository" in answer(f"rm -rf {work}")[1]

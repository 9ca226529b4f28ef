"""Laying out: whatever the command holds, lines fit, nothing steers the terminal, and the mark is where it belongs."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chimera_guard.effects.model import KINDS, Effect
from chimera_guard.frontends.document import findings_of, plain, verdict
from chimera_guard.frontends.excerpt import excerpt_of
from chimera_guard.frontends.rendering import paint
from chimera_guard.frontends.trace import trace
from chimera_guard.frontends.visible import columns, visible, wrap
from chimera_guard.frontends.wording import FLAGGED, PHRASES, in_words, what_it_does
from chimera_guard.report import Assessment, Finding
from chimera_guard.risk import SecurityRisk
from chimera_guard.syntax.nodes import NOWHERE, Span
from chimera_guard.words.value import Value

anything = st.text(st.characters(), max_size=300)


def marked(source: str, start: int, end: int, width: int = 40) -> list[str]:
    lines = excerpt_of(source, Span(start, end), width, "mark HIGH")
    return plain(lines).splitlines()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ls -la", "ls -la"),
        ("é 日本", "é 日本"),
        ("\x1b[2J", "␛[2J"),
        ("a\tb\r\n", "a    b␍␊"),
        ("\x7f\x9b", "␡<U+009B>"),
        ("\u202e\u200b\u00a0", "<U+202E><U+200B><U+00A0>"),
        ("\udcff", "<U+DCFF>"),
    ],
)
def test_nothing_hides(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(anything)
def test_what_is_shown_can_be_printed(text: str) -> None:
    assert visible(text).isprintable()


@given(anything, st.integers(20, 100))
def test_wrapped_lines_fit_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap(visible(text), width)
    assert all(columns(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == visible(text).replace(" ", "")


def test_the_mark_is_below_its_part() -> None:
    assert marked("echo; rm -rf ~; ls", 6, 14) == ["echo; rm -rf ~; ls", "      ^^^^^^^^"]
    assert marked("日本 rm x", 3, 7) == ["日本 rm x", "     ^^^^"]
    assert marked("\x1b[A rm x", 4, 8) == ["␛[A rm x", "    ^^^^"]
    assert marked("rm 日本 e\u0301", 3, 8) == ["rm 日本 e\u0301", "   ^^^^^^"]


def test_ends_go_first_where_there_is_no_room() -> None:
    source = "a" * 100 + "; rm -rf ~; " + "b" * 100
    line, carets = marked(source, 102, 110)
    assert len(line) <= 40 and line[carets.index("^") : carets.rindex("^") + 1] == "rm -rf ~"
    assert line.startswith("…") and line.endswith("…")


def test_an_end_that_needs_little_room_leaves_it_to_the_other() -> None:
    assert marked("a" * 100 + "; rm -rf ~; ls", 102, 110)[0] == "…" + "a" * 25 + "; rm -rf ~; ls"
    assert marked("ls; rm -rf ~; " + "b" * 100, 4, 12)[0] == "ls; rm -rf ~; " + "b" * 25 + "…"


def test_a_part_that_several_findings_are_about_is_shown_once() -> None:
    first, second = (Finding(name, SecurityRisk.HIGH, name, Span(0, 4)) for name in ("one", "two"))
    elsewhere = Finding("three", SecurityRisk.HIGH, "three", Span(6, 8))
    found = Assessment("rm x; ls", SecurityRisk.HIGH, (first, second, elsewhere))
    text = plain(findings_of(found, found.findings, 80))
    assert [line.strip() for line in text.splitlines() if "|" in line] == [
        "| rm x; ls", "| ^^^^", "| rm x; ls", "|       ^^",
    ]  # fmt: skip


def test_what_several_findings_say_is_said_once() -> None:
    def finding(rule: str, reason: str, start: int) -> Finding:
        return Finding(rule, SecurityRisk.MEDIUM, reason, Span(start, start + 4), "Why so.", "do less")

    found = (finding("one", "does it", 0), finding("one", "does it", 6), finding("one", "does that", 12))
    text = plain(findings_of(Assessment("do 1; do 1; do 2", SecurityRisk.MEDIUM, found), found, 80))
    assert text == (
        "\n  MEDIUM  one\n    does it\n    | do 1; do 1; do 2\n    | ^^^^\n    | do 1; do 1; do 2\n    |       ^^^^\n"
        "    Why so.\n    Safer: do less\n\n  MEDIUM  one\n    does that\n"
        "    | do 1; do 1; do 2\n    |             ^^^^\n"
    ).removeprefix("\n")


def test_then_the_middle_of_the_part() -> None:
    line, carets = marked("rm " + "x" * 500 + " end", 0, 507)
    assert line.startswith("rm xxx") and line.endswith("end") and " … " in line and len(line) <= 40


def test_only_the_lines_in_question() -> None:
    source = "one\ntwo\n  rm -rf ~\nfour"
    assert marked(source, 8, 19) == ["  rm -rf ~", "  ^^^^^^^^"]
    assert marked("\n".join("abcdefgh"), 0, 15)[-1] == "… and 4 more lines"


@given(anything, st.integers(0, 300), st.integers(0, 300), st.integers(20, 90))
def test_every_excerpt_fits(source: str, start: int, end: int, width: int) -> None:
    for line in marked(source, min(start, end), max(start, end), width):
        # The caret below an empty part at the end stands one column behind it; `verdict` leaves room for that.
        assert line.isprintable() and columns(line) <= width + 1


@given(anything, st.integers(0, 300), st.integers(0, 300), st.integers(40, 100))
@example("0" * 28 + "➰➰⼀⼀", 0, 0, 40)
def test_every_verdict_fits(text: str, start: int, end: int, width: int) -> None:
    span = Span(min(start, end), max(start, end))
    finding = Finding("a-rule", SecurityRisk.HIGH, text, span, text, text)
    effect = Effect("delete", Value(text, NOWHERE), "unknown", frozenset(), text, span, (text, text))
    assessment = Assessment(text, SecurityRisk.HIGH, (finding,), (effect,), (), "partial", "llm")
    for lines in (verdict(assessment, "ask", width), trace(assessment, "deny", width, "bash")):
        for line in plain(lines).splitlines():
            assert line.isprintable() and columns(line) <= width


def test_colours_say_the_same_as_plain_text() -> None:
    finding = Finding("a-rule", SecurityRisk.HIGH, "[bold]does[/] :smile: harm", Span(0, 2), "why", "instead")
    lines = verdict(Assessment("rm [red]x", SecurityRisk.HIGH, (finding,)), "ask", 80)
    out = io.StringIO()
    paint(lines, out)
    without_carets = [line for line in plain(lines).splitlines() if "^" not in line]
    assert [line.rstrip() for line in out.getvalue().splitlines()] == without_carets


def test_the_worst_comes_first() -> None:
    found = [Finding(risk.name, risk, "x") for risk in SecurityRisk]
    shown = verdict(Assessment("", SecurityRisk.HIGH, tuple(found)), "ask", 80)
    names = [line[2][0].strip() for line in shown if len(line) == 3 and line[1][1] == line[1][0]]
    assert names == ["HIGH", "UNKNOWN", "MEDIUM", "LOW"]


def test_many_findings_and_effects_are_cut() -> None:
    findings = tuple(Finding(f"r{n}", SecurityRisk.HIGH, "x") for n in range(100))
    effects = tuple(Effect("delete", Value(str(n), NOWHERE), "project", frozenset(), "rm", NOWHERE) for n in range(100))
    text = plain(verdict(Assessment("", SecurityRisk.HIGH, findings, effects), "ask", 80))
    assert "and 92 more findings" in text and "and 90 more" in text
    assert len(findings_of(Assessment("", SecurityRisk.HIGH), findings[:3], 80)) > 3


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_effect_has_words(kind: str) -> None:
    for target in (Value("the_target", NOWHERE), Value(None, NOWHERE), None):
        phrase = in_words(Effect(kind, target, "unknown", frozenset(), "program", NOWHERE))
        assert phrase and "{" not in phrase and "…" not in phrase
        assert ("the_target" in phrase) == (target is not None and target.known)


def test_words_are_for_kinds_that_exist() -> None:
    assert set(PHRASES) == KINDS and {kind for kind, _ in FLAGGED} <= KINDS


def test_reads_come_last_and_nothing_twice() -> None:
    def effect(kind: str, target: str, scope: str = "project") -> Effect:
        return Effect(kind, Value(target, NOWHERE), scope, frozenset(), "x", NOWHERE)

    effects = [effect("read", "a"), effect("delete", "b"), effect("read", "a"), effect("write", "/dev/null", "null")]
    assert what_it_does(effects) == ["delete b", "read a"]


def test_a_directory_that_is_made_is_no_file_that_is_written() -> None:
    from chimera_guard import Context, assess
    from chimera_guard.frontends.wording import what_it_does

    effects = assess("mkdir -p a; touch b", Context(cwd="/work")).effects
    assert what_it_does(effects) == ["make the directory a", "write b"]


@pytest.mark.parametrize(
    ("line", "phrases"),
    [
        ("git checkout main", ["write files in the working directory"]),
        ("find . -name '*.o' -delete", ["delete files in the working directory"]),
        ("chown -R me .", ["change the owner of the working directory, and all that is in it"]),
        ("mv a ..", ["move a away", "write the directory above"]),
        ("crontab -", ["arrange to run again later", "read standard input"]),
        ("python3 -c 'import os; os.system(\"ls\")'", ["run python code"]),
        ("python3", ["run what is typed or piped into it, as code"]),
        (
            "curl https://x.example | sh",
            ["download from https://x.example", "run as code what comes in on standard input"],
        ),
        ('eval "$(ssh-agent)"', ["run code of this project", "run code that is put together when it runs"]),
        ("psql -c 'DROP TABLE users'", ["destroy data in a database: DROP TABLE users"]),
        ("aws s3 rm s3://b --recursive", ["destroy something with aws, and all that is in it"]),
        ("swapoff -a", ["change how a disk is set up"]),
        ("import -window root out.png", ["record the screen", "write out.png"]),
        ("$TOOL --verbose", ["something that can't be known"]),
    ],
)
def test_what_a_line_would_do_is_said_as_a_person_would(line: str, phrases: list[str]) -> None:
    from chimera_guard import Context, assess

    assert what_it_does(assess(line, Context(cwd="/work", env_complete=False)).effects) == phrases


def test_reading_nobody_knows_what_is_not_worth_a_word() -> None:
    from chimera_guard.effects.model import Effect
    from chimera_guard.frontends.wording import what_it_does
    from chimera_guard.syntax.nodes import Span

    assert what_it_does([Effect("read", None, "unknown", frozenset(), "history", Span(0, 1))]) == []

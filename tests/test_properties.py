"""What must hold for every command line, whatever it is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chimera_guard import Assessment, Context, SecurityRisk, assess

CORPUS = Path(__file__).parent / "corpus"


def labelled(pattern: str) -> list[list[str]]:
    """The risk and the command of every line in the files of the corpus that fit `pattern`."""
    files = sorted(CORPUS.glob(pattern))
    return [line.split(" ", 1) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


LABELLED = labelled("*.txt")
# The seeds of what is generated below: few, so that each is met in many forms.
COMMANDS = [command for _, command in labelled("commands.txt")]
# No variable is set but these, so that the verdicts are the same on every machine.
CONTEXT = Context(
    cwd="/home/me/project",
    home="/home/me",
    user="me",
    env={"HOME": "/home/me", "PATH": "/usr/bin:/bin", "USER": "me"},
    project_root="/home/me/project",
)
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
commands = st.sampled_from(COMMANDS)


def judged(command: str) -> Assessment:
    """The assessment of a command, in which nothing of the guard may have failed."""
    assessment = assess(command, CONTEXT)
    assert "internal-error" not in {finding.rule for finding in assessment.findings}, command
    return assessment


def not_below(command: str, other: str) -> None:
    """Assert that `other` is rated at least as risky as `command`."""
    before, after = judged(command).risk, judged(other).risk
    assert not before.is_riskier_than(after), f"{command!r} is {before.name}, {other!r} is {after.name}"


@pytest.mark.parametrize(("risk", "command"), LABELLED, ids=[command for _, command in LABELLED])
def test_the_label(risk: str, command: str) -> None:
    assessment = judged(command)
    assert assessment.risk is SecurityRisk[risk], [finding.rule for finding in assessment.findings]


# Quoting ------------------------------------------------------------------------------------------------------------

PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,@%+")
WORDS = [
    words
    for words in (command.split(" ") for command in COMMANDS)
    if all(PLAIN.issuperset(word) and word for word in words) and "=" not in words[0]
]


def piece_in_quotes(text: str, style: int) -> str:
    """One way to write `text`, which holds nothing special, in a shell."""
    return [
        text,
        f"'{text}'",
        f'"{text}"',
        "".join("\\" + letter for letter in text),
        "$'" + "".join(f"\\x{ord(letter):02x}" for letter in text) + "'",
        f'{text}""',
        f"\\\n{text}",
    ][style]


@st.composite
def quoted_differently(draw: st.DrawFn) -> tuple[str, str]:
    words = draw(st.sampled_from(WORDS))
    written = []
    for word in words:
        at = draw(st.integers(0, len(word)))
        pieces = [piece for piece in (word[:at], word[at:]) if piece]
        written.append("".join(piece_in_quotes(piece, draw(st.integers(0, 6))) for piece in pieces))
    return " ".join(words), " ".join(written)


@given(quoted_differently())
@patient
def test_quoting_differently_changes_nothing(pair: tuple[str, str]) -> None:
    plain, quoted = pair
    before, after = judged(plain), judged(quoted)
    assert before.risk is after.risk
    assert [finding.rule for finding in before.findings] == [finding.rule for finding in after.findings]
    assert [command.argv for command in before.commands] == [command.argv for command in after.commands]


# Wrapping -----------------------------------------------------------------------------------------------------------


def single(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


AROUND_LINES = [
    "bash -c {q}",
    "sh -c {q}",
    "env -i bash -c {q}",
    "sudo bash -c {q}",
    "eval {q}",
    "( {} )",
    "{{ {}; }}",
    "if true; then {}; fi",
    "while true; do {}; done",
    "for i in 1; do {}; done",
    "f() {{ {}; }}; f",
    "echo $({})",
    'echo "$({})"',
    "cat <({})",
    "{} | cat",
    "! {{ {}; }}",
    "time {{ {}; }}",
    "nohup bash -c {q} &",
    "timeout 10 bash -c {q}",
    "xargs -IITEM sh -c {q}",
    "find . -exec sh -c {q} \\;",
    "echo {q} | bash",
    "bash <<< {q}",
    "trap {q} EXIT",
    "watch {q}",
    "su -c {q}",
    "ssh localhost {q}",
    "systemd-run bash -c {q}",
    "docker run --rm -v /:/host image sh -c {q}",
    'python3 -c \'import os; os.system("""{p}""")\'',
]
AROUND_WORDS = [
    "sudo {}",
    "sudo -u root -- {}",
    "doas {}",
    "env A=1 {}",
    "command {}",
    "exec {}",
    "nohup {}",
    "nice -n 5 {}",
    "ionice -c3 {}",
    "timeout -k 5 10 {}",
    "time {}",
    "stdbuf -oL {}",
    "setsid {}",
    "xargs {}",
    "find . -exec {} \\;",
    "busybox {}",
    "strace -f {}",
    "flock lock {}",
    "parallel {} ::: 1",
]
MOST_LINES = [command for command in COMMANDS if "\n" not in command]


@pytest.mark.parametrize("around", AROUND_LINES)
@given(command=commands)
@patient
def test_wrapping_a_line_never_lowers_it(around: str, command: str) -> None:
    not_below(command, around.format(command, q=single(command), p=command.replace("\\", "\\\\").replace("'", "'\\''")))


@pytest.mark.parametrize("around", AROUND_WORDS)
@given(words=st.sampled_from(WORDS))
@patient
def test_wrapping_a_command_never_lowers_it(around: str, words: list[str]) -> None:
    command = " ".join(words)
    not_below(command, around.format(command))


HARMLESS = ["ls; {}", "{}; ls", "true && {}", "{} && echo done", "{} || true", "{} & wait", "echo x\n{}", "{} # really"]


@pytest.mark.parametrize("around", HARMLESS)
@given(command=commands)
@patient
def test_adding_something_harmless_never_lowers_it(around: str, command: str) -> None:
    not_below(command, around.format(command))


@given(one=commands, other=commands)
@patient
def test_two_commands_are_as_bad_as_the_worse(one: str, other: str) -> None:
    not_below(one, f"{one}\n{other}")
    not_below(other, f"{other}; {one}")


# Anything at all ----------------------------------------------------------------------------------------------------

TOKENS = st.sampled_from(
    "rm -rf / ~ * $x ${x:-y} $( ) ` ' \" \\ | || & && ; ;; \n ( ) { } [[ ]] (( )) < > << <<EOF EOF <<< >& # ! if then "
    "fi for in do done case esac while function time coproc a=b a+=(1 a[0]= $'\\x' {a,b} {1..9} \t \x00 \x1b \udcff é "
    "sudo eval bash -c xargs find -exec \\; :(){ := +".split(" ")
)


@given(st.text() | st.text(st.characters(), max_size=200) | st.lists(TOKENS, max_size=40).map(" ".join))
@settings(deadline=None, max_examples=400)
def test_assess_never_fails(command: str) -> None:
    assessment = judged(command)
    assert assessment.command == command
    for finding in assessment.findings:
        assert finding.span is None or 0 <= finding.span.start <= finding.span.end <= len(command)


def mutated(command: str, dice: random.Random) -> str:
    """`command` with a few random changes: cut, doubled, swapped, replaced, spliced with others."""
    for _ in range(dice.randint(1, 6)):
        at, to = sorted(dice.randint(0, len(command)) for _ in range(2))
        kind = dice.randrange(6)
        if kind == 0:
            command = command[:at] + command[to:]
        elif kind == 1:
            command = command[:to] + command[at:to] + command[to:]
        elif kind == 2:
            command = command[:at] + dice.choice("'\"`\\$(){}[]<>|&;#\n\t *?~!=\x00\x1b\udc80é") + command[at:]
        elif kind == 3:
            other = dice.choice(COMMANDS)
            command = command[:at] + other[: dice.randint(0, len(other))] + command[to:]
        elif kind == 4:
            command = command[:at] + command[at:to][::-1] + command[to:]
        else:
            token = dice.choice([" && ", "$(", ")", "<<E\n", "\nE\n", "${", "}", "$((", "))"])
            command = command[:at] + token + command[at:]
    return command


@pytest.mark.parametrize("seed", range(10))
def test_mutations_get_a_verdict(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(100):
        judged(mutated(dice.choice(COMMANDS), dice))


# Bounds -------------------------------------------------------------------------------------------------------------

MIB = 1 << 20
DEEP = 10_000
BOUNDLESS = {
    "a long word": "rm -rf / " + "a" * MIB,
    "a million words": "rm " + "a " * 1_000_000,
    "many commands": "rm -rf /; " * 100_000,
    "many pipes": "cat | " * 100_000 + "cat",
    "NULs": "\x00" * MIB,
    "NULs in words": "rm\x00-rf\x00/",
    "surrogates": "\udc80" * 100_000,
    "control bytes": "".join(chr(code) for code in range(32)) * 10_000,
    "nested parentheses": "( " * DEEP + "rm -rf /" + " )" * DEEP,
    "open parentheses": "(" * MIB,
    "nested substitutions": "echo " + "$(" * DEEP + "rm -rf /" + ")" * DEEP,
    "open substitutions": "$(" * (MIB // 2),
    "nested backticks": "`" * MIB,
    "nested parameters": "${a:-" * DEEP + "}" * DEEP,
    "nested arithmetic": "$((" * DEEP + "))" * DEEP,
    "nested braces": "{ " * DEEP + "ls" + "; }" * DEEP,
    "brace expansion": "rm " + "{a,b}" * 30,
    "brace range": "rm {1..999999999}",
    "nested brace expansion": "{a," * DEEP + "}" * DEEP,
    "nested quotes": "bash -c " * DEEP + "ls",
    "nested sudo": "sudo " * 100_000 + "rm -rf /",
    "here-documents": "cat <<E\nx\nE\n" * 20_000,
    "open here-documents": "cat <<E " * 20_000,
    "many assignments": "a=$a$a; " * 50_000,
    "doubling": "a=xxxxxxxxxxxxxxxx; " + "a=$a$a; " * 64 + "echo $a",
    "printf padding": "x=$(printf '%999999999d' 1); $x",
    "power": "echo $((9 ** 9 ** 9 ** 9))",
    "functions that call themselves": "f() { f; f; }; f",
    "aliases of aliases": "".join(f"alias a{i}='a{i + 1}; a{i + 1}'\n" for i in range(50)) + "a0",
    "functions of functions": "".join(f"f{i}() {{ f{i + 1}; f{i + 1}; }}\n" for i in range(50)) + "f0",
    "if after if": "if true; then " * DEEP + "ls" + "; fi" * DEEP,
    "case after case": "case a in a) " * DEEP + "ls" + ";; esac" * DEEP,
    "newlines": "\n" * MIB,
    "backslashes": "\\" * MIB,
    "quotes": "'\"" * (MIB // 2),
    "dollars": "$" * MIB,
    "globs": "ls " + "*" * 100_000,
    "comments": "# x\n" * (MIB // 4),
}


@pytest.mark.parametrize("name", BOUNDLESS)
def test_any_size_and_depth_gets_a_verdict(name: str) -> None:
    command = BOUNDLESS[name]
    assessment = judged(command)
    assert assessment.risk in SecurityRisk
    if "rm -rf /" in command and "\x00" not in command:
        assert assessment.risk.rank == 3


@pytest.mark.parametrize("command", ["echo " + "a" * (MIB + 1), "ls " * MIB])
def test_beyond_the_bound_nothing_is_certain(command: str) -> None:
    assessment = judged(command)
    assert assessment.risk is SecurityRisk.UNKNOWN
    assert [finding.rule for finding in assessment.findings] == ["beyond-bounds"]

"""Code that is larger than its reader's bounds is unknown, never harmless; and no code makes a reader slow."""

from __future__ import annotations

from shlex import quote

import pytest

from chimera_guard import SecurityRisk, assess
from chimera_guard.effects.code import read_code
from tests.steps import at_most

GRAVE = (SecurityRisk.HIGH, SecurityRisk.UNKNOWN)
LISTED = ",".join(f"'ls {i}'" for i in range(30))
FIELDS = ",".join(f"a{i}:'ls {i}'" for i in range(30))
RUN = "require('child_process').execSync"
END = f"{RUN}('rm -rf /')"
REMOVE = "Remove-Item -Recurse -Force /"
PAD = "a" * 70_000
BEHIND = [
    ("node -e", f"/*{PAD}*/{END}"),
    ("python3 -c", f"#{PAD}\nimport os; os.system('rm -rf /')"),
    ("psql -c", f"--{PAD}\ndrop database x"),
    ("awk", f'#{PAD}\nBEGIN {{ system("rm -rf /") }}'),
    ("node -e", "a=1;" * 6_000 + END),
    ("pwsh -c", "$a=1;" * 5_000 + REMOVE),
    ("pwsh -c", "& { " * 50 + REMOVE + " }" * 50),
    ("pwsh -c", f"foreach ($x in {LISTED},'/') {{ rm -r -fo $x }}"),
    ("node -e", "x='ls';" + "".join(f"a{i}=1;" for i in range(600)) + f"x='rm -rf /';{RUN}(x)"),
    ("node -e", "x='ls'" + "+''" * 140 + f"+'; rm -rf /';{RUN}(x)"),
    ("node -e", f"for (const c of [{LISTED},'rm -rf /']) {RUN}(c)"),
    ("node -e", f"o={{{FIELDS},z:'rm -rf /'}};{RUN}(o[k])"),
    (
        "node -e",
        f"for (const a of ['x','rm']) for (const b of ['y','-rf']) {RUN.replace('Sync', 'FileSync')}(a,[b,'/'])",
    ),
    ("python3 -c", f"import os\n[os.system(c) for c in [{LISTED},'rm -rf /']]"),
    ("python3 -c", f"import os\nfor c in [{LISTED},{LISTED},{LISTED},'rm -rf /']: os.system(c)"),
]
PIECES = (
    *("(", "{", "[", "$(", "${", "`", "'", '"', "\\", "a ", "a;", "a|", "if a;", "@{", "$x=", "%", "<#", "lambda:"),
    *("not ", "1+", "select (", "begin ", "function f{", "f(){", "$x", "def f():\n ", "a.b", "a[", "//", "/*", "qq("),
    *("%w[", "<<~A\n", "#{", "@'\n", ".\n", "x='a';", "a=>", "a,", "f(a)+", "[a]."),
)
LANGUAGES = "node ruby python sql awk sed powershell cmd mongo jq ex"  # with a reader, or a syntax, of its own
ROUNDS = [
    "x = 'ls'\nwhile True:\n os.system(x)\n x = 'rm -rf /'",
    "x = 'ls'\nfor line in sys.stdin:\n os.system(x)\n x = 'rm -rf /'",
    "x, y = 'ls', 'ls'\nwhile a():\n os.system(x)\n x = y\n y = 'rm -rf /'",
    "a, i = ['ls', 'rm -rf /'], 0\nwhile i < 2:\n os.system(a[i])\n i += 1",
]


@pytest.mark.parametrize(("program", "code"), BEHIND, ids=range(len(BEHIND)))
def test_what_stands_beyond_the_bounds_is_no_less_grave(program: str, code: str) -> None:
    assert assess(f"{program} {quote(code)}").risk in GRAVE


@pytest.mark.parametrize("code", ROUNDS)
def test_what_one_round_leaves_to_the_next_is_seen(code: str) -> None:
    assert assess(f"python3 -c {quote('import os, sys' + chr(10) + code)}").risk in GRAVE


@pytest.mark.parametrize("language", LANGUAGES.split())
def test_no_code_makes_a_reader_slow(language: str) -> None:
    for piece in PIECES:
        with at_most(1_000_000):
            read_code(language, piece * (3_000 // len(piece)))


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("node", "do { f() } while"),
        ("ruby", "a until"),
        ("sql", "not not"),
        ("cmd", '""'),
        ("cmd", "for %i in (a) do %i"),
    ],
)
def test_code_that_ends_too_early_is_read(language: str, code: str) -> None:
    read_code(language, code)

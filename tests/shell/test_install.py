"""Start-up files: edited once, kept otherwise as they were, and a new shell is guarded."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chimera_guard.frontends import doctor
from chimera_guard.frontends.hook import runtime, scripts
from chimera_guard.frontends.install import (
    BACKUP,
    BEGIN,
    EDITED,
    END,
    InstallError,
    block,
    install,
    installed,
    login_shell,
    startup_file,
    uninstall,
    with_block,
    without_block,
)

from .driver import ASKS, ROOT, Home, wait_until

COMMAND = "/opt/guard's place/chimera-guard"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path)}


@given(st.text(alphabet="ab #\n>", max_size=50))
def test_the_block_goes_in_once_and_out_again(text: str) -> None:
    wanted = block("bash", COMMAND)
    once = with_block(text, wanted)
    assert with_block(once, wanted) == once
    assert without_block(once) == (text if not text or text.endswith("\n") else text + "\n")
    assert installed(once) and not installed(text)


def test_an_older_block_is_replaced_where_it_stands() -> None:
    old = with_block("first\n", block("bash", "/old/chimera-guard")) + "last\n"
    new = with_block(old, block("bash", COMMAND))
    assert new == "first\n" + block("bash", COMMAND) + "last\n"


def test_install_and_uninstall(shell_name: str, env: dict[str, str]) -> None:
    path = Path(startup_file(shell_name, env))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"# mine \xff\r\n")
    path.chmod(0o640)
    said = install(shell_name, COMMAND, env)
    assert str(path) in said and BACKUP in said
    assert Path(f"{path}{BACKUP}").read_bytes() == b"# mine \xff\r\n"
    edited = path.read_bytes()
    assert "nothing was changed" in install(shell_name, COMMAND, env)
    assert path.read_bytes() == edited
    assert path.stat().st_mode & 0o777 == 0o640
    assert str(path) in uninstall(shell_name, env)
    assert path.read_bytes() == b"# mine \xff\r\n"
    assert "nothing was changed" in uninstall(shell_name, env)


def test_a_file_that_was_not_there_is_made(shell_name: str, env: dict[str, str]) -> None:
    install(shell_name, COMMAND, env)
    assert BEGIN in Path(startup_file(shell_name, env)).read_text()


def test_a_linked_file_stays_a_link(env: dict[str, str], tmp_path: Path) -> None:
    real = tmp_path / "dotfiles"
    real.write_text("x\n")
    Path(startup_file("bash", env)).symlink_to(real)
    install("bash", COMMAND, env)
    assert Path(startup_file("bash", env)).is_symlink() and BEGIN in real.read_text()


def test_half_a_block_is_left_alone(env: dict[str, str]) -> None:
    path = Path(startup_file("zsh", env))
    path.write_text(f"{BEGIN}\nmine\n")
    for edit in (lambda: install("zsh", COMMAND, env), lambda: uninstall("zsh", env)):
        with pytest.raises(InstallError):
            edit()
    assert path.read_text() == f"{BEGIN}\nmine\n"


def test_a_file_that_is_read_only_stays_as_it_is(shell_name: str, env: dict[str, str]) -> None:
    path = Path(startup_file(shell_name, env))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x\n")
    path.chmod(0o444)
    with pytest.raises(InstallError, match="read-only.*by hand"):
        install(shell_name, COMMAND, env)
    assert path.read_text() == "x\n"


def test_a_copy_can_be_read_by_nobody_else(env: dict[str, str]) -> None:
    path = Path(startup_file("bash", env))
    path.write_text("export TOKEN=secret\n")
    path.chmod(0o600)
    install("bash", COMMAND, env)
    assert {each.stat().st_mode & 0o777 for each in (path, Path(f"{path}{BACKUP}"))} == {0o600}


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make files of somebody else")
def test_a_file_stays_with_its_owner(env: dict[str, str]) -> None:
    path = Path(startup_file("bash", env))
    path.write_text("x\n")
    os.chown(path, 65534, 65534)
    install("bash", COMMAND, env)
    assert path.stat().st_uid == Path(f"{path}{BACKUP}").stat().st_uid == 65534


@pytest.mark.parametrize("again", [install, None], ids=["install", "uninstall"])
def test_lines_of_somebody_in_the_block_are_kept_beside_it(
    shell_name: str, again: Callable[..., str] | None, env: dict[str, str]
) -> None:
    path = Path(startup_file(shell_name, env))
    install(shell_name, COMMAND, env)
    assert EDITED not in uninstall(shell_name, env)
    install(shell_name, COMMAND, env)
    path.write_text(path.read_text().replace(END, f"alias mine='x'\n{END}"))
    edited = path.read_text()
    said = again(shell_name, COMMAND, env) if again else uninstall(shell_name, env)
    assert f"{path}{EDITED}" in said
    assert Path(f"{path}{EDITED}").read_text() == edited
    assert "mine" not in path.read_text()


def test_a_block_that_is_there_twice_goes_twice(env: dict[str, str]) -> None:
    path = Path(startup_file("bash", env))
    path.write_text("first\n" + block("bash", COMMAND) + "second\n" + block("bash", COMMAND) + "third\n")
    uninstall("bash", env)
    assert path.read_text() == "first\nsecond\nthird\n"


def test_a_file_of_another_system_keeps_its_line_ends(shell_name: str, env: dict[str, str]) -> None:
    """An editor may have given them to the block, too."""
    path = Path(startup_file(shell_name, env))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"a\r\n" + block(shell_name, COMMAND).encode().replace(b"\n", b"\r\n") + b"b\r\n")
    install(shell_name, COMMAND, env)
    assert path.read_bytes() == b"a\r\n" + block(shell_name, COMMAND).encode() + b"b\r\n"
    uninstall(shell_name, env)
    assert path.read_bytes() == b"a\r\nb\r\n"


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_a_directory_that_only_zsh_knows_of(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / ".zshenv").write_text("ZDOTDIR=$HOME/.config/zsh\n")
    assert startup_file("zsh", env) == f"{tmp_path}/.config/zsh/.zshrc"
    (tmp_path / ".zshenv").write_text("# no ZDOTDIR\n")
    assert startup_file("zsh", env) == f"{tmp_path}/.zshrc"


@pytest.mark.parametrize(
    ("files", "gap"),
    [
        ({}, "/.bash_profile:"),
        ({".profile": ". ~/.bashrc\n"}, ""),
        ({".profile": "x\n"}, "/.profile,"),
        ({".bash_profile": "x\n", ".profile": ". ~/.bashrc\n"}, "/.bash_profile,"),
        ({".bash_profile": "[ -f ~/.bashrc ] && . ~/.bashrc\n"}, ""),
    ],
)
def test_a_login_shell_that_does_not_read_the_file(
    files: dict[str, str], gap: str, env: dict[str, str], tmp_path: Path
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    said = install("bash", COMMAND, env)
    assert (f"{tmp_path}{gap}" in said) if gap else ("But login" not in said)


def test_half_a_block_is_named_with_its_file(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / ".bashrc").write_text(f"{BEGIN}\nmine\n")
    for change in (lambda: install("bash", COMMAND, env), lambda: uninstall("bash", env)):
        with pytest.raises(InstallError, match=f"{tmp_path}/.bashrc: a line with .* mend that by hand"):
            change()
    assert (tmp_path / ".bashrc").read_text() == f"{BEGIN}\nmine\n"


def test_a_home_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(InstallError, match="the home directory, is not there"):
        install("bash", COMMAND, {"HOME": f"{tmp_path}/gone"})
    assert list(tmp_path.iterdir()) == []


def test_the_files_of_each_shell() -> None:
    env = {"HOME": "/h", "ZDOTDIR": "/z", "XDG_CONFIG_HOME": "/c"}
    found = [startup_file(shell, env) for shell in scripts.SHELLS]
    assert found == ["/h/.bashrc", "/z/.zshrc", "/c/fish/config.fish"]


def test_the_login_shell_is_one_of_ours_or_an_error() -> None:
    try:
        assert login_shell() in scripts.SHELLS
    except InstallError as error:
        assert "name one" in str(error)


@pytest.mark.shells
def test_an_installed_shell_is_guarded_and_says_so(shell_name: str, home: Home, command: Path) -> None:
    done = subprocess.run([command, "install", shell_name], env=home.env, capture_output=True, text=True, check=True)
    assert "New" in done.stdout
    program = shutil.which(shell_name)
    assert program
    arguments = ["-i"] if shell_name != "zsh" else ["-d", "-i"]
    with pexpect.spawn(program, arguments, env=home.env, cwd=str(home.path), encoding="utf-8", timeout=20) as child:
        child.send("echo re''ady\r")
        child.expect("ready")
        child.send("touch victim\r")
        child.expect(ASKS)
        child.send("n")
        rival = "function _tirith_hook; end" if shell_name == "fish" else "_tirith_hook() { :; }"
        child.send(f"{rival}\r")
        child.send("chimera-guard status\r")
        if child.expect([ASKS, f"{shell_name}.*: guarded"]) == 0:
            child.send("y")
            child.expect(f"{shell_name}.*: guarded")
        child.expect("conflict +tirith")
        child.expect("server +up, pid")
        child.expect("latency")
    assert not (home.path / "victim").exists()


def test_status_of_a_shell_without_the_hook(home: Home, command: Path) -> None:
    done = subprocess.run([command, "status"], env=home.env, capture_output=True, text=True, check=False)
    assert done.returncode == doctor.UNGUARDED
    assert "not guarded" in done.stdout


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("shell=bash\nversion=5\noff=\nlayer Enter=yes\nlayer PS0=yes\nfifo=yes", doctor.GUARDED),
        ("shell=bash\nversion=5\noff=\nlayer Enter=no\nlayer PS0=yes\nfifo=yes", doctor.PARTLY),
        ("shell=bash\nversion=5\noff=\nlayer Enter=no\nlayer PS0=no\nfifo=yes", doctor.UNGUARDED),
        ("shell=bash\nversion=5\noff=\nlayer Enter=no: why\nlayer PS0=no\nlayer fc watch=no", doctor.UNGUARDED),
        ("shell=bash\nversion=5\noff=yes\nlayer Enter=yes\nlayer PS0=yes\nfifo=yes", doctor.UNGUARDED),
        ("shell=bash\nversion=5\noff=\nlayer Enter=yes\nlayer PS0=yes\nfifo=yes\nentry=/gone.py", doctor.UNGUARDED),
        ("shell=zsh\nversion=5\noff=\nlayer accept widgets=wrapped by x\nlayer preexec=yes", doctor.PARTLY),
    ],
)
def test_status_is_honest(told: str, status: int, home: Home) -> None:
    report = doctor.status({**home.env, "CHIMERA_GUARD_SHELL": told})
    assert report.status == status


def test_status_names_what_else_can_take_enter(home: Home) -> None:
    told = "shell=bash\nversion=5\nlayer Enter=yes\nlayer PS0=yes\nfifo=yes\nfunctions=ls __atuin_history _tirith_hook"
    report = doctor.status({**home.env, "CHIMERA_GUARD_SHELL": told})
    lines = [line for line in report.lines if "conflict" in line]
    assert len(lines) == 2 and "tirith" in lines[0] and "atuin" in lines[1]
    assert report.status == doctor.GUARDED
    without = doctor.status({**home.env, "CHIMERA_GUARD_SHELL": told.partition("functions=")[0]})
    assert not any("conflict" in line for line in without.lines)


def test_doctor_of_a_start_up_file_that_is_none(home: Home) -> None:
    (home.path / ".bashrc").mkdir()
    (line,) = [line for line in doctor.doctor(home.env).lines if "start-up bash" in line]
    assert line.endswith(f"{home.path}/.bashrc: Is a directory")


def test_doctor_names_what_is_wrong(home: Home, command: Path) -> None:
    home.settings.write_text("threshold = 7\n")
    os.mkdir(home.directory, 0o700)
    os.chmod(home.directory, 0o755)
    done = subprocess.run([command, "doctor"], env=home.env, capture_output=True, text=True, check=False)
    assert "config.toml" in done.stdout and "only you can enter" in done.stdout
    assert done.returncode


def test_status_of_a_directory_that_cannot_be_made(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    env = {**home.env, "CHIMERA_GUARD_SHELL": f"shell=bash\ndirectory={home.directory}"}
    monkeypatch.setattr(os, "access", lambda path, mode: path != str(home.run))
    assert f"{home.run} can't be written" in doctor.status(env).lines[-1]
    assert runtime.directory({"TMPDIR": str(home.run)}).startswith("/tmp/chimera-guard-")


def test_a_server_that_died_is_no_fault(home: Home) -> None:
    os.kill(home.start(), signal.SIGKILL)
    assert wait_until(lambda: not home.server())
    assert doctor.status(home.env).lines[-1].endswith("the next line starts it")


def test_init_reads_the_file_alone(home: Home, command: Path) -> None:
    """As the hook does: what a variable says, a command line could have said."""
    home.settings.write_text('[hook]\non_failure = "strict"\n')
    env = {**home.env, "CHIMERA_GUARD_HOOK_ON_FAILURE": "warn", "CHIMERA_GUARD_POLICY": "nonsense"}
    done = subprocess.run([command, "init", "bash"], env=env, capture_output=True, text=True, check=True)
    assert "__cg_strict=1\n" in done.stdout and done.stderr == ""


def test_init_prints_what_a_shell_can_read(shell_name: str, home: Home, command: Path) -> None:
    done = subprocess.run([command, "init", shell_name], env=home.env, capture_output=True, text=True, check=True)
    checked = subprocess.run([shell_name, "-n"], input=done.stdout, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "guard." in done.stdout


def test_the_scripts_are_clean() -> None:
    if shutil.which("shellcheck") is None:
        pytest.skip("shellcheck is not installed")
    files = sorted((ROOT / "shell").glob("*.bash"))
    assert len(files) == 4
    done = subprocess.run(["shellcheck", "-x", *files], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == ""


def test_the_scripts_are_short() -> None:
    for path in (ROOT / "shell").iterdir():
        assert len(path.read_text().splitlines()) <= 150, path.name


def test_only_interactive_shells_source_anything(shell_name: str, env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "chimera-guard").write_text('#!/bin/sh\necho "touch $HOME/evaluated"\n')
    (tmp_path / "chimera-guard").chmod(0o755)
    install(shell_name, str(tmp_path / "chimera-guard"), env)
    code = f"source '{startup_file(shell_name, env)}'"
    env = {**env, "PATH": os.environ["PATH"]}
    done = subprocess.run([shell_name, "-c", code], env=env, capture_output=True, text=True, timeout=20, check=True)
    assert (done.stdout, done.stderr) == ("", "")
    assert not (tmp_path / "evaluated").exists()

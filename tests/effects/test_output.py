"""What commands print: seen in what a command substitution puts in front of another command."""

from __future__ import annotations

import pytest

from chimera_guard import assess


def rules(line: str) -> set[str]:
    return {finding.rule for finding in assess(line).findings}


@pytest.mark.parametrize(
    "command",
    [
        *("mkdir -p x", "rmdir x", "rm -rf x", "rm -- x", "touch -d yesterday x", "cp -r a b", "mv --backup=off a b"),
        *("ln -s a b", "chmod 755 x", "chown -R bob x", "sleep 1", ":", "true", "[ a = b ]", "test -f x", "let i=1"),
        *("read x", "unset x", "shift", "exit 1", "umask 022"),
    ],
)
def test_what_prints_nothing_puts_nothing_in_front_of_a_command(command: str) -> None:
    found = rules(f"$({command}) rm -rf /")
    assert "deletion-root" in found
    assert "unknown-command" not in found


@pytest.mark.parametrize(
    "command",
    [
        *("mkdir -pv x", "rmdir --verbose x", "rm -v x", "rm --help", "cp --verb a b", "mv -v a b", "ln -sv a b"),
        *("chmod -c 755 x", "chown --changes bob x", "umask", "umask -S 022", "umask -p", "times", "rm --odd x"),
        *("rm $x", "touch ''", "add-zsh-hook -L"),
    ],
)
def test_what_talks_about_its_work_prints_a_text_that_is_not_known(command: str) -> None:
    assert "unknown-command" in rules(f"$({command}) rm -rf /")

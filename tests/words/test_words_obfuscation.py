"""What obfuscation hides is plain again once the words are folded."""

from __future__ import annotations

import pytest

from chimera_guard import assess


def commands(line: str) -> list[tuple[str | None, ...]]:
    """The arguments of everything that would run."""
    return [command.argv for command in assess(line).commands]


@pytest.mark.parametrize(
    "line",
    [
        "r''m -\"r\"f \\/",
        "$'\\x72\\155' -rf /",
        "r${@}m${*##x} -r${*//a/b}f ${@^^} /",
        "a=r b=m; $a$b -rf /",
        "a=mr; ${a:1}; ${a:1:1}${a:0:1} -rf /",
        "x='rm -rf /'; $x",
        "x=RM; ${x,,} -rf /",
        "x=xxrmxx; ${x//x} -rf /",
        "a=(rm -rf /); ${a[@]}",
        "a=(f / r m); ${a[2]}${a[3]} -${a[2]}${a[$((1-1))]} ${a[1]}",
        "{rm,-rf,/}",
        "x=$((0)); r${x#0}m -rf /",
        "IFS=_; x=rm_-rf_/; $x",
        "rm${IFS}-rf${IFS}/",
        "p=x; x='rm -rf /'; ${!p}",
        "eval \"$(printf '%b' '\\162m -rf /')\"",
        'eval "$(echo cm0gLXJmIC8= | base64 -d)"',
        "bash <<< \"$(printf %s '/ fr- mr' | rev)\"",
        "printf '726d202d7266202f' | xxd -r -p | sh",
        "eval \"$(tr n-za-m a-z <<< 'ez -es /')\"",
        "echo 'xm -xf /' | sed 's/x/r/g' | bash",
        "eval $(awk '{print $2, $1, $3}' <<< '-rf rm /')",
        "printf 'a\\nrm -rf /\\n' | tail -n1 | bash",
        "eval \"r$(printf 'x' | md5sum | cut -c 100-)m -rf /\"",
        "r\\\nm -rf /",
        "$(echo r)m -rf /",
        "`echo rm` -rf /",
        "eval \"$(printf '\\\\x%s' 72 6d 20 2d 72 66 20 2f | xargs -0 printf)\"",
        "[ -z $u ] && x=rm || x=ls; $x -rf /",
    ],
)
def test_it_says_what_runs(line: str) -> None:
    assert ("rm", "-rf", "/") in commands(line)


@pytest.mark.parametrize(
    "line", ["$UNKNOWN -rf /", "${1}m -rf /", "r${UNKNOWN:-m}", "$(date)", "${RANDOM} x", "/bin/r? x"]
)
def test_what_can_not_be_known_is_not_guessed(line: str) -> None:
    assert any(argv[0] is None or None in argv for argv in commands(line))

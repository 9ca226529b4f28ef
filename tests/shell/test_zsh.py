"""zsh's language, rewritten: each line does the same in both shells."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chimera_guard import SecurityRisk, assess
from chimera_guard.context import Context
from chimera_guard.syntax import parse
from chimera_guard.syntax.dialects.zsh import translate

from .same import shown_by

# Each prints the same in zsh as its translation does in bash, in a directory with the files a.txt and b.txt.
SAME = [
    "x=host; echo $x:foo $x:h $x:gone $x:s/h/j/ \"$x:h\" '$x'",
    'y=/a/b.c; echo $y:h ${y:t} "$y:r" $y:h/z ${y:u}',
    'a=(r s t); echo $a[1] $a[2,3] "$a[1]" "$a" x$a $#a ${#a} ${a[-1]} $a[-1] $a[2,-1]',
    "s=hello; echo $s[1] $s[2,3] ${s[1]} ${s[2,-1]} ${s:1:2} ${s: -2}",
    "x=1; echo ${+x} b",
    'e=; printf "[%s]" $e a "$e" b',
    "v='a b'; printf '[%s]' $v ${=v} \"$v\"",
    "typeset -A h; h=(a 1 b 2); echo $h[a] ${h[b]} \"$h[a]\"",
    "z=1; echo ${x:=q} $x ${z:-w} ${n-d} ${z+set}",
    'echo foo"$"bar $"abc" $\'a\\tb\' a#b',
    "a=(1 2 3); for i in $a; do echo $i; done; for i ($a) echo $i",
    "if [[ -n x ]] echo short; if true; then echo a; fi",
    "for i in 1 2; echo $i; for i (1 2) { echo $i }",
    "repeat 1 echo rep",
    "repeat 1 { echo a; echo b }",
    "() { echo anon $1 } arg; echo after",
    "function { echo nameless }",
    "function ff gg { echo fn $1 }; ff 1; gg 2",
    "f() echo one-liner; f; g () { echo g }; g",
    "{ echo try } always { echo fin }; { echo a } | cat",
    "case x { (x|y) echo cx ;; *) echo no ;; }",
    "case abc in (a|b)*) echo c2 ;; x*) echo c3 ;; esac; case q in q) echo 1 ;| *) echo 2 ;; esac",
    "n=0; while (( n++ < 2 )) { echo n$n }; until (( n > 4 )); do (( n++ )); done; echo $n",
    "x=a,b,c; echo ${(s:,:)x} end",
    "l=a,b; echo ${(s:,:)l}; echo ${(f)\"$(printf 'a\\nb')\"}",
    "echo $[1+2] $((1+2)) $(( (1+2)*2 ))",
    'echo ${$(echo w)} ${"$(echo q w)"} `echo b`',
    "echo =ls; =echo hi",
    "! false && echo neg; ! true; echo $?",
    "echo a &|\nwait; echo b &!\nwait",
    "foreach q (m n); echo $q; end\nforeach q in r s; do echo $q; done",
    "if [[ -n x ]] { echo A } elif [[ -n y ]] { echo B } else { echo C }",
    "if (( 0 )) { echo D } else { echo E }\nif [[ -z x ]]; then echo 1; elif true; then echo 2; else echo 3; fi",
    "echo x > out; echo y >! out; cat out; echo z >>! out; cat < out; ls none &>! err; echo $?",
    "cat <<EOF\na $((1+1)) \"q\" $HOME:h\nEOF\necho after",
    "cat <<'EOF' | tr a b; echo in\na $x\nEOF\necho after",
    "x=$(cat <<-EOF\n\tin\n\tEOF\n); echo $x",
    "ls *.txt(N) *.(txt|md)(N) a*(.)",
    "ls (a|b).txt [ab].txt",
    "ls *(.)",
    "cat =(echo temp) <(echo sub)",
    "set -- p q; echo $1 $# $@ \"$*\" $argv[2] $*",
    "echo ${1:-none} $10",
    "[[ abc == (a|b)* && ( -f a.txt || -d x ) ]] && echo yes; [[ b < c ]] && echo lt",
    "typeset -i i=3; local_=1; export V=1; echo $i $V; typeset a=(x y); echo $a[2]",
    "echo 'it''s' \"a `echo \\`echo n\\``\" \\$x",
    "echo a\\\nb; echo c # comment",
    "echo {1..3} {a,b}c ~+ $?",
    "for k v in a; do echo $k; done",
    "x=(a b c); x[2]=Z; echo $x; x+=(d); echo $#x $x[4]",
    "(echo sub; exit 3); echo $?; (( 1 + 1 )) && echo ar",
    "echo a || echo b && echo c | cat",
    "echo $(( 16 > 3 ))",
    "f() { echo $# $2; return 4 }; f 'a b' c; echo $?",
    "echo out 2>&1 | cat; echo e 1>&2",
    "select x in; do break; done < /dev/null; echo $?",
    "print_() { local x=1; echo $x }; print_; x=; [[ -z $x ]] && echo empty",
]  # fmt: skip


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
@pytest.mark.parametrize("line", SAME)
def test_a_line_does_the_same(line: str, tmp_path: Path) -> None:
    shown = shown_by([["zsh", "-f", "-c", line], ["bash", "-c", translate(line)]], tmp_path)
    assert shown[0] == shown[1] != ""


NO_LINES = ["echo )", "if true", "echo 'a", 'echo "a', "for", "echo ${x", "| a", "a |", "{ a", "cat <<E", "[[ a", "f("]


@pytest.mark.parametrize("line", NO_LINES)
def test_what_is_no_line_is_refused(line: str) -> None:
    assert assess(line, Context(dialect="zsh")).risk is SecurityRisk.UNKNOWN


@given(st.text(alphabet="ab $()'\"\\\n;|&<>{}[]#~*`^=!:-", max_size=60))
def test_any_text_is_translated_or_refused(text: str) -> None:
    assert parse(text, "zsh").source is not None


@pytest.mark.parametrize("text", ["(", "$(", "${", "$x[", "`", "{ ", "f() ", "a=(", "((", "*(e:", "<1-", '"$x', "[[ "])
def test_deep_and_long_texts_end(text: str) -> None:
    for many in (text * 65_536)[:65_535], text * 300_000:
        assert assess(many, Context(dialect="zsh")).risk is SecurityRisk.UNKNOWN

"""zsh's own commands whose arguments the other shell wants in another form. Source: zshbuiltins(1); zsh 5.9."""

from __future__ import annotations

from collections.abc import Callable

from chimera_guard.syntax.dialects import UNKNOWN
from chimera_guard.syntax.dialects.zsh.names import NAME
from chimera_guard.syntax.dialects.zsh.words import Words

_LETTERS = {"y": "shwordsplit", "k": "interactivecomments", "I": "ignorebraces", "P": "rcexpandparam"}


def bare(word: str) -> str:
    """A word without the quotes around it."""
    return word[1:-1] if word[:1] in ("'", '"') and word[-1:] == word[:1] and len(word) > 1 else word


class Builtins(Words):
    """Writes anew what such commands are given."""

    def renamed(self, name: str, words: list[str]) -> str:
        """A command, its arguments as the other shell wants them."""
        if not name and len(words) == 1 and words[0].startswith("argv=("):
            return f"set -- {words[0][6:-1]}"
        rewrite = _REWRITES.get(name)
        if rewrite is None:
            return " ".join(words)
        start = words.index(name)  # assignments and redirections may stand before it
        written = rewrite(self, words[start:])
        return " ".join([*words[:start], *(words[start:] if written is None else [written])])

    def _setopt(self, words: list[str]) -> None:
        self.set_options(words[1:], words[0] == "setopt")

    def _emulate(self, words: list[str]) -> str | None:
        shell = next((word for word in words[1:] if word in ("sh", "ksh", "csh", "zsh")), "")
        if "-c" in words[1:-1]:  # code for that shell
            return " ".join([shell or "sh", "-c", *words[words.index("-c") + 1 :]])
        if shell in ("sh", "ksh"):
            self.options = (self.options | {"shwordsplit", "ksharrays"}) - {"equals"}
        return None

    def _unset(self, words: list[str]) -> str | None:
        """Elements of `mapfile` are files."""
        names = [word.strip("'\"") for word in words[1:]] if self.has_mapfile() else []
        files = [name[8:-1] for name in names if name.startswith("mapfile[")]
        return "rm -- " + " ".join(files) if files else None

    def _set(self, words: list[str]) -> str | None:
        option = words[1] if len(words) > 1 else ""
        if option in ("-A", "+A") and len(words) > 2:
            self.sorts[words[2]] = "array" if option == "-A" else "unknown"
            values = " ".join(words[3:])
            return f"{words[2]}=({values})" if NAME.issuperset(words[2]) else f"declare -a {words[2]}; : {values}"
        if option == "-o":
            self.set_options(words[2:], True)
        elif option[:1] in ("-", "+") and option[1:2] not in ("-", "o"):
            self.set_options([_LETTERS[letter] for letter in option[1:] if letter in _LETTERS], option[0] == "-")
        return None

    def _shift(self, words: list[str]) -> None:
        """Arrays, too."""
        self.sorts.update({word: "unknown" for word in words[1:] if word in self.sorts})

    def _zstyle(self, words: list[str]) -> str | None:
        """`-e`: code that makes what is looked up."""
        return f"{' '.join(words)}\neval {' '.join(words[4:])}" if words[1:2] == ["-e"] else None

    def _alias(self, words: list[str]) -> str | None:
        if "-s" in words[1:]:  # what is run with a file of that kind
            calls = [f'({bare(bare(word).partition("=")[2])} "{UNKNOWN}")' for word in words[2:] if "=" in word[:-1]]
            return "\n".join([": alias", *calls])
        if "-g" in words[1:]:  # a part of a line: what it does behind a command
            for word in words[1:]:
                key, equals, value = bare(word).partition("=")
                if equals:
                    self.pending[key] = bare(value)
            return " ".join(word.replace("=", "=': '", 1) for word in words if word != "-g")
        return None

    def _hash(self, words: list[str]) -> str | None:
        if len(words) < 2 or "=" not in words[-1]:
            return None
        program, _, path = words[-1].partition("=")
        if words[1:-1] == ["-d"] and path.startswith(("~/", "$HOME/")) and ".." not in path:
            return f"hash -d {program}"  # a short name for a directory, `~program`, as harmless as that of a user
        return f"hash -p {path} {program}"

    def _print(self, words: list[str]) -> str | None:
        if any(word.startswith("-") and "P" in word for word in words):
            subst = "promptsubst" in self.options  # which runs what the texts hold
            texts = [word for word in words[1:] if "$(" in word or "`" in word or (subst and "$" in word)]
            words += [f"$(eval ': \"'{text}'\"')" for text in texts]
        return self.printed(words) or " ".join(words)

    def _functions(self, words: list[str]) -> str | None:
        """`-M`: what sums call."""
        if not any(word.startswith("-M") for word in words[1:]):
            return None
        called = words[-1] if len(words) > 5 else words[2] if len(words) > 2 else words[1][2:]
        self.hooks.add(called)
        return f'{" ".join(words)}\n{called} "{UNKNOWN}"'

    def _add_zsh_hook(self, words: list[str]) -> str:
        self.hooks |= set(words[2:])
        return "\n".join([" ".join(words), *(f"({word})" for word in words[2:] if word in self.defined)])

    def _declared(self, words: list[str]) -> str:
        return " ".join(["declare -i" if words[0] == "integer" else "declare", *words[1:]])

    def _zargs(self, words: list[str]) -> str | None:
        """Arguments, and behind the last `--` the command that takes them."""
        if "--" not in words:
            return None
        last = len(words) - 1 - words[::-1].index("--")
        return " ".join([*words[last + 1 :], *(word for word in words[1:last] if word != "--")])

    def set_options(self, names: list[str], on: bool) -> None:
        """Note `setopt name` and `unsetopt name`: either spelling of either."""
        for name in names:
            plain = name.lower().replace("_", "")
            yes = on != plain.startswith("no")
            plain = plain.removeprefix("no")
            self.options = self.options | {plain} if yes else self.options - {plain}

    def printed(self, words: list[str]) -> str:
        """`print -v name text`, which sets a variable; empty for what only prints."""
        places = [at for at, word in enumerate(words[:-1]) if word[:1] == "-" != word[1:2] and word[-1] == "v"]
        if not places or not NAME.issuperset(variable := words[places[0] + 1]):
            return ""
        self.sorts[variable] = "scalar"
        rest = words[1 : places[0]] + words[places[0] + 2 :]
        end = rest.index("--") if "--" in rest else len(rest)
        options = [word for word in rest[:end] if word[:1] == "-"]
        operands = [word for word in rest[:end] if word[:1] != "-"] + rest[end + 1 :]
        if len(operands) != 1 or any("f" in option for option in options):
            return f'{variable}="{UNKNOWN}"; : {" ".join(operands)}'
        return f"printf -v {variable} %s {operands[0]}"


_REWRITES: dict[str, Callable[[Builtins, list[str]], str | None]] = {
    "setopt": Builtins._setopt,
    "unsetopt": Builtins._setopt,
    "emulate": Builtins._emulate,
    "unset": Builtins._unset,
    "set": Builtins._set,
    "shift": Builtins._shift,
    "zstyle": Builtins._zstyle,
    "alias": Builtins._alias,
    "hash": Builtins._hash,
    "print": Builtins._print,
    "functions": Builtins._functions,
    "add-zsh-hook": Builtins._add_zsh_hook,
    "integer": Builtins._declared,
    "float": Builtins._declared,
    "private": Builtins._declared,
    "zargs": Builtins._zargs,
}

"""zsh's own commands whose arguments the other shell wants in another form. Source: zshbuiltins(1); zsh 5.9."""

from __future__ import annotations

from chimera_guard.syntax.dialects import UNKNOWN
from chimera_guard.syntax.dialects.zsh.names import NAME
from chimera_guard.syntax.dialects.zsh.words import Words

_LETTERS = {"y": "shwordsplit", "k": "interactivecomments", "I": "ignorebraces", "P": "rcexpandparam"}
_TYPED = frozenset({"integer", "float", "private"})


def bare(word: str) -> str:
    """A word without the quotes around it."""
    return word[1:-1] if word[:1] in ("'", '"') and word[-1:] == word[:1] and len(word) > 1 else word


class Builtins(Words):
    """Writes anew what such commands are given."""

    def renamed(self, name: str, words: list[str]) -> str:
        """A command whose arguments the other shell wants in another form."""
        if name in ("setopt", "unsetopt"):
            self.set_options(words[1:], name == "setopt")
        if name == "emulate":
            shell = next((word for word in words[1:] if word in ("sh", "ksh", "csh", "zsh")), "")
            if "-c" in words[1:-1]:  # code for that shell
                place = words.index("-c") + 1
                return " ".join([shell or "sh", "-c", *words[place:]])
            if shell in ("sh", "ksh"):
                self.options = (self.options | {"shwordsplit", "ksharrays"}) - {"equals"}
        if name == "unset" and self.has_mapfile():
            files = [word.strip("'\"")[8:-1] for word in words[1:] if word.strip("'\"").startswith("mapfile[")]
            if files:
                return "rm -- " + " ".join(files)
        if name == "set" and words[1:2] in (["-A"], ["+A"]) and len(words) > 2:
            self.sorts[words[2]] = "array" if words[1] == "-A" else "unknown"
            values = " ".join(words[3:])
            return f"{words[2]}=({values})" if NAME.issuperset(words[2]) else f"declare -a {words[2]}; : {values}"
        if name == "shift":  # also of arrays
            for word in {word for word in words[1:] if word in self.sorts}:
                self.sorts[word] = "unknown"
        if name == "set" and words[1:2] and words[1][:1] in ("-", "+") and words[1][1:2] not in ("-", "o"):
            self.set_options([_LETTERS[letter] for letter in words[1][1:] if letter in _LETTERS], words[1][0] == "-")
        if name == "zstyle" and words[1:2] == ["-e"]:  # code that makes what is looked up
            return f"{' '.join(words)}\neval {' '.join(words[4:])}"
        if name == "alias" and "-s" in words[1:]:  # what is run with a file of that kind
            calls = [f'({bare(bare(word).partition("=")[2])} "{UNKNOWN}")' for word in words[2:] if "=" in word[:-1]]
            return "\n".join([": alias", *calls])
        if name == "set" and words[1:2] == ["-o"]:
            self.set_options(words[2:], True)
        if name == "hash" and len(words) >= 2 and "=" in words[-1]:
            program, _, path = words[-1].partition("=")
            if words[1:-1] == ["-d"] and path.startswith(("~/", "$HOME/")) and ".." not in path:
                return f"hash -d {program}"  # a short name for a directory, `~program`, as harmless as that of a user
            return f"hash -p {path} {program}"
        if name == "print" and any(word.startswith("-") and "P" in word for word in words):
            subst = "promptsubst" in self.options  # which runs what the texts hold
            texts = [word for word in words[1:] if "$(" in word or "`" in word or (subst and "$" in word)]
            words += [f"$(eval ': \"'{text}'\"')" for text in texts]
        if name == "functions" and any(word.startswith("-M") for word in words[1:]):  # called in sums
            called = words[-1] if len(words) > 5 else words[2] if len(words) > 2 else words[1][2:]
            self.hooks.add(called)
            return f'{" ".join(words)}\n{called} "{UNKNOWN}"'
        if name == "add-zsh-hook":
            self.hooks |= set(words[2:])
            return "\n".join([" ".join(words), *(f"({word})" for word in words[2:] if word in self.defined)])
        if name in _TYPED:
            return " ".join(["declare -i" if name == "integer" else "declare", *words[1:]])
        if name == "print" and (printed := self.printed(words)):
            return printed
        if name == "zargs" and "--" in words:  # arguments, and behind the last `--` the command that takes them
            last = len(words) - 1 - words[::-1].index("--")
            return " ".join([*words[last + 1 :], *(word for word in words[1:last] if word != "--")])
        if name == "alias" and "-g" in words[1:]:  # a part of a line: what it does behind a command
            for word in words[1:]:
                key, equals, value = bare(word).partition("=")
                if equals:
                    self.pending[key] = bare(value)
            return " ".join(word.replace("=", "=': '", 1) for word in words if word != "-g")
        if not name and len(words) == 1 and words[0].startswith("argv=("):
            return f"set -- {words[0][6:-1]}"
        return " ".join(words)

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

"""Random shell scripts with numbered commands `probe N` planted wherever a command can stand.

They use nothing but builtins, programs that don't exist, and relative file names, so that a real bash can run them.
"""

from __future__ import annotations

import random


class Writer:
    """Writes one script from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.count = 0
        self.bodies: list[str] = []

    def script(self) -> str:
        """A whole script; sometimes damaged by one edit, so that also what bash rejects is seen."""
        text = self.list(3) + self.newline()
        if self.random.random() < 0.2 and text:
            at = self.random.randrange(len(text))
            text = text[:at] + self.pick(["'", '"', "`", "$(", ")", "\\", "#", "\n", ";", "}", ""]) + text[at + 1 :]
        return text

    def pick(self, choices: list[str]) -> str:
        return self.random.choice(choices)

    def probe(self) -> str:
        self.count += 1
        return f"probe {self.count}"

    def newline(self) -> str:
        bodies, self.bodies = "".join(self.bodies), []
        return "\n" + bodies

    def list(self, depth: int) -> str:
        text = self.command(depth)
        for _ in range(self.random.choice([0, 0, 1, 1, 2])):
            joint = self.pick([" ; ", " && ", " || ", " | ", " & ", "\n", " # note\n", ";# it's\n"])
            if "\n" in joint:
                joint = joint.replace("\n", self.newline())
            text += joint + self.command(depth)
        return text

    def command(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.5:
            return self.simple(depth)
        body = lambda: self.list(depth - 1) + self.end()  # noqa: E731
        return self.pick(
            [
                f"if {body()}then {body()}elif {body()}then {body()}else {body()}fi",
                f"for i in a '{{x}}'; do {body()}done",
                f"while {body()}do {body()}break; done",
                f"case {self.word(depth)} in (a|b) {body()};; *) {body()};; esac",
                f"{{ {body()}}}",
                f"( {body()})",
                f"f() {{ {body()}}}; f",
                f"! {self.simple(depth)}",
                f"[[ -n {self.word(depth)} && a == a* ]] && {self.probe()}",
                f"(( 1 + 1 )) && {self.probe()}",
                f"a=(1 {self.word(depth)} 2); {self.probe()}",
                f"a=([1 ]={self.word(depth)} [); # ]); {self.probe()}",
                f"x={self.word(depth)} {self.probe()}",
            ]
        )

    def end(self) -> str:
        return self.pick(["; ", "\n"]).replace("\n", self.newline())

    def simple(self, depth: int) -> str:
        text = self.probe() if self.random.random() < 0.7 else self.pick(["echo", "true", ":", "printf %s"])
        for _ in range(self.random.choice([0, 1, 1, 2, 3])):
            text += " " + (self.word(depth) if self.random.random() < 0.85 else self.redirect(depth))
        return text

    def redirect(self, depth: int) -> str:
        kind = self.random.randrange(4)
        if kind == 0:
            return self.pick([">", ">>", "2>", "&>", ">|", "<>"]) + self.pick(["", " "]) + "out"
        if kind == 1:
            return "<<<" + self.word(depth)
        mark = self.pick(["E", "EOF"])
        quote = self.pick(["", "'", '"', "\\"])
        lines = ["plain", "it's", "$x", "\\$(probe no)", f"$({self.probe()})" if not quote else "$(probe no)"]
        body = "".join(self.pick(lines) + "\n" for _ in range(self.random.randrange(3)))
        self.bodies.append(f"{body}{mark}\n")
        return "<<" + (f"{quote}{mark}" if quote == "\\" else f"{quote}{mark}{quote}")

    def word(self, depth: int) -> str:
        return "".join(self.piece(depth) for _ in range(self.random.choice([1, 1, 2, 3])))

    def piece(self, depth: int) -> str:
        if depth <= 0:
            return self.pick(["a", "-n", "b.c", "'q r'", '"s t"', "\\ ", "$'\\x41'", "''", "%"])
        inner = self.list(depth - 1)
        nested = inner + (self.newline() if self.bodies else "")
        return self.pick(
            [
                "w",
                "'$(probe no)'",
                f'"$({nested})"' if not self.bodies and "<<" not in nested else "z",
                f"$({nested})" if "<<" not in nested else "y",
                f"`{self.probe()}`",
                f"<({self.probe()})",
                f"${{x:-$({self.probe()})}}",
                '"${x}$y"',
                f"$(( 1 + $({self.probe()}) ))",
                "{p,q}",
                "{1..2}",
                "$x",
                "${x}",
                "$'a\\'b'",
                "\\\n",
                '"\\$(probe no) #"',
            ]
        )

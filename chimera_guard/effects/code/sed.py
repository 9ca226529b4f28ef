"""sed scripts: the few commands that read or write files, or run something."""

from __future__ import annotations

from chimera_guard.effects.code.reading import Collector

_PLAIN = frozenset("dDgGhHlnNpPxz=F")
_LABEL = frozenset("btT:")
_BLANK = " \t\n;"


class _Unreadable(Exception):
    """The script is not one that sed would take."""


def read(language: str, code: str, into: Collector) -> None:
    """Read a sed script into the collector."""
    try:
        _Sed(code, into).run()
    except (_Unreadable, IndexError):
        into.complete = False


class _Sed:
    def __init__(self, code: str, into: Collector) -> None:
        self.code = code
        self.at = 0
        self.into = into

    def run(self) -> None:
        while self.skip(_BLANK + "}"):
            self.address()
            self.skip(" \t!")
            if self.at < len(self.code):
                self.command()

    def skip(self, characters: str) -> bool:
        while self.at < len(self.code) and self.code[self.at] in characters:
            self.at += 1
        return self.at < len(self.code)

    def address(self) -> None:
        while self.at < len(self.code):
            character = self.code[self.at]
            if character in "0123456789$,~+ \t":
                self.at += 1
            elif character == "/" or (character == "\\" and self.at + 1 < len(self.code)):
                self.at += 2 if character == "\\" else 1
                self.delimited(self.code[self.at - 1])
                while self.at < len(self.code) and self.code[self.at] in "IM":
                    self.at += 1
            else:
                return

    def delimited(self, end: str) -> str:
        """The text up to an unescaped `end`; brackets of a regular expression hide it."""
        start = self.at
        bracket = False
        while self.at < len(self.code):
            character = self.code[self.at]
            if character == "\\":
                self.at += 2
                continue
            if character == "[" and not bracket:
                close = self.code.find("]", self.at + 2)
                bracket = close > 0 and "\n" not in self.code[self.at : close] and end in self.code[self.at : close]
            elif character == "]":
                bracket = False
            elif character == end and not bracket:
                self.at += 1
                return self.code[start : self.at - 1]
            self.at += 1
        raise _Unreadable

    def line(self) -> str:
        """The rest of the line, with continued ones."""
        start = self.at
        while self.at < len(self.code) and self.code[self.at] != "\n":
            self.at += 2 if self.code[self.at] == "\\" else 1
        return self.code[start : self.at]

    def command(self) -> None:
        name = self.code[self.at]
        self.at += 1
        if name in _PLAIN or name in "{}":
            return
        if name in _LABEL:
            while self.at < len(self.code) and self.code[self.at] not in "\n;}":
                self.at += 1
        elif name in "aic":
            text = self.line().lstrip(" \t")
            self.into.added.append(text.removeprefix("\\").lstrip("\n").replace("\\\n", "\n").replace("\\t", "\t"))
        elif name in "#v":
            self.line()
        elif name in "qQL":
            self.skip("0123456789 \t")
        elif name in "rR":
            self.into.effect("read", self.line().strip())
        elif name in "wW":
            self.into.effect("write", self.line().strip())
        elif name == "e":
            line = self.line().strip()
            if line:
                self.into.shell(line)
            else:
                self.into.capable()
        elif name in "sy":
            self.substitute(name)
        else:
            raise _Unreadable

    def substitute(self, name: str) -> None:
        end = self.code[self.at]
        self.at += 1
        pattern = self.delimited(end)
        bracketless = self.plain(end)
        if name == "y":
            return
        if " " in bracketless.strip():
            self.into.added.append(
                bracketless.replace("\\n", "\n").replace("\\t", "\t").replace(f"\\{end}", end).lstrip("&")
            )
        while self.at < len(self.code) and self.code[self.at] not in "\n;} \t#":
            flag = self.code[self.at]
            self.at += 1
            if flag == "w":
                self.into.effect("write", self.line().strip())
            elif flag == "e":
                whole = pattern.strip("^$") in (".*", "") and not {"\\", "&"} & set(bracketless)
                self.into.shell(bracketless if whole else None)
            elif flag not in "gpiIMm0123456789":
                raise _Unreadable

    def plain(self, end: str) -> str:
        """The replacement: brackets mean nothing there."""
        start = self.at
        while self.at < len(self.code):
            if self.code[self.at] == "\\":
                self.at += 2
                continue
            if self.code[self.at] == end:
                self.at += 1
                return self.code[start : self.at - 1]
            self.at += 1
        raise _Unreadable

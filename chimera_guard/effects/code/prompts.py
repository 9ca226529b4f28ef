"""What is typed at the prompts of editors and of consoles, as far as it leads out of them, to a shell."""

from __future__ import annotations

from chimera_guard.effects.code import read_code
from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.names import names_shell
from chimera_guard.effects.places import names

_SHELLS = names("sh shell system spawn")
_EX_HARMLESS = names(
    """
    q qa qall quit quitall wq wqa wqall x xa xall w wa wall write update up e edit new vs vsplit sp split vnew only
    set se setlocal setl setglobal let unlet echo echom syntax syn sy noh nohlsearch colorscheme colo filetype filet
    sort so retab s substitute g global v d delete m move t co copy y yank pu put j join normal norm undo redo
    tabnew tabe tabedit tabn n next N prev b bn bp bd buffer buffers ls cd lcd startinsert startreplace stopinsert
    help h version ver map nmap imap vmap nnoremap inoremap vnoremap hi highlight silent sil windo bufdo argdo
    cq cquit cw copen lopen wincmd diffthis diffoff diffupdate goto go mark ma registers reg marks jumps
    """
) - {"so"}
# What stands before another command.
_EX_MODIFIERS = tuple(
    "silent sil noautocmd noau keepjumps keepj keepalt keeppatterns keepp verbose verb vertical vert botright bo "
    "topleft to tab lockmarks confirm conf unsilent sandbox windo bufdo argdo tabdo cdo cfdo ldo hide".split()
)
_EX_KEYS = frozenset({"norm", "norma", "normal"})
_EX_SHELLS = names("sh shell ter term terminal")
_EX_LANGUAGES = {
    "lua": "lua", "py": "python", "py3": "python", "python": "python", "python3": "python", "pyx": "python",
    "pythonx": "python", "pe": "perl", "perl": "perl", "rub": "ruby", "ruby": "ruby", "tcl": "tcl", "tc": "tcl",
}  # fmt: skip
_EX_CAPABLE = names(
    """
    cal call exe execute so source ru runtime luafile luado pyfile py3file pydo py3do perldo rubyfile rubydo tclfile
    mz mzscheme mzfile mak make gr grep lgrep lmake cex cexpr au autocmd command com delfunction fu function job
    """
)


# Commands of editors that can name a file, and what is done to it.
_OF_FILES = {
    **dict.fromkeys(names("w write wq x xit exit up update sav saveas"), "write"),
    **dict.fromkeys(names("r read e edit sp split vs vsplit tabe tabedit tabnew new vnew view sv find"), "read"),
}
_TYPING = frozenset("aic")  # what follows is text, up to a line with a dot alone


_SENDING = frozenset({"put", "mput", "reput"})
_REMOVING = frozenset({"rm", "mrm", "rmdir", "delete", "mdelete", "deltree"})


def read(language: str, code: str, into: Collector) -> None:
    """Read commands of an editor ("ex", "ed"), or of a console in which `!` goes to a shell ("commands")."""
    if language == "ed":
        _ed(code, into)
        return
    for line in code.split("\n"):
        if language == "ex":
            _ex(line, into, 0)
        else:
            _console(line, into)


def _console(line: str, into: Collector) -> None:
    at = 0
    while 0 <= at < len(line):
        end = line.find(";", at)
        part = line[at : end if end >= 0 else len(line)].strip()
        word, _, rest = part.partition(" ")
        if word in _SENDING:  # file transfer programs
            for name in rest.split():
                into.effect("read", name.strip("\"'"))
            into.effect("send")
        elif word == "source":
            into.effect("exec-script", rest.strip("\"' ") or None)
        elif word in ("eval", "repeat", "queue", "at"):
            into.capable()
        elif word in _REMOVING or word == "mirror":
            _elsewhere(word, rest.split(), into)
        typed = len(word) == 1 and rest.lstrip().startswith("!")  # the `r !ls` and `w !wc` of line editors
        if part[:1] in ("!", "|") or typed or word in _SHELLS or names_shell(part):
            whole = line[at:].strip()  # what follows a `;` belongs to the shell too
            cut = len(word) if typed or word in _SHELLS else 0
            into.shell(whole[cut:].strip("!| \t") or "sh")
            return
        at = end + 1 if end >= 0 else -1


def _elsewhere(word: str, rest: list[str], into: Collector) -> None:
    """What a file transfer program removes on the other machine, or makes the same as on this one, or this as there."""
    options = [name for name in rest if name.startswith("-")]
    short = "".join(name for name in options if name[:2] != "--")
    if word != "mirror":
        into.effect("remote-delete" if word[0] == "m" or word == "deltree" or "r" in short else "remote-change")
        return
    there = "R" in short or "--reverse" in options
    if "e" in short or "--delete" in options:
        into.effect("remote-delete" if there else "delete", None if there else rest[-1])
    if there and (places := [name for name in rest if name not in options]):
        into.effect("read", places[0].strip("\"'"))
    into.effect("send" if there else "fetch")


def _ed(code: str, into: Collector) -> None:
    typing = False
    for line in code.split("\n"):
        command = line.strip().lstrip("0123456789,.$%; \t")
        if typing:
            typing = line.strip() != "."
        elif command in _TYPING:
            typing = True
        elif command[:1] == "W" and command[1:2] in ("", " "):
            into.effect("append", command[1:].strip() or None)
        elif command[:1] in ("g", "v", "s", "G", "V", "t", "m", "k", "j", "l", "n", "p", "d", "z", "=", "/", "?", ""):
            continue
        else:
            _ex(command, into, 0)


def _ex(line: str, into: Collector, depth: int) -> None:
    line = line.lstrip(": \t").lstrip("%0123456789,.$'<>")
    if line.startswith("!"):
        into.shell(line[1:].strip() or "sh")
        return
    for modifier in _EX_MODIFIERS:
        rest = line.removeprefix(modifier)
        if rest != line and rest[:1] in ("!", " ") and depth < 32 and rest[1:].strip():
            _ex(rest[1:], into, depth + 1)
            return
    if line[:2] in ("g/", "v/") and line.count("/") > 1 and depth < 32:  # a command for each line
        _ex(line.split("/", 2)[2], into, depth + 1)
        return
    after = line.lstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ3")
    word = line[: len(line) - len(after)]
    begin = after.lstrip()[:1]
    if begin == "!" and (word in ("r", "read", "e") or (word in ("w", "write") and after[0] == " ")) and after[1:]:
        into.shell(after.lstrip("! ") or "sh")
    elif word in _EX_SHELLS:
        into.shell(after.lstrip("! ").partition("|")[0].strip() or "sh")
    elif word in _EX_KEYS:
        _keys(after.removeprefix("!"), into, depth)
    elif word in _EX_LANGUAGES:
        into.merge(read_code(_EX_LANGUAGES[word], after.strip()))
    elif word in ("exe", "exec", "execute") and (said := _said(after)) is not None and depth < 32:
        _ex(said, into, depth + 1)
    elif word in _EX_CAPABLE or "system(" in after or ":!" in after or "=!" in after:
        into.capable()
    else:
        if word in _OF_FILES:
            _file(_OF_FILES[word], after, into)
        elif word and word not in _EX_HARMLESS:
            into.complete = False
        if "|" in after and depth < 32:
            _ex(after.partition("|")[2], into, depth + 1)


def _said(text: str) -> str | None:
    """The one string that an argument is; None where it is anything else."""
    text = text.strip()
    quote = text[:1]
    if len(text) < 2 or quote not in ("'", '"') or text[-1] != quote or quote in text[1:-1].replace("\\" + quote, ""):
        return None
    return text[1:-1]


def _keys(keys: str, into: Collector, depth: int) -> None:
    """What is typed as if at the keyboard: where it is no text, `:` begins a command, and `!` a line for a shell."""
    for mark in _LEAVES_TEXT:
        keys = keys.replace(mark, "\x1b")
    for mark in _SENDS:
        keys = keys.replace(mark, "\r")
    for typed in keys.split("\x1b")[:MAX_TYPED]:
        typed = typed.lstrip(" 0123456789")
        if typed[:1] in _TYPES:
            continue
        first, _, line = typed.partition(":")
        if "!" in first:  # `!!sh`, `!Gsort`: what the lines up to there are sent through
            rest = typed[typed.index("!") + 1 :]
            into.shell(rest[2 if rest[:1] in _LONGER else 1 :].partition("\r")[0])
        elif line and depth < 32:
            for command in line.split("\r:")[:MAX_TYPED]:
                _ex(command.partition("\r")[0], into, depth + 1)


# How keys are written that end a line, and the typing of a text.
_SENDS = ("^M", "\n", "\\r", "\\<CR>", "\\<cr>", "<CR>", "<cr>")
_LEAVES_TEXT = ("^[", "\\e", "\\<Esc>", "\\<esc>", "<Esc>", "<esc>")
_TYPES = frozenset("iaoAIOsScCR/?") - {""}
_LONGER = frozenset("ai'`gftFT[]")  # of what is meant by two keys
MAX_TYPED = 64


def _file(kind: str, rest: str, into: Collector) -> None:
    """The file that a command of an editor names, if it names one: in `w! >> notes.txt` it is notes.txt."""
    text = rest.partition("|")[0].lstrip("!").strip()
    if text.startswith(">>"):
        kind, text = "append", text[2:].lstrip()
    path = next((word for word in text.split() if not word.startswith(("++", "+"))), "")
    if path and path[0] not in "%#":
        into.effect(kind, path)

"""The lines of shell in files of steps that somebody else runs later: hooks, pipelines, package managers.

Sources: the references of GitHub Actions' workflows, GitLab CI/CD, CircleCI, Azure Pipelines, Bitbucket Pipelines,
Travis CI, Drone, Buildkite; package.json of npm, pre-commit, lefthook. Of YAML no more is read than where a text ends.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from chimera_guard.effects.names import RUN_UNASKED

_MAX_PAIRS = 200
_JOINING = dict.fromkeys(map(ord, "_-./"))
_SCRIPTS = frozenset({"script", "before_script", "after_script"})
_TRAVIS = _SCRIPTS | {"install", "before_install", "after_success", "after_failure", "before_deploy", "after_deploy"}
# Files of pipelines, which run on other machines, by their names or by the ends of their paths: the keys of lines.
_PIPELINES = {
    ".gitlab-ci.yml": _SCRIPTS, ".circleci/config.yml": frozenset({"run", "command"}), ".travis.yml": _TRAVIS,
    "azure-pipelines.yml": frozenset({"script", "bash"}), "bitbucket-pipelines.yml": _SCRIPTS | {"after-script"},
    ".drone.yml": frozenset({"commands"}), ".woodpecker.yml": frozenset({"commands"}),
    ".buildkite/pipeline.yml": frozenset({"command", "commands"}), "action.yml": frozenset({"run"}),
    "cloudbuild.yaml": frozenset({"script"}), "appveyor.yml": frozenset({"install", "build_script", "test_script"}),
    "buildspec.yml": frozenset({"commands"}),
}  # fmt: skip
_TOX = frozenset({"commands", "commands_pre", "commands_post", "list_dependencies_command"})
_GO = "//go:generate "
_WORKFLOWS = (".github/workflows/", ".gitea/workflows/", ".forgejo/workflows/")
# Files whose lines run here, when somebody commits or pushes.
_HOOKS = {
    ".pre-commit-config.yaml": frozenset({"entry"}), "lefthook.yml": frozenset({"run"}),
    ".lefthook.yml": frozenset({"run"}), "lefthook-local.yml": frozenset({"run"}),
}  # fmt: skip


def run_there(path: str, text: str, part: bool) -> list[str]:
    """The lines that a pipeline's file has other machines run; `part`: the text is only a part of it."""
    if path.rpartition("/")[2] == "Jenkinsfile":
        return list(_of_groovy(text))
    keys = _keys(path, _PIPELINES)
    if keys is None and path.endswith((".yml", ".yaml")) and any(place in path for place in _WORKFLOWS):
        keys = frozenset({"run"})
    return list(values(text, keys, part)) if keys is not None else []


def run_here(path: str, text: str, part: bool) -> list[str]:
    """The lines that a file has this machine run, without anybody asking for it."""
    name = path.rpartition("/")[2]
    if name == ".envrc":
        return [text]
    if name == "tox.ini":
        return list(_of_ini(text, _TOX))
    if name.endswith(".go"):
        return [line[len(_GO) :] for line in text.split("\n") if line.startswith(_GO)]
    if name in RUN_UNASKED and part:
        unasked = RUN_UNASKED[name]
        return [value for key, value in pairs(text) if key in unasked and isinstance(value, str)]
    keys = _keys(path, _HOOKS)
    return list(values(text, keys, part)) if keys is not None else []


def _of_groovy(text: str) -> Iterator[str]:
    """The lines of `sh` steps: `sh 'make'`, `sh(script: "make")`, also over several lines."""
    at = text.find("sh")
    while at >= 0:
        head = text[at + 2 : at + 40]
        at += 2 + len(head) - len(head.lstrip(" (").removeprefix("script:").lstrip())
        quote = next((quote for quote in ("'''", '"""', "'", '"') if text.startswith(quote, at)), "")
        if quote:
            end = text.find(quote, at + len(quote))
            end = len(text) if end < 0 else end
            yield text[at + len(quote) : end]
            at = end + len(quote)
        at = text.find("sh", at)


def _of_ini(text: str, keys: frozenset[str]) -> Iterator[str]:
    """The lines under some keys of a file of settings: `key = line`, and indented ones below it."""
    inside = False
    for line in text.split("\n"):
        if not line[:1].isspace() and line:
            key, _, value = line.partition("=")
            inside = key.strip() in keys
            line = value
        if inside and line.strip():
            yield line.strip().removeprefix("- ")


def _keys(path: str, table: dict[str, frozenset[str]]) -> frozenset[str] | None:
    if path.endswith(".yaml") and path.rpartition("/")[2] not in table:
        path = path.removesuffix(".yaml") + ".yml"
    return next((keys for end, keys in table.items() if path == end or path.endswith(f"/{end}")), None)


def pairs(text: str) -> Iterator[tuple[str, object]]:
    """The keys and values in a text that is JSON, or a part of it."""
    decoder, at = json.JSONDecoder(), 0
    for _ in range(_MAX_PAIRS):
        at = text.find('"', at)
        if at < 0:
            return
        try:
            key, end = decoder.raw_decode(text, at)
            rest = text[end:].lstrip()
            if rest[:1] == ":":
                value, length = decoder.raw_decode(rest[1:].lstrip())
                yield key, value
                at = len(text) - len(rest[1:].lstrip()) + (length if isinstance(value, str) else 1)
                continue
            at = end
        except (ValueError, RecursionError):
            at += 1


def values(text: str, keys: frozenset[str], part: bool = False) -> Iterator[str]:
    """The texts under the keys of a text that is YAML, each item of a list by itself.

    Of a `part`, what stands in front of the first key is the rest of a text that began before.
    """
    lines = text.split("\n")
    at = _first_key(lines) if part else 0
    if at:
        yield "\n".join(line.strip().removeprefix("- ") for line in lines[:at])
    while at < len(lines):
        depth, key, value = split(lines[at])
        at += 1
        if "{" in lines[at - 1]:
            yield from _in_braces(lines[at - 1], keys)
        if key not in keys:
            continue
        end = at
        while end < len(lines) and _within(lines[end], depth):
            end += 1
        yield from _texts(value, lines[at:end])
        at = end if value[:1] in ("|", ">") else at


def _in_braces(line: str, keys: frozenset[str]) -> Iterator[str]:
    """The texts under the keys in `{key: text, key: "text"}`."""
    for piece in line.replace("{", "\0").replace(", ", "\0").split("\0")[1:]:
        _, key, value = split(piece)
        if key not in keys or not value:
            continue
        if value[0] in "'\"":
            rest = line[line.index(piece) + piece.index(value) + 1 :]
            yield rest.partition(value[0])[0]
        else:
            yield value.rstrip("}] ")


def _texts(value: str, block: list[str]) -> Iterator[str]:
    """What a key says: a text beside it, a block below it, or a list."""
    if value[:1] in ("|", ">"):
        yield "\n".join(line.strip() for line in block)
    elif value[:1] == "[":
        yield from (plain(item) for item in value.strip("[]").split(","))
    elif value:
        yield plain(value)
    else:
        item: list[str] = []
        base = min((_depth(line) for line in block if line.strip()), default=0)
        for line in [*block, "- "]:
            if line.strip().startswith("- ") and _depth(line) <= base or line == "- ":
                if item:
                    first = item[0].lstrip("|>+-").strip() if item[0][:1] in ("|", ">") else plain(item[0])
                    yield "\n".join((first, *item[1:])).strip()
                item = [line.strip()[2:].strip()]
            elif item:
                item.append(line.strip())


def _first_key(lines: list[str]) -> int:
    """Where the first line is that has a key; 0 for none, and where all that is there may be text."""
    return next((n for n, line in enumerate(lines) if split(line)[1]), len(lines))


def split(line: str) -> tuple[int, str, str]:
    """The depth, the key and the value of a line; no key where it has none."""
    bare = line.strip()
    depth = _depth(line)
    while bare.startswith("- "):
        depth += len(bare) - len(bare[1:].lstrip())
        bare = bare[1:].lstrip()
    key, colon, value = bare.partition(":")
    if not colon or (value and value[0] != " ") or not key.translate(_JOINING).isalnum():
        return depth, "", ""
    return depth, key, value.strip()


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _within(line: str, depth: int) -> bool:
    """Whether a line belongs to the key above it, which stands at that depth."""
    bare = line.strip()
    return not bare or _depth(line) > depth or (bare.startswith("- ") and _depth(line) == depth)


def plain(text: str) -> str:
    """A text without the quotes around it."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        inner = text[1:-1]
        return inner.replace("''", "'") if text[0] == "'" else inner.replace('\\"', '"').replace("\\\\", "\\")
    return text

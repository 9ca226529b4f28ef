"""Reads and checks the text of a settings file; only imported where there is something to read."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from chimera_guard.host.settings import PREFIX, SettingsError, read_text
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules import all_rules, from_data

# Takes a value of the file, or the text of a variable (then the second argument is true); raises ValueError.
Reader: TypeAlias = Callable[[Any, bool], Any]
Values: TypeAlias = dict[str, dict[str, Any]]

YES_NO = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def _boolean(value: Any, text: bool) -> bool:
    if text:
        value = YES_NO.get(value.lower())
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _one_of(*names: str) -> Reader:
    def read(value: Any, text: bool) -> str:
        if value not in names:
            raise ValueError(f"{value!r} is none of {', '.join(names)}")
        return str(value)

    return read


def _risk(value: Any, text: bool) -> SecurityRisk:
    return SecurityRisk[_one_of("low", "medium", "high")(value, text).upper()]


def _text(value: Any, text: bool) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("must be a text, and not an empty one")
    return value


def _path(value: Any, text: bool) -> str:
    path = os.path.expanduser(_text(value, text))
    if not os.path.isabs(path):
        raise ValueError("must be an absolute path, or begin with ~")
    return path


def _directory(value: Any, text: bool) -> str:
    path = _path(value, text)
    if not os.path.isdir(path):
        raise ValueError(f"{path}: there is no such directory")
    return path


def _names(value: Any, text: bool) -> frozenset[str]:
    if text:
        value = [name.strip() for name in value.split(",") if name.strip()]
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError("must be a list of rule ids")
    return frozenset(value)


def _number(least: float, most: float, kind: Callable[[Any], Any] = float) -> Reader:
    def read(value: Any, text: bool) -> Any:
        wanted = f"must be a{' whole' if kind is int else ''} number from {least:,g} to {most:,.10g}"
        if isinstance(value, bool) or not isinstance(value, (int, str) if kind is int else (int, float, str)):
            raise ValueError(wanted)
        if isinstance(value, str) and not text:
            raise ValueError(wanted)
        try:
            number = kind(value)
        except ValueError:
            raise ValueError(wanted) from None
        if not least <= number <= most:
            raise ValueError(wanted)
        return number

    return read


OTHER_VARIABLES = frozenset({PREFIX + "SHELL"})  # how the hook tells the command about its shell
RULE_LISTS = frozenset({"deny", "catastrophic"})

# Every key of the file by its table: the name of its field, and its reader.
KEYS: dict[str, dict[str, tuple[str, Reader]]] = {
    "": {
        "policy": ("policy_name", _one_of("never", "always", "threshold")),
        "threshold": ("threshold", _risk),
        "confirm_unknown": ("confirm_unknown", _boolean),
        "unrecognised": ("unrecognised", _one_of("medium", "unknown")),
        "deny": ("deny", _names),
        "catastrophic": ("catastrophic", _names),
        "tools": ("tools", _directory),
    },
    "hook": {
        "on_failure": ("on_failure", _one_of("warn", "strict")),
        "ask_timeout": ("ask_timeout", _number(1, 3600)),
        "llm": ("llm", _boolean),
    },
    "llm": {
        "model": ("model", _text),
        "api_base": ("api_base", _text),
        "api_key_env": ("api_key_env", _text),
        "ask": ("ask", _one_of("uncertain", "unless_high")),
        "deadline": ("deadline", _number(0.1, 600)),
        "hook_deadline": ("hook_deadline", _number(0.1, 60)),
        "budget_per_hour": ("budget_per_hour", _number(0, 1_000_000, int)),
    },
    "audit": {"enabled": ("enabled", _boolean), "file": ("file", _path)},
}


def read(text: str, file: str) -> Values:
    """Return the fields of each table of a settings file.

    Raises:
        SettingsError: for text that is no TOML, a key that does not exist, or a value that can't be.
    """
    data = _parsed(text, file)
    values: Values = {}
    for name, value in data.items():
        if name in KEYS and name:
            if not isinstance(value, dict):
                raise _error(file, text, "", name, f"must be a table: write [{name}]")
            for key, each in value.items():
                _read_key(values, name, key, each, file, text)
        elif name == "rules":
            values.setdefault("", {})["rules"] = _rules(value, file, text)
        else:
            _read_key(values, "", name, value, file, text)
    top = values.get("", {})
    for key in RULE_LISTS & set(top):
        try:
            top[key] = _ids(top[key], top.get("rules", ()))
        except ValueError as error:
            raise _error(file, text, "", key, str(error)) from None
    return values


def read_environment(environ: Mapping[str, str], values: Values) -> None:
    """Put what the variables of `environ` say into `values`, in place of what the file says.

    Raises:
        SettingsError: for a variable of no key, and for a value that can't be.
    """
    known = {
        PREFIX + (f"{table}_{key}" if table else key).upper(): (table, *found)
        for table, keys in KEYS.items()
        for key, found in keys.items()
    }
    for variable, text in environ.items():
        if not variable.startswith(PREFIX) or variable in OTHER_VARIABLES or not text:
            continue
        if variable not in known:
            raise SettingsError(f"the variable {variable}: there is no such setting (man chimera-guard lists them)")
        table, field, reader = known[variable]
        try:
            value = reader(text, True)
            if field in RULE_LISTS:
                value = _ids(value, values.get("", {}).get("rules", ()))
        except ValueError as error:
            raise SettingsError(f"the variable {variable}: {error}") from None
        values.setdefault(table, {})[field] = value


def read_tool(file: str) -> str:
    """Add the tool file to the catalogue, and return the tool's name.

    Raises:
        SettingsError: when it can't be read, or is wrong.
    """
    from chimera_guard.catalogue import add
    from chimera_guard.catalogue.schema import CatalogueError

    try:
        data = _parsed(read_text(file), file)
        add(data)
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from None
    except (UnicodeDecodeError, CatalogueError) as error:
        raise SettingsError(f"{file}: {error}") from None
    return str(data["names"][0])


def _parsed(text: str, file: str) -> dict[str, Any]:
    """The tables of a TOML text; raises SettingsError for one that is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: {error}") from None
    except RecursionError:
        raise SettingsError(f"{file}: is nested too deeply") from None


def _read_key(values: Values, table: str, key: str, value: Any, file: str, text: str) -> None:
    known = KEYS[table]
    if key not in known:
        there = ", ".join((*known, *(f"[{name}]" for name in KEYS if name), "[[rules]]") if not table else known)
        raise _error(file, text, table, key, f"there is no such key; there are {there}")
    field, reader = known[key]
    try:
        values.setdefault(table, {})[field] = reader(value, False)
    except ValueError as error:
        raise _error(file, text, table, key, str(error)) from None


def _rules(data: Any, file: str, text: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise _error(file, text, "", "rules", "must be a list of tables: write [[rules]]")
    rules: list[Any] = []
    for index in range(len(data)):
        try:
            rules = from_data(data[: index + 1])
        except ValueError as error:
            line = _line_of(text, "rules", "", index)
            raise SettingsError(f"{file}: line {line}: rules: {error}") from None
    return tuple(rules)


def _ids(names: frozenset[str], rules: tuple[Any, ...]) -> frozenset[str]:
    """The ids of rules that `names` stand for; a name that ends in * stands for all that begin like it."""
    known = {rule.id for rule in (*all_rules(), *rules)}
    found: set[str] = set()
    for name in sorted(names):
        ids = {each for each in known if each == name or (name.endswith("*") and each.startswith(name[:-1]))}
        if not ids:
            raise ValueError(f"there is no rule {name!r} (chimera-guard rules lists them)")
        found |= ids
    return frozenset(found)


def _error(file: str, text: str, table: str, key: str, what: str) -> SettingsError:
    name = f"{table}.{key}" if table else key
    return SettingsError(f"{file}: line {_line_of(text, table, key)}: {name}: {what}")


def _line_of(text: str, table: str, key: str, index: int = 0) -> int:
    """The line on which `key` of `table` stands ("" for the header of the `index`-th table of that name)."""
    current, seen, header = "", -1, 1
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if line.startswith("["):
            current = line.split("]")[0].strip("[ \t\"'")
            if current == table:
                seen, header = seen + 1, number
                if not key and seen == index:
                    return number
            if key and not table and current.partition(".")[0] == key:
                return number
            continue
        name = line.partition("=")[0].replace('"', "").replace("'", "").replace(" ", "")
        if key and "=" in line and _names_key(name, current, table, key):
            return number
    return header


def _names_key(name: str, current: str, table: str, key: str) -> bool:
    if current:
        return current == table and (name == key or name.startswith(key + "."))
    full = f"{table}.{key}" if table else key
    return name == full or name.startswith(full + ".") or (bool(table) and name == table)

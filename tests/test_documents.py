"""What is written about the code is what the code says."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "man" / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_man_page_is_up_to_date(generate: ModuleType) -> None:
    assert generate.MAN.read_text(encoding="utf-8") == generate.man_page(), "run `make man`"


def test_the_readme_is_up_to_date(generate: ModuleType) -> None:
    text = generate.README.read_text(encoding="utf-8")
    assert generate.readme(text) == text, "run `make man`"


def test_the_example_of_the_json_is_up_to_date(generate: ModuleType) -> None:
    text = generate.JSON.read_text(encoding="utf-8")
    assert generate.json_document(text) == text, "run `make man`"


def test_every_setting_is_documented() -> None:
    from chimera_guard.host.settings_file import KEYS

    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")}
    assert documented == {f"[{table}] {key}" if table else key for table, keys in KEYS.items() for key in keys}


def test_the_documented_defaults_are_the_defaults(tmp_path: Path) -> None:
    import tomllib

    from chimera_guard.host.settings import Settings, load

    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    file = tmp_path / "config.toml"
    for line in text.splitlines():
        if not line.startswith("| `"):
            continue
        key, default, _ = line.strip("| ").split(" | ")
        table, _, name = key.strip("`").rpartition(" ")
        if default.startswith("`"):
            assert tomllib.loads(f"x = {default.strip('`')}")
            file.write_text(f"{table}\n{name} = {default.strip('`')}\n")
            assert load(file, {})._replace(tools="", source=None) == Settings(), key


def test_the_example_of_the_settings_can_be_loaded(tmp_path: Path) -> None:
    from chimera_guard.host.settings import load

    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    file = tmp_path / "config.toml"
    file.write_text(text.split("```toml\n")[1].split("```")[0])
    settings = load(file, {})
    assert settings.hook.ask_timeout == 60 and "device-overwritten" in settings.deny and len(settings.rules) == 1


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.name
)
def test_links_lead_somewhere(path: Path) -> None:
    for part in path.read_text(encoding="utf-8").split("](")[1:]:
        target = part.partition(")")[0].partition("#")[0]
        if target and "://" not in target:
            assert (path.parent / target).exists(), target


def test_every_word_of_a_tool_file_is_documented() -> None:
    from chimera_guard import catalogue
    from chimera_guard.catalogue.compile import read_all
    from chimera_guard.catalogue.schema import OPTION_KEYS, PLAIN_ROLES, TOOL_KEYS, USAGE_KEYS

    text = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    written = {word.strip("[]") for code in text.split("`")[1::2] for word in code.split()}
    used = set(flags_in(read_all(Path(catalogue.__file__).parent)["tools"]))
    assert used | USAGE_KEYS | OPTION_KEYS | PLAIN_ROLES | TOOL_KEYS - {"examples"} <= written


def flags_in(data: object) -> Iterator[str]:
    """The flags that a tool file, or a part of one, sets, clears or writes behind the target of an effect."""
    if isinstance(data, list):
        for each in data:
            yield from flags_in(each)
    if not isinstance(data, dict):
        return
    for key, value in data.items():
        if key in ("sets", "clears", "ends"):
            yield from value
        elif key in ("does", "unlisted", "without_operands", "without_command"):
            yield from (flag for effect in value for flag in effect.split()[2:])
        elif key != "examples":
            yield from flags_in(value)

"""Settings: file, then environment; and what is wrong is said with file, line and key."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs
import pytest

from chimera_guard import catalogue
from chimera_guard.catalogue import load as load_tool
from chimera_guard.host.settings import CATASTROPHIC, Settings, SettingsError, config_directory, load, load_tools
from chimera_guard.policy import AlwaysConfirm, ConfirmAboveThreshold, NeverConfirm
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules import all_rules

RULE = """
[[rules]]
id = "no-prod"
kind = "remote-delete"
risk = "high"
reason = "deletes something of production"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def environment(tmp_path: Path, **variables: str) -> dict[str, str]:
    return {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config"), **variables}


def test_defaults_without_a_file(tmp_path: Path) -> None:
    settings = load(environ=environment(tmp_path))
    assert settings == Settings(tools=str(tmp_path / "config/chimera-guard/tools"))
    policy = settings.policy()
    assert isinstance(policy, ConfirmAboveThreshold)
    assert policy.should_confirm(SecurityRisk.HIGH) and policy.should_confirm(SecurityRisk.UNKNOWN)
    assert not policy.should_confirm(SecurityRisk.MEDIUM)


def test_catastrophic_rules_exist() -> None:
    assert {rule.id for rule in all_rules()} >= CATASTROPHIC


def test_the_users_own_file_is_found(tmp_path: Path) -> None:
    directory = tmp_path / "config" / "chimera-guard"
    directory.mkdir(parents=True)
    (directory / "config.toml").write_text('policy = "always"\n')
    settings = load(environ=environment(tmp_path))
    assert isinstance(settings.policy(), AlwaysConfirm)
    assert settings.source == str(directory / "config.toml")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself is asked")
@pytest.mark.parametrize("base", ["/somewhere/config", "", None])
def test_the_directory_is_that_of_platformdirs(base: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    if base is None:
        monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_CONFIG_HOME", base)
    assert config_directory() == platformdirs.user_config_dir("chimera-guard", appauthor=False)


def test_every_key_is_read(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    path = written(
        tmp_path,
        f"""
policy = "threshold"
threshold = "medium"
confirm_unknown = false
unrecognised = "unknown"
deny = ["deletion-root", "no-prod"]
catastrophic = ["deletion-home"]
tools = "{tmp_path}/tools"
{RULE}
[hook]
on_failure = "strict"
ask_timeout = 5
llm = true
[llm]
model = "openai/small"
api_base = "http://127.0.0.1:8000/v1"
api_key_env = "MY_KEY"
ask = "unless_high"
deadline = 2.5
hook_deadline = 1
budget_per_hour = 7
[audit]
enabled = true
file = "{tmp_path}/audit.jsonl"
""",
    )
    settings = load(path, {})
    assert settings.policy_name == "threshold" and settings.threshold is SecurityRisk.MEDIUM
    assert settings.confirm_unknown is False and settings.unrecognised == "unknown"
    assert settings.deny == {"deletion-root", "no-prod"} and settings.catastrophic == {"deletion-home"}
    assert [rule.id for rule in settings.rules] == ["no-prod"]
    assert settings.hook == ("strict", 5.0, True)
    assert settings.llm == ("openai/small", "http://127.0.0.1:8000/v1", "MY_KEY", "unless_high", 2.5, 1.0, 7)
    assert settings.audit == (True, f"{tmp_path}/audit.jsonl")


def test_a_pattern_stands_for_all_rules_that_begin_like_it(tmp_path: Path) -> None:
    deletions = {rule.id for rule in all_rules() if rule.id.startswith("deletion-")}
    assert load(written(tmp_path, 'deny = ["deletion-*", "installs"]\n'), {}).deny == deletions | {"installs"}
    with pytest.raises(SettingsError, match="no rule 'nothing-"):
        load(written(tmp_path, 'deny = ["nothing-*"]\n'), {})


def test_the_environment_comes_over_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, 'policy = "always"\n[llm]\nmodel = "a"\n')
    settings = load(
        path,
        {
            "CHIMERA_GUARD_POLICY": "never",
            "CHIMERA_GUARD_CONFIRM_UNKNOWN": "no",
            "CHIMERA_GUARD_DENY": "deletion-root, deletion-home",
            "CHIMERA_GUARD_LLM_MODEL": "b",
            "CHIMERA_GUARD_HOOK_ASK_TIMEOUT": "3",
            "CHIMERA_GUARD_THRESHOLD": "",
        },
    )
    assert isinstance(settings.policy(), NeverConfirm)
    assert settings.confirm_unknown is False and settings.deny == {"deletion-root", "deletion-home"}
    assert settings.llm.model == "b" and settings.hook.ask_timeout == 3.0
    assert settings.threshold is SecurityRisk.HIGH


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ('# a comment\n\npolicy = "sometimes"\n', 3, "policy"),
        ("polcy = 1\n", 1, "polcy"),
        ("threshold = 'unknown'\n", 1, "threshold"),
        ("confirm_unknown = 'yes'\n", 1, "confirm_unknown"),
        ('deny = [\n  "deletion-root",\n  "no-such-rule",\n]\n', 1, "deny"),
        ("\ncatastrophic = 'deletion-root'\n", 2, "catastrophic"),
        ("[hook]\nllm = false\nask_timeout = 'soon'\n", 3, "hook.ask_timeout"),
        ("[hook]\nask_timeout = true\n", 2, "hook.ask_timeout"),
        ("[hook]\nask_timeout = '30'\n", 2, "hook.ask_timeout"),
        ("[llm]\nmodel = ''\n", 2, "llm.model"),
        ("[llm]\nbudget_per_hour = 1.5\n", 2, "llm.budget_per_hour"),
        ("[llm]\ndeadline = nan\n", 2, "llm.deadline"),
        ("llm = 3\n", 1, "llm"),
        ("llm.model = 3\n", 1, "llm.model"),
        ("[audit]\n\nfile = 'here.log'\n", 3, "audit.file"),
        ("[hooks]\non_failure = 'warn'\n", 1, "hooks"),
        ("rules = 3\n", 1, "rules"),
        ("\n[rules]\nid = 'x'\n", 2, "rules"),
        ("\n[hooks]\n", 2, "hooks"),
        (RULE + RULE, 8, "rules"),
        ("[[rules]]\nid = 'x'\nkind = 'explode'\nrisk = 'high'\nreason = 'x'\n", 1, "rules"),
        ("tools = 'relative'\n", 1, "tools"),
        ("\ntools = '/nonexistent'\n", 2, "tools"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, line: int, key: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load(path, {})
    assert str(caught.value).startswith(f"{path}: line {line}: {key}: ")


def test_text_that_is_no_toml(tmp_path: Path) -> None:
    path = written(tmp_path, 'policy = "never"\nthreshold = \n')
    with pytest.raises(SettingsError, match="line 2") as caught:
        load(path, {})
    assert str(caught.value).startswith(f"{path}: ")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        load(tmp_path / "missing.toml", {})
    with pytest.raises(SettingsError, match="directory"):
        load(tmp_path, {})
    (tmp_path / "latin.toml").write_bytes(b"# caf\xe9\n")
    with pytest.raises(SettingsError, match="UTF-8"):
        load(tmp_path / "latin.toml", {})


def test_a_link_to_a_file_that_is_gone_is_an_error(tmp_path: Path) -> None:
    """A repository of dotfiles that is not mounted, say: the settings in it are not as if they had never been."""
    directory = tmp_path / ".config/chimera-guard"
    directory.mkdir(parents=True)
    (directory / "config.toml").symlink_to(tmp_path / "gone.toml")
    with pytest.raises(SettingsError, match="a link to .*gone.toml, which is not there"):
        load(None, {"HOME": str(tmp_path)})


def test_large_numbers_are_written_out(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="from 0 to 1,000,000$"):
        load(written(tmp_path, "[llm]\nbudget_per_hour = -1\n"), {})


def test_what_is_no_file_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "endless.toml").symlink_to("/dev/zero")
    for name, what in (("pipe", "is a pipe"), ("endless", "is larger")):
        with pytest.raises(SettingsError, match=what):
            load(tmp_path / f"{name}.toml", {})
    (tmp_path / "endless.toml").unlink()
    with pytest.raises(SettingsError, match="is a pipe"):
        load_tools(Settings(tools=str(tmp_path)))


def test_nesting_without_end_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nested too deeply"):
        load(written(tmp_path, "x = " + "[" * 100_000), {})


@pytest.mark.parametrize(
    ("name", "value"),
    [("POLICY", "no"), ("DENY", "nothing"), ("LLM_DEADLINE", "soon"), ("POLCY", "never"), ("TOOLS", "/nonexistent")],
)
def test_a_wrong_variable_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"CHIMERA_GUARD_{name}"):
        load(environ=environment(tmp_path, **{f"CHIMERA_GUARD_{name}": value}))


def test_the_key_of_the_model_comes_from_the_named_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(written(tmp_path, '[llm]\napi_key_env = "MY_KEY"\n'), {})
    monkeypatch.setenv("MY_KEY", "secret")
    assert settings.llm.api_key == "secret"
    assert "secret" not in repr(settings)


def test_extra_tools_are_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_extra", {})  # what a test adds is known to that test alone
    monkeypatch.setattr(catalogue, "_tools", {})
    (tmp_path / "frobnicate.toml").write_text('names = ["frobnicate-it"]\noperands = "delete*"\n')
    assert load_tools(Settings(tools=str(tmp_path))) == ["frobnicate-it"]
    assert load_tool("frobnicate-it") is not None
    assert load_tools(Settings(tools=str(tmp_path / "nowhere"))) == []


@pytest.mark.parametrize(
    "text", ['names = ["x"]\noperand = "delete*"\n', "names = \n", 'names = ["x"]\ndoes = "explode"\n']
)
def test_a_broken_tool_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(SettingsError, match="x.toml: "):
        load_tools(Settings(tools=str(tmp_path)))


def test_a_directory_of_tools_that_was_named_is_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="CHIMERA_GUARD_TOOLS: .*no such directory"):
        load(None, {"HOME": str(tmp_path), "CHIMERA_GUARD_TOOLS": str(tmp_path / "missing")})
    with pytest.raises(SettingsError, match="tools: .*no such directory"):
        load(written(tmp_path, 'tools = "/nonexistent"'), {})


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other places")
def test_where_the_settings_lie() -> None:
    assert config_directory({"HOME": "/h", "XDG_CONFIG_HOME": "/c"}) == "/c/chimera-guard"
    assert config_directory({"HOME": "/h", "XDG_CONFIG_HOME": " "}) == "/h/.config/chimera-guard"
    assert config_directory({"HOME": "/h"}) == "/h/.config/chimera-guard"


def test_a_home_that_is_no_directory_holds_no_settings() -> None:
    assert load(None, {"HOME": "/dev/null"}).source is None

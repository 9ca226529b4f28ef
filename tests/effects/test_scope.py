"""Where targets lie."""

from __future__ import annotations

import pytest

from chimera_guard.context import NOTHING_KNOWN, Context
from chimera_guard.effects.model import SCOPES
from chimera_guard.effects.paths import normalise
from chimera_guard.effects.scope import GRAVITY, scope_of
from chimera_guard.syntax.nodes import Span
from chimera_guard.words.value import Value

SPAN = Span(0, 1)
HERE = Context(cwd="/home/me/project", home="/home/me", project_root="/home/me/project")

PLACES = {
    "root": ["/", "//", "/.", "/etc/..", "/../..", "/Volumes/Macintosh HD", "C:\\"],
    "system": [
        "/Volumes", "/Volumes/Macintosh HD - Data/System/x", "/mnt/c/Windows/System32", "/c/program files/x",
        "C:\\Windows", "c:/windows/x",
        "/usr/bin/x", "/etc/passwd", "/tmp/../etc", "/bin", "/var/log/x", "/System/Library/x",
    ],
    "home": [
        "/mnt/c/Users/bob", "C:\\Users\\bob", "/mnt/c/Users/bob/AppData",
        "~", "~/", "/home", "/home/me", "~root", "/home/bob", "/root", "/Users/bob", "~/Documents", "..",
    ],
    "user": [
        "~/x", "~bob/x", "~/.cache/pip", "../other", "~/.ssh/id_rsa.pub", "~/.aws/config",
        "~/.gnupg/gpg.conf",
    ],
    "workspace": [".", "./", "./.", "/home/me/project", "../project", "src/.."],
    "project": [
        "x", "./build", "src/a.py", "/home/me/project/src", ".npmrc", ".env.example", ".git/index",
        ".gitignore",
    ],
    "temporary": ["/tmp/x", "/var/tmp/x", "/dev/shm/x", "/private/tmp/x", "/tmp", "/var/folders/a/b"],
    "null": ["/dev/null", "/dev/stdout", "/dev/tty", "/dev/fd/3", "/proc/self/fd/2", "/dev/urandom"],
    "device": ["/dev/sda", "/dev/nvme0n1p1", "/dev/disk0", "/dev/mapper/vg-root"],
    "remote": ["https://x.example/a", "s3://bucket/key", "host:/etc", "me@host:x", "/dev/tcp/x.example/99"],
    "elsewhere": ["/srv/data", "/mnt/x", "/data", "/Volumes/USB/x", "/mnt/c", "/mnt/d/data", "D:\\data"],
    "credential": [
        "~/.ssh/id_rsa", "~/.ssh", ".env", "a/.env.local", "server.key", "key.pem", "id_ed25519",
        "~/.aws/credentials", "~/.npmrc", "~/.netrc", "/etc/shadow", "/proc/self/environ", "HEAD:.env",
        "file:///etc/shadow", "~/.bash_history", "/home/bob/.kube/config", "/var/lib/x/.aws/credentials",
        "~/.config/gcloud/credentials.db", "~/.gnupg/secring.gpg", "/run/secrets/token",
        "~/.password-store/x.gpg", "/etc/ssl/private/a.key", "~/Library/Keychains/login.keychain-db",
    ],
    "startup": [
        "~/.bashrc", "/root/.profile", "~/.ssh/authorized_keys", ".git/hooks/pre-commit", "/etc/cron.d/x",
        "/etc/ld.so.preload", "~/.config/autostart/x.desktop", "/etc/systemd/system/x.service",
        "~/Library/LaunchAgents/x.plist", "/etc/rc.local", "~/.config/fish/config.fish",
        "/etc/profile.d/x.sh",
    ],
    "version-control": [
        ".git", ".git/objects", ".git//HEAD", "../other/.git/refs", "backup.git/refs/heads/main",
        ".hg/store",
    ],
    "guard": [
        "~/.config/chimera-guard/config.toml", "~/.local/share/chimera-guard/log", "/etc/chimera-guard/x",
    ],
    "none": [""],
}  # fmt: skip


@pytest.mark.parametrize(("scope", "path"), [(scope, path) for scope, paths in PLACES.items() for path in paths])
def test_a_path_lies_where_it_lies(scope: str, path: str) -> None:
    assert scope_of(Value(path, SPAN), HERE, HERE.cwd) == scope


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("x", "project"),
        (".", "workspace"),
        ("../x", "elsewhere"),
        ("..", "workspace"),
        ("~", "home"),
        ("~/x", "user"),
        ("/home/me", "home"),
        ("/etc/hosts", "system"),
        (".env", "credential"),
    ],
)
def test_without_facts_relative_paths_are_the_projects(path: str, scope: str) -> None:
    assert scope_of(Value(path, SPAN), NOTHING_KNOWN, None) == scope


@pytest.mark.parametrize(
    ("cwd", "path", "scope"),
    [
        ("/", "etc", "system"),
        ("/", ".", "root"),
        ("/etc", "passwd", "system"),
        ("/home/me", ".", "home"),
        ("/home/me", ".ssh/id_rsa", "credential"),
        ("/home/me/project/build", ".", "project"),
        ("/srv", "x", "elsewhere"),
        ("/tmp", "x", "temporary"),
        ("build", "..", "workspace"),
    ],
)
def test_the_working_directory_decides_about_relative_paths(cwd: str, path: str, scope: str) -> None:
    assert scope_of(Value(path, SPAN), HERE, cwd) == scope


@pytest.mark.parametrize(
    ("glob", "scope"),
    [
        ("*", "workspace"),
        ("./*", "workspace"),
        ("/*", "root"),
        ("~/*", "home"),
        ("~/.*", "home"),
        ("/et?", "system"),
        ("/et[c]", "system"),
        ("/home/*/.ssh/id_rsa", "credential"),
        ("~/.aws/credential*", "credential"),
        ("build/*", "project"),
        ("/tmp/*", "temporary"),
        ("~/*/*", "home"),
        ("*/*", "workspace"),
        ("~/**/*", "home"),
        ("!(keep)", "workspace"),
        ("~/!(a|b)", "home"),
        ("build/*/*", "project"),
        ("*/build", "project"),
        ("*.pem", "credential"),
        ("*.o", "project"),
        ("*.json", "project"),
        ("**/*.py", "project"),
    ],
)
def test_a_glob_is_as_grave_as_what_it_could_match(glob: str, scope: str) -> None:
    prefix = glob.split("*")[0].split("?")[0].split("[")[0]
    assert scope_of(Value(None, SPAN, prefix=prefix, glob=glob), HERE, HERE.cwd) == scope


@pytest.mark.parametrize(
    ("value", "scope"),
    [
        (Value(None, SPAN), "unknown"),
        (Value(None, SPAN, suffix="/", if_unset="/"), "root"),
        (Value(None, SPAN, suffix="/*", if_unset="/*"), "root"),
        (Value(None, SPAN, prefix="~/", if_unset="~/"), "home"),
        (Value(None, SPAN, prefix="./", if_unset="./"), "workspace"),
        (Value(None, SPAN, prefix="build/", if_unset="build/"), "project"),
        (Value(None, SPAN, prefix="/etc/x-", if_unset="/etc/x-"), "system"),
        (Value(None, SPAN, suffix="/.ssh/id_rsa", if_unset="/.ssh/id_rsa"), "credential"),
        (Value(None, SPAN, suffix="/build", if_unset="/build"), "unknown"),
        (Value(None, SPAN, prefix="/"), "unknown"),
        (Value("~", SPAN, quoted=True), "project"),
        (None, "none"),
    ],
)
def test_what_is_not_known_is_judged_by_what_is(value: Value | None, scope: str) -> None:
    assert scope_of(value, HERE, HERE.cwd) == scope


class Links:
    """Facts about a machine on which `link` leads to /etc."""

    def resolve(self, path: str) -> str | None:
        return path.replace("/home/me/project/link", "/etc")

    def kind(self, path: str) -> str | None:
        return None

    def read(self, path: str, limit: int) -> str | None:
        return None

    def glob(self, pattern: str, limit: int) -> list[str] | None:
        return ["/home/me/project/link/a"] if pattern.endswith("l*/a") else []


def test_symbolic_links_and_globs_are_followed_on_the_real_machine() -> None:
    context = HERE._replace(facts=Links())
    assert scope_of(Value("link/x", SPAN), context, context.cwd) == "system"
    assert scope_of(Value("other/x", SPAN), context, context.cwd) == "project"
    assert scope_of(Value(None, SPAN, prefix="l", glob="l*/a"), context, context.cwd) == "system"
    assert scope_of(Value(None, SPAN, prefix="link/", glob="link/*"), context, context.cwd) == "system"
    assert scope_of(Value(None, SPAN, prefix="other/", glob="other/*"), context, context.cwd) == "project"


def test_a_project_can_be_kept_in_a_system_tree() -> None:
    web = Context(cwd="/var/www/app", home="/home/me", project_root="/var/www/app")
    assert scope_of(Value("index.html", SPAN), web, web.cwd) == "project"
    assert scope_of(Value("/var/www/other", SPAN), web, web.cwd) == "elsewhere"
    etc = Context(cwd="/etc", home="/root", project_root="/etc")
    assert scope_of(Value("passwd", SPAN), etc, etc.cwd) == "system"


def test_scopes_are_those_of_the_model() -> None:
    assert set(GRAVITY) == SCOPES


def test_paths_are_normalised_without_a_look_at_the_machine() -> None:
    assert normalise("/a//b/./c/../d/") == "/a/b/d"
    assert normalise("../../x") == "../../x"
    assert normalise("a/..") == "."
    assert normalise("/..") == "/"

"""What is written where it lets somebody in later, hides who was there, or the machine depends on it."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.effects.names import ON_EVERY_MACHINE, SHOWN_AS
from chimera_guard.effects.paths import normalise
from chimera_guard.effects.places import AUTHORITIES, LETS_IN, OF_ADMINISTRATOR, OWN_SETTINGS, RECORDS, TUNABLE
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM
WRITES = "write append truncate link"
# Where programs are found before those of the system.
FOUND_FIRST = frozenset({"/usr/local/bin", "/usr/local/sbin", "/opt/homebrew/bin", "/opt/local/bin", "/snap/bin"})
FOUND_FIRST_OF_USER = ("~/bin", "~/.local/bin", "/.local/bin")
# Where the extensions of a shell lie that its settings have to name.
NAMED = ("/.zsh/", "/.config/zsh/", "/.oh-my-zsh/custom/plugins/", "/.oh-my-zsh/custom/themes/")
# An empty directory overwrites nothing, nor does a copy kept beside its original; in an editor a person sees it.
BY_HAND = frozenset({"directory", "edited", "backup"})


@rule(
    "overwriting-guard",
    HIGH,
    on="write append truncate link delete move chmod chown",
    reason="changes {target}, which belongs to this guard",
    why="Who can change the guard's settings can switch it off.",
    instead="change the guard's settings yourself, in an editor",
    match=["rm -rf ~/.config/chimera-guard", "echo 'policy = \"never\"' > ~/.config/chimera-guard/config.toml"],
    not_match=["cat ~/.config/chimera-guard/config.toml", "rm -rf chimera-guard"],
)
def overwriting_guard(effect: Effect, context: Context) -> bool:
    return effect.scope == "guard"


@rule(
    "overwriting-device",
    HIGH,
    on=WRITES,
    reason="writes straight to the device {target}",
    why="It destroys the file systems on it, whatever they hold.",
    instead="check with lsblk which disk this is, and unmount it first; write to an image file where you can",
    match=["echo x > /dev/sda", "cp image.iso /dev/nvme0n1"],
    not_match=["echo x > /dev/null", "echo x > /dev/stderr", "ls /dev/sda"],
)
def overwriting_device(effect: Effect, context: Context) -> bool:
    return effect.scope == "device"


@rule(
    "overwriting-access",
    HIGH,
    on=WRITES,
    reason="changes {target}, which says who may log in, or with which rights",
    why="Whoever is let in there can do all that the account can, and a mistake can lock everybody out.",
    instead="use the tool that checks what it writes (visudo, usermod, ssh-copy-id), and stay logged in until it works",
    match=["tee -a ~/.ssh/authorized_keys", "echo x >> /etc/sudoers.d/me", "sed -i s/no/yes/ /etc/ssh/sshd_config"],
    not_match=["visudo", "cat /etc/passwd", "cp key ~/.ssh/id_rsa", "echo x > etc/passwd"],
)
def overwriting_access(effect: Effect, context: Context) -> bool:
    place = effect.beginning
    if not normalise(place).startswith(LETS_IN) and "/.ssh/authorized_keys" not in place:
        return False
    graver = (overwriting_startup, overwriting_credential, overwriting_system)
    return any(check(effect, context) for check in graver)


@rule(
    "overwriting-startup",
    HIGH,
    on=WRITES,
    reason="changes {target}, which is run or read when a shell, a session or the machine starts",
    why="Whatever is written there runs again and again, unseen, with your rights.",
    instead="read what is to be added, and add it yourself in an editor",
    match=["echo 'alias ls=rm' >> ~/.bashrc", "cp hook .git/hooks/pre-commit", "tee /etc/cron.d/job"],
    not_match=[
        "cat ~/.bashrc",
        "vim ~/.bashrc",
        "echo x >> bashrc.md",
        "git clone https://x.example/p ~/.oh-my-zsh/custom/plugins/p",
    ],
)
def overwriting_startup(effect: Effect, context: Context) -> bool:
    return effect.scope == "startup" and effect.flags.isdisjoint(BY_HAND) and not _waits(effect)


def _waits(effect: Effect) -> bool:
    """Whether it is a directory of its own, among those of which a shell only runs what its settings name."""
    path = effect.beginning
    return "fresh" in effect.flags and (path.rstrip("/").endswith("/.oh-my-zsh") or any(part in path for part in NAMED))


@rule(
    "overwriting-program",
    HIGH,
    on="write append link",
    reason="puts a program at {target}, where it is found before the one of that name that the machine came with",
    why="Whoever types that name runs the new one, with their password or their rights.",
    instead="give it a name of its own",
    match=["ln -s /opt/x/run /usr/local/bin/sudo", "cp tool ~/.local/bin/ssh"],
    not_match=["ln -s /opt/x/run /usr/local/bin/x", "cp sudo docs/sudo", "cat /usr/local/bin/ls"],
)
def overwriting_program(effect: Effect, context: Context) -> bool:
    text = (effect.target.text or effect.target.glob or "") if effect.target is not None else ""
    directory, _, name = text.rpartition("/")
    if name not in ON_EVERY_MACHINE or effect.scope not in ("system", "user", "home", "elsewhere"):
        return False
    return directory in FOUND_FIRST or directory.endswith(FOUND_FIRST_OF_USER)


@rule(
    "overwriting-without-end",
    HIGH,
    on="write append",
    reason="writes into {target} without end, until the disk is full",
    why="When there is no room left, programs fail, logs are lost, and the machine may not start again.",
    instead="say how much it is to be: head -c 100M, dd count=100",
    match=[("yes > big.txt", "writes-file"), "dd if=/dev/zero of=big.bin bs=1M"],
    not_match=["yes | head -n 9 > few.txt", "dd if=/dev/zero of=some.bin bs=1M count=9", "timeout 9 yes > some.txt"],
)
def overwriting_without_end(effect: Effect, context: Context) -> bool:
    return "endless" in effect.flags


@rule(
    "overwriting-trust",
    HIGH,
    on=WRITES,
    reason="adds to, or changes, {target}, the authorities that this machine trusts",
    why="Whoever holds the key of such a certificate can pose as any site, and read what goes to it.",
    instead="hand the certificate to the one program that needs it",
    match=["cp ca.crt /usr/local/share/ca-certificates/"],
    not_match=["cp ca.crt /usr/local/share/doc/", "ls /usr/local/share/ca-certificates"],
)
def overwriting_trust(effect: Effect, context: Context) -> bool:
    return effect.beginning.startswith(AUTHORITIES)


@rule(
    "overwriting-records",
    HIGH,
    on="write truncate",
    reason="[truncate: empties | overwrites] {target}, which records what happens on the machine",
    why="Nobody can tell afterwards what went wrong, or who was there.",
    instead="keep a copy, or let log rotation take the oldest part",
    match=["truncate -s 0 /var/log/syslog", "cp /dev/null /var/log/auth.log"],
    not_match=["echo done >> /var/log/backup.log", "cat /var/log/syslog", "truncate -s 0 app.log"],
)
def overwriting_records(effect: Effect, context: Context) -> bool:
    place = effect.beginning
    return normalise(place).startswith(RECORDS) and overwriting_system(effect, context)


@rule(
    "overwriting-system",
    HIGH,
    on=WRITES,
    reason="changes {target}, a part of the operating system or its settings",
    why="A mistake there can keep programs from running, people from logging in, or the machine from starting.",
    instead="keep a copy of the file first; let the package manager install programs, or install below ~/.local",
    match=[
        "echo x > /etc/hosts",
        "cp nginx.conf /etc/nginx/nginx.conf",
        ("sudo tee /etc/hosts", "privilege-root"),
        "cp tool /usr/bin/tool",
        "cp -r x /",
        "cp tool /usr/local/bin/../../bin/tool",
        "cp tool /Applications/X.app/Contents/MacOS/X",
    ],
    not_match=[
        "cp tool /usr/local/bin",
        "cp -R X.app /Applications/",
        "cp /etc/hosts hosts.bak",
        "cp -a /etc/hosts /etc/hosts.bak",
        "cat /etc/hosts > /dev/null",
        "cp site.conf /etc/nginx/conf.d/site.conf",
        "mkdir /etc/x",
        "echo done >> /var/log/backup.log",
        "echo never > /sys/kernel/mm/transparent_hugepage/enabled",
        "ln -sf /usr/share/zoneinfo/UTC /etc/localtime",
    ],
)
def overwriting_system(effect: Effect, context: Context) -> bool:
    if effect.scope not in ("system", "root") or effect.target is None or not effect.flags.isdisjoint(BY_HAND):
        return False
    target = effect.target
    place = target.text or target.prefix or target.glob or ""  # of "$A/$B" nothing is known
    if effect.kind == "append" and normalise(place).startswith(RECORDS) and target.text is not None:
        return False  # nothing of what stands there is lost
    if (place.startswith(TUNABLE) and ".." not in place) or place in SHOWN_AS:
        return False
    inside = place.startswith("/Applications/") and "/Contents/" in place  # of a program that is there already
    return place != "" and (not place.startswith((*OF_ADMINISTRATOR, *OWN_SETTINGS)) or inside or "/../" in place)


@rule(
    "overwriting-credential",
    HIGH,
    on=WRITES,
    reason="changes {target}, which holds keys or secrets",
    why="Overwritten keys are lost, and planted ones let somebody else in.",
    instead="keep a copy first, and use the tool that the secret belongs to",
    match=["echo token > ~/.git-credentials", "cp key ~/.ssh/id_rsa", "truncate -s 0 ~/.bash_history"],
    not_match=["cp .env.example .env", "echo A=1 >> .env", "ls ~/.ssh/config"],
)
def overwriting_credential(effect: Effect, context: Context) -> bool:
    checked = {"edited", "protected"} <= effect.flags  # as visudo does
    return effect.scope == "credential" and effect.flags.isdisjoint(("of-project", "directory")) and not checked

"""Names that mean the same on every machine."""

from __future__ import annotations

# Where a program of a known name is the one that everybody means.
TRUSTED = frozenset(
    """
    /bin /sbin /usr/bin /usr/sbin /usr/local/bin /usr/local/sbin /usr/libexec /snap/bin /opt/homebrew/bin
    /usr/libexec/ApplicationFirewall /opt/homebrew/sbin /opt/local/bin /run/current-system/sw/bin
    /nix/var/nix/profiles/default/bin /mnt/c/Windows /mnt/c/Windows/System32 /c/Windows/System32
    /mnt/c/Windows/System32/WindowsPowerShell/v1.0 /mnt/c/Windows/System32/OpenSSH
    """.split()
)

# Below these, where a package has a directory of its own (`/usr/lib/postgresql/15/bin`), so is what is in its `bin`.
_PACKAGED = ("/usr/lib/", "/usr/share/", "/usr/pgsql-", "/opt/", "/home/linuxbrew/.linuxbrew/", "/System/Library/")

# Where the scripts are that start and stop services.
SERVICE_SCRIPTS = frozenset({"/etc/init.d", "/etc/rc.d", "/etc/rc.d/init.d", "/usr/local/etc/rc.d"})

# Builtins that run what they are given in the shell itself, so that what it changes stays.
SAME_SHELL = frozenset("eval source . command builtin exec noglob nocorrect -".split())

# What takes the shell to another place.
MOVES = frozenset({"cd", "pushd", "popd"})
# What only finds something out.
TESTS = frozenset({"[", "test", "false", "grep", "command", "type", "which"})

# What ends a loop, a function or the script; the last is a name that scripts give to a function of theirs.
LEAVES = frozenset({"exit", "return", "break", "continue", "die"})

# Commands that are put in front of `&&` to go on after them, and not to find something out.
UNTESTED = MOVES | frozenset(
    """
    export set shopt source . echo printf true : mkdir touch umask trap ulimit unset declare typeset local readonly
    alias pwd sleep clear
    """.split()
)

SHELL_NAMES = frozenset("sh bash dash zsh ksh fish ash csh tcsh".split())

# Behind the name of a file: what is put into it, beside what it holds otherwise.
ADDED = "\0added"

# What stands for the standard input where a file is named.
STANDARD_INPUT = frozenset({"-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"})

# What asks for the password of whoever runs it.
ASKING = frozenset({"sudo", "su", "doas"})

# Functions that shells call by themselves, for a command that there is not.
HANDLERS = frozenset({"command_not_found_handle", "command_not_found_handler"})

# How the variables and functions begin that this guard itself lives by.
GUARD_VARIABLE = "__cg_"
GUARD = ("CHIMERA_GUARD", GUARD_VARIABLE, "chimera-guard")

# Tests whose operands the shell evaluates.
ARITHMETIC_TESTS = frozenset({"-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-v", "-R"})

# What the names of files with keys, and the lines in front of passwords, have in them.
SECRET_WORDS = (
    "password", "passwd=", "passphrase", "secret", "credential", "api_key", "apikey", "api-key", "private key",
    "private.key", "access_key", "accesskey", "auth_token", "authtoken", "begin rsa", "begin openssh", "akia", "id_rsa",
    "id_dsa", "id_ecdsa", "id_ed25519", "authorized_keys", "sk_live_", "rk_live_", "ghp_", "gho_", "github_pat_",
    "glpat-", "xoxb-", "xoxp-", "xox[", "npm_[", "begin dsa", "begin ec", "begin pgp private",
)  # fmt: skip

# Programs that protect a machine, or record what is done on it, by the names of their processes and packages (globs).
PROTECTING = (
    "auditd", "audit", "audispd", "auditbeat", "rsyslog*", "syslog*", "syslogd", "systemd-journald", "falcon-sensor*",
    "falcond", "crowdstrike*", "clamav*", "clamd", "freshclam", "cbdaemon", "cbagentd", "cb-psc-sensor", "sentinelone*",
    "sentinelagent*", "sentinelctl", "mdatp", "wdavdaemon", "mde_netfilter", "ossec*", "wazuh*", "osquery*", "falco",
    "sysmon*", "sysmonforlinux", "fail2ban*", "apparmor", "firewalld", "ufw", "aide", "tripwire", "rkhunter",
    "chkrootkit", "suricata", "snort", "maldet", "sophos*", "savd", "esets*", "eset*", "ds_agent", "xagt", "cylancesvc",
    "taniumclient", "littlesnitch*", "lulu", "blockblock", "securityagent", "xprotect*", "mrt", "santad", "santa",
)  # fmt: skip

# Packages without which a machine does not start, log in, or install anything any more (globs).
VITAL_PACKAGES = (
    "libc", "libc6", "libc[*]", "lib[*]", "python[*]", "python3[*]", "libc-bin", "glibc", "musl", "bash", "dash",
    "coreutils", "util-linux", "login", "passwd", "base-files", "base-passwd", "base", "base-system", "baselayout",
    "alpine-base*", "filesystem", "@system", "@world", "systemd", "systemd-sysv", "init", "sysvinit*", "openrc",
    "dbus", "busybox", "dpkg", "apt", "rpm", "yum", "dnf", "pacman", "zypper", "apk-tools", "portage", "xbps",
    "kernel", "kernel[*]", "kernel-core", "kernel-default", "linux", "linux-image*", "linux-generic*", "linux-[*]",
    "grub*", "shim-signed", "initramfs-tools*", "dracut", "mkinitcpio", "udev", "systemd-udev", "core[0-9]*", "[*]",
    "sudo", "openssh-server", "openssh-sshd", "network-manager", "networkmanager", "netplan.io", "ifupdown",
    "python3-minimal", "python3", "python-minimal", "perl-base", "libssl3", "ubuntu-desktop", "ubuntu-minimal",
    "pop-desktop", "gnome-shell", "xorg", "lvm2", "cryptsetup",
)  # fmt: skip

# What decides in which form time and texts are shown, and nothing else.
SHOWN_AS = frozenset({"/etc/localtime", "/etc/timezone", "/etc/locale.conf", "/etc/locale.gen", "/etc/default/locale"})

# Programs that every machine comes with, and that nobody installs by hand beside the ones that are there.
ON_EVERY_MACHINE = frozenset(
    """
    sudo su doas pkexec ssh scp sftp sshd ssh-add login passwd chsh ls cat cp mv rm ln ps kill id who whoami w last
    mount umount systemctl journalctl chmod chown sh env mkdir date df du find grep ip ss netstat lsof crontab visudo
    iptables nft dmesg uname hostname launchctl security osascript dscl codesign
    """.split()
)

# Processes without which a session, a machine, or the way to it ends.
VITAL = (
    "systemd", "systemd-logind", "init", "launchd", "dbus-daemon", "dbus-broker", "sshd", "xorg", "windowserver",
    "loginwindow", "kernel_task", "networkmanager", "dockerd", "containerd", "kubelet", "gnome-shell", "kwin_wayland",
    "kwin_x11", "gdm", "gdm3", "sddm", "lightdm", "xwayland", "udevd", "systemd-udevd",
    "systemd-networkd", "systemd-resolved", "login", "agetty", "polkitd",
    "lsass", "csrss", "winlogon", "wininit", "smss", "svchost", "lsass.exe", "csrss.exe", "winlogon.exe", "wininit.exe",
)  # fmt: skip

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_BEHIND_SHELL = frozenset("\"'\n;<>&)],0123456789")


def is_trusted(directory: str) -> bool:
    """Whether a program of a known name in this directory is the one that everybody means."""
    if directory in TRUSTED:
        return True
    return directory.startswith(_PACKAGED) and directory.endswith(("bin", "/git-core")) and "/../" not in directory


def names_shell(text: str) -> bool:
    """Whether a word is a shell named by its place, alone or with options: what is started there takes commands."""
    program, _, rest = text.partition(" ")
    place, _, name = program.rpartition("/")
    lies = program.startswith("/") and place.endswith("bin") or program.startswith(("/tmp/", "/var/tmp/", "/dev/shm/"))
    return name in SHELL_NAMES and lies and (not rest or rest[0] in "-<")


def starts_shell(text: str) -> bool:
    """Whether a text that is no script names a shell in a way that starts it for somebody to type into."""
    if text.startswith("#!"):
        text = text.partition("\n")[2]
    for part in text.split("/bin/")[1:]:
        rest = part.lstrip(_LETTERS)
        if part[: len(part) - len(rest)] in SHELL_NAMES:
            rest = rest.lstrip(" ")
            if not rest or rest[0] in _BEHIND_SHELL or rest.startswith(("-i", "-p")):
                return True
    return False


# What package managers, and editors that open a directory in a container, run of such a file by themselves.
RUN_UNASKED = {
    "package.json": frozenset("preinstall install postinstall preprepare prepare postprepare dependencies".split()),
    "composer.json": frozenset(
        """
        pre-install-cmd post-install-cmd pre-update-cmd post-update-cmd post-autoload-dump pre-autoload-dump
        post-root-package-install post-create-project-cmd
        """.split()
    ),
    "devcontainer.json": frozenset(
        """
        initializeCommand onCreateCommand updateContentCommand postCreateCommand postStartCommand postAttachCommand
        """.split()
    ),
}
UNASKED_KEYS = frozenset().union(*RUN_UNASKED.values())

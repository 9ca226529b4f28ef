"""Names that mean the same on every machine."""

from __future__ import annotations

# Where a program of a known name is the one that everybody means.
TRUSTED = frozenset(
    """
    /bin /sbin /usr/bin /usr/sbin /usr/local/bin /usr/local/sbin /usr/libexec /snap/bin /opt/homebrew/bin
    /opt/homebrew/sbin /opt/local/bin /run/current-system/sw/bin /nix/var/nix/profiles/default/bin
    """.split()
)

# Where the scripts are that start and stop services.
SERVICE_SCRIPTS = frozenset({"/etc/init.d", "/etc/rc.d", "/etc/rc.d/init.d", "/usr/local/etc/rc.d"})

SHELL_NAMES = frozenset("sh bash dash zsh ksh fish ash csh tcsh".split())

# What stands for the standard input where a file is named.
STANDARD_INPUT = frozenset({"-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"})

# Endings of the names of variables whose value is a command that some program runs.
RUN_LATER = ("_COMMAND", "EDITOR", "PAGER", "ASKPASS", "VISUAL", "BROWSER", "_CMD", "_RSH", "GIT_SSH", "EXTERNAL_DIFF")

# What shows text and does nothing else, so that it can be named as a pager.
PLAIN_PAGERS = frozenset({"", "cat", "less", "more"})

# Texts that the shell expands each time before it shows them.
PROMPTS = frozenset("PS0 PS1 PS2 PROMPT PROMPT2 RPROMPT RPS1 PS3".split())

# Variables that decide which code other programs run, or what the shell keeps of it.
PLANTING = frozenset(
    """
    LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT DYLD_INSERT_LIBRARIES DYLD_LIBRARY_PATH DYLD_FRAMEWORK_PATH GCONV_PATH
    PATH BASH_ENV ENV PROMPT_COMMAND PS4 ZDOTDIR PYTHONPATH PYTHONSTARTUP PYTHONHOME PYTHONINSPECT
    PYTHONBREAKPOINT PERL5LIB PERL5OPT PERL5DB RUBYOPT RUBYLIB NODE_OPTIONS NODE_PATH NODE_REPL_EXTERNAL_MODULE
    JAVA_TOOL_OPTIONS _JAVA_OPTIONS CLASSPATH PHPRC GIT_SSH GIT_SSH_COMMAND GIT_EXTERNAL_DIFF GIT_PAGER
    GIT_EDITOR GIT_ASKPASS GIT_PROXY_COMMAND GIT_EXEC_PATH GIT_TEMPLATE_DIR GIT_CONFIG_COUNT GIT_CONFIG_GLOBAL
    GIT_CONFIG_SYSTEM GIT_CONFIG_PARAMETERS GIT_SEQUENCE_EDITOR PAGER MANPAGER EDITOR VISUAL BROWSER LESSOPEN
    LESSCLOSE LESSKEY SSH_ASKPASS SUDO_ASKPASS SUDO_EDITOR HISTFILE HISTSIZE HISTFILESIZE HISTCONTROL HISTIGNORE
    SHELLOPTS BASHOPTS PS0 CC CXX RUSTC_WRAPPER MAKEFLAGS CHIMERA_GUARD TAR_OPTIONS RSYNC_RSH RSYNC_CONNECT_PROG
    FZF_DEFAULT_COMMAND GREP_OPTIONS
    AUTOM4TE FACTERLIB GROFF_BIN_PATH LUA_INIT VIMINIT EXINIT RUBYSHELL OPENSSL_ENGINES
    """.split()
)

# Functions that shells call by themselves, for a command that there is not.
HANDLERS = frozenset({"command_not_found_handle", "command_not_found_handler"})

# How the variables and functions begin that this guard itself lives by.
GUARD = ("CHIMERA_GUARD", "__cg_", "chimera-guard")

# Devices that never cease to give.
ENDLESS = frozenset({"/dev/zero", "/dev/full", "/dev/urandom", "/dev/random"})

# What the names of files with keys, and the lines in front of passwords, have in them.
SECRET_WORDS = (
    "password", "passwd=", "passphrase", "secret", "credential", "api_key", "apikey", "api-key", "private key",
    "private.key", "access_key", "accesskey", "auth_token", "authtoken", "begin rsa", "begin openssh", "akia", "id_rsa",
    "id_dsa", "id_ecdsa", "id_ed25519", "authorized_keys",
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
    "libc6", "libc-bin", "glibc", "musl", "bash", "dash", "coreutils", "util-linux", "login", "passwd",
    "base-files", "filesystem", "systemd", "systemd-sysv", "init", "sysvinit*", "openrc", "dbus", "busybox",
    "dpkg", "apt", "rpm", "yum", "dnf", "pacman", "zypper", "apk-tools", "kernel", "kernel-core", "linux",
    "linux-image-*", "linux-generic*", "linux-[*]", "grub*", "shim-signed", "initramfs-tools*", "dracut",
    "mkinitcpio", "udev", "sudo", "openssh-server", "openssh-sshd", "network-manager", "networkmanager",
    "netplan.io", "ifupdown", "python3-minimal", "python3", "perl-base", "libssl3", "ubuntu-desktop",
    "ubuntu-minimal", "pop-desktop", "gnome-shell", "xorg", "lvm2", "cryptsetup",
)  # fmt: skip

# Processes without which a session, a machine, or the way to it ends.
VITAL = (
    "systemd", "systemd-logind", "init", "launchd", "dbus-daemon", "dbus-broker", "sshd", "xorg", "windowserver",
    "loginwindow", "kernel_task", "networkmanager", "dockerd", "containerd", "kubelet",
)  # fmt: skip

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_BEHIND_SHELL = frozenset("\"'\n;<>&)],0123456789")


def names_shell(text: str) -> bool:
    """Whether a word is a shell named by its place, alone or with options: what is started there takes commands."""
    program, _, rest = text.partition(" ")
    return program.startswith("/") and program.rpartition("/")[2] in SHELL_NAMES and (not rest or rest[0] in "-<")


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

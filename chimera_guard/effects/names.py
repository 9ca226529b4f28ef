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

# Commands that are put in front of `&&` to go on after them, and not to find something out.
MOVES = frozenset({"cd", "pushd", "popd"})
LEAVES = frozenset({"exit", "return", "break", "continue", "die"})
UNTESTED = frozenset(
    """
    cd pushd popd export set shopt source . echo printf true : mkdir touch umask trap ulimit unset declare typeset local
    readonly alias pwd sleep clear
    """.split()
)

SHELL_NAMES = frozenset("sh bash dash zsh ksh fish ash csh tcsh".split())

# Behind the name of a file: what is put into it, beside what it holds otherwise.
ADDED = "\0added"

# What stands for the standard input where a file is named.
STANDARD_INPUT = frozenset({"-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"})

# Endings of the names of variables whose value is a command that some program runs.
RUN_LATER = tuple("_COMMAND EDITOR PAGER ASKPASS VISUAL BROWSER _CMD _RSH GIT_SSH SVN_SSH EXTERNAL_DIFF".split())

# What shows text and does nothing else, so that it can be named as a pager.
PLAIN_PAGERS = frozenset(["", "cat", "less", "more", *(f"less -{how}" for how in "R F X S FR FX RX FRX".split())])

# Texts that the shell expands each time before it shows them.
PROMPTS = frozenset("PS0 PS1 PS2 PROMPT PROMPT2 RPROMPT RPS1 PS3".split())

# What the shell itself runs, or expands, without being told to.
SHELL_RUNS = PROMPTS | {"PROMPT_COMMAND"}

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
    FZF_DEFAULT_COMMAND GREP_OPTIONS PIP_INDEX_URL PIP_EXTRA_INDEX_URL UV_INDEX_URL UV_DEFAULT_INDEX
    NPM_CONFIG_REGISTRY npm_config_registry YARN_REGISTRY YARN_NPM_REGISTRY_SERVER GOPROXY HOMEBREW_BOTTLE_DOMAIN
    ANTHROPIC_BASE_URL OPENAI_BASE_URL OPENAI_API_BASE GTK_MODULES QT_PLUGIN_PATH OPENSSL_CONF OPENSSL_MODULES
    SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE REQUESTS_CA_BUNDLE NODE_EXTRA_CA_CERTS GIT_SSL_CAINFO
    AUTOM4TE FACTERLIB GROFF_BIN_PATH LUA_INIT MAKEFILES LUA_PATH LUA_CPATH CURL_HOME WGETRC
    HGRCPATH PSMODULEPATH SVN_SSH CARGO_BUILD_RUSTC VIMINIT EXINIT RUBYSHELL OPENSSL_ENGINES
    """.split()
)

# Variables that switch off whether the other side has to prove who it is, and the values that do so ("" for any).
UNCHECKED = {
    "NODE_TLS_REJECT_UNAUTHORIZED": ("0",), "GIT_SSL_NO_VERIFY": ("1", "true", "yes"), "PYTHONHTTPSVERIFY": ("0",),
    "GOINSECURE": ("",), "GONOSUMDB": ("",), "GONOSUMCHECK": ("",), "GOFLAGS": ("-insecure",), "GOSUMDB": ("off",),
    "NPM_CONFIG_STRICT_SSL": ("false",), "npm_config_strict_ssl": ("false",),
    "PIP_TRUSTED_HOST": ("",), "UV_INSECURE_HOST": ("",), "CARGO_HTTP_CHECK_REVOKE": ("false",),
    "AWS_NO_VERIFY_SSL": ("",), "ANSIBLE_HOST_KEY_CHECKING": ("false", "False", "0"), "DOCKER_CONTENT_TRUST": ("0",),
    "CONDA_SSL_VERIFY": ("false", "0"), "VAULT_SKIP_VERIFY": ("1", "true"), "CONSUL_HTTP_SSL_VERIFY": ("false",),
    "ARGOCD_INSECURE": ("true", "1"), "PERL_LWP_SSL_VERIFY_HOSTNAME": ("0",),
}  # fmt: skip

# Variables that say by way of which machine programs reach others.
PROXIES = frozenset("http_proxy https_proxy all_proxy ftp_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY FTP_PROXY".split())

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

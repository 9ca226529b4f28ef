"""Where things lie on the machines that people use: the names that `scope_of` looks up.

Paths that begin with a dot are looked for below any directory, because homes, containers and backups all have them.
"""

from __future__ import annotations


def names(text: str) -> frozenset[str]:
    """Return the blank-separated names in `text`."""
    return frozenset(text.split())


SYSTEM = names(
    """
    bin boot cdrom cores etc lib lib32 lib64 libx32 nix private proc run sbin selinux snap sys usr var System
    Library Applications Network Volumes Windows ProgramData
    """
) | {"Program Files", "Program Files (x86)"}
TEMPORARY = (
    "/tmp/", "/var/tmp/", "/private/tmp/", "/private/var/tmp/", "/var/folders/", "/private/var/folders/", "/dev/shm/",
    "/var/cache/", "/var/lib/apt/lists/", "/run/user/",
)  # fmt: skip
WORK_TREES = ("/usr/src/", "/usr/local/src/", "/var/www/", "/var/lib/jenkins/", "/usr/share/nginx/")
# Directories at the root of containers in which a project lies by custom, and such in which several do.
PROJECTS = names("app testbed repo code src project workdir sandbox")
PROJECTS_BELOW = names("workspace workspaces projects repos builds")
# What tools make again by themselves.
REBUILT = names(
    """
    node_modules __pycache__ build dist out target coverage htmlcov .next .nuxt .turbo .cache .parcel-cache .vite
    .pytest_cache .mypy_cache .ruff_cache .tox .nox .eggs .gradle .venv venv .svelte-kit .output .angular _build
    cmake-build-debug cmake-build-release bazel-out .dart_tool .ipynb_checkpoints .hypothesis .nyc_output
    """
)
TEMPORARY_ROOTS = frozenset(place[:-1] for place in TEMPORARY)
OPEN_PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/private/tmp")  # those in which anybody can put something
NULL_DEVICES = names(
    """
    null zero full random urandom stdin stdout stderr tty console ptmx pts fd log kmsg dsp audio shm mqueue
    """
)

HOMES = frozenset({"home", "Users"})
HOME_DIRECTORIES = names(
    """
    Desktop Documents Downloads Movies Music Pictures Public Templates Videos Library Applications Dropbox
    OneDrive projects Projects src Source code Code work Work workspace Workspace repos Repos repositories
    Developer Development bin .config .local .local/share .local/bin .mozilla .thunderbird .config/git .vscode
    .cursor .claude .codex .var AppData AppData/Local AppData/Roaming
    Library/Preferences Library/CloudStorage Library/Containers storage storage/shared storage/dcim
    """
) | {"Library/Mobile Documents", "Library/Application Support", "Library/Group Containers"}

KEY_NAMES = names(
    """
    id_rsa id_dsa id_ecdsa id_ed25519 id_ecdsa_sk id_ed25519_sk ssh_host_rsa_key ssh_host_ed25519_key
    ssh_host_ecdsa_key ssh_host_dsa_key wallet.dat application_default_credentials.json service-account.json
    service_account.json client_secret.json client_secrets.json credentials.json serviceAccountKey.json
    service-account-key.json secring.gpg terraform.tfstate NTDS.dit _netrc logins.json key4.db key3.db cookies.sqlite
    """
) | {"Login Data"}
KEY_DIRECTORIES = names("certs secrets keys private credentials tokens passwords")
KEY_SUFFIXES = names("pem key p12 pfx jks keystore kdbx ppk p8 keychain keychain-db agekey keytab")
COPY_ENDINGS = tuple(".gz .bz2 .xz .zst .lz4 .lzma .zip .Z .br .7z .bak .old .orig .b64".split())
PUBLIC_WORDS = ("cert", "chain", "bundle", "pub", "crt", "root", "ca.", "-ca", "ca-", "cacert", "csr", "dhparam")
PLAIN_DOTENV = names("example sample template dist tpl defaults schema test ci default")

CREDENTIAL_FILES = names(
    """
    .aws/credentials .kube/config .docker/config.json .dockercfg .netrc .pgpass .my.cnf .mylogin.cnf
    .msmtprc .git-credentials .config/git/credentials .pypirc .gem/credentials .cargo/credentials
    .cargo/credentials.toml .config/gh/hosts.yml .config/glab-cli/config.yml .config/hub
    .config/rclone/rclone.conf .rclone.conf .s3cfg .boto .terraformrc .terraform.d/credentials.tfrc.json
    .config/pypoetry/auth.toml
    .vault-token .m2/settings.xml .m2/settings-security.xml .gradle/gradle.properties .composer/auth.json
    .config/composer/auth.json .nuget/NuGet/NuGet.Config .fly/config.yml .config/stripe/config.toml
    .config/heroku .config/netlify/config.json .config/doctl/config.yaml
    .config/sops/age/keys.txt .codex/auth.json
    .Xauthority .claude/.credentials.json .config/helm/registry.json .htpasswd
    .bash_history .zsh_history .python_history .mysql_history .psql_history .sqlite_history .rediscli_history
    .node_repl_history .irb_history .dbshell .local/share/fish/fish_history .sh_history .ash_history
    .config/hcloud/cli.toml .ICEauthority .secrets .vault_pass .ansible-vault-pass .databrickscfg
    .snowsql/config .dbt/profiles.yml .doppler/.doppler.yaml .oci/config
    .ibmcloud/config.json .config/filezilla/sitemanager.xml .config/filezilla/recentservers.xml .remmina
    .git/credentials .bluemix/config.json .railway/config.json .local/share/com.vercel.cli/auth.json
    .wrangler/config/default.toml .supabase/access-token
    .config/circleci/cli.yml .circleci/cli.yml .sentryclirc .config/linode-cli .vultr-cli.yaml .config/vultr-cli.yaml
    .config/scw/config.yaml .aliyun/config.json .tccli/default.credential .snowflake/config.toml
    .snowflake/connections.toml .kaggle/kaggle.json .huggingface/token .cache/huggingface/token
    .cache/huggingface/stored_tokens .gemini/oauth_creds.json .config/github-copilot/hosts.json
    .config/github-copilot/apps.json .config/ngrok/ngrok.yml .ngrok2/ngrok.yml .config/turso/settings.json
    .config/civo/config.json .civo.json .config/exoscale/exoscale.toml .config/upctl.yaml .upctl
    .config/openstack/clouds.yaml
    .config/atuin/key .local/share/atuin/key
    .config/rbw/config.json .config/lab/lab.toml
    .argocd/config .terraform.d/credentials .config/containers/auth.json
    .databricks/token-cache.json .config/planetscale/access-token
    .config/mc/config.json .mc/config.json .smbcredentials .fetchmailrc .mbsyncrc .config/msmtp/config
    .offlineimaprc .config/neomutt/passwords .lftp/bookmarks .cvspass
    .config/wget/wgetrc .vnc/passwd .config/tigervnc/passwd .lein/credentials.clj.gpg
    .ivy2/.credentials .sbt/.credentials .sbt/1.0/sonatype.sbt
    .modal.toml .vercel/auth.json .passwd-s3fs .config/helm/registry/config.json .config/kaggle/kaggle.json .saml2aws
    .okta/config.yaml .ngc/config .runpod/config.toml .consul-token .nomad-token .hex/hex.config .purple/accounts.xml
    """
)
CREDENTIAL_DIRECTORIES = names(
    """
    .ssh .aws/sso .aws/cli/cache .gnupg .password-store .local/share/keyrings .local/share/kwalletd
    .config/gcloud .config/op .config/1Password .mozilla/firefox .config/google-chrome .config/chromium
    .config/BraveSoftware .config/microsoft-edge .thunderbird .electrum .ethereum .bitcoin .config/Exodus .config/atomic
    .azure .config/solana
    .minikube/certs .vault .docker/contexts .step/secrets .config/keybase .local/share/bitwarden .config/Bitwarden
    .config/Slack/Cookies .config/discord .config/opera .config/vivaldi .config/Signal .local/share/TelegramDesktop
    .librewolf .waterfox .monero .litecoin .zcash
    .config/configstore .config/openai .openai .config/anthropic .config/doppler .config/hetzner .config/bitwarden-cli
    .oauth2l .subversion/auth .config/subversion/auth .tsh/keys .config/borg/keys .config/argocd
    """
)
CREDENTIAL_PARENTS = names(".aws .kube .docker .config/gh .config/glab-cli .config/rclone .config/stripe .mozilla")
# Secrets in a home, settings of a project elsewhere.
HOME_CREDENTIALS = frozenset({".npmrc", ".yarnrc.yml", ".history", ".curlrc", ".wgetrc"})
BROWSERS = names(
    """
    .mozilla/firefox .config/google-chrome .config/chromium .config/BraveSoftware .config/microsoft-edge
    """
)
BROWSER_SECRETS = frozenset(
    ["logins.json", "key4.db", "key3.db", "cookies.sqlite", "Login Data", "Cookies", "Web Data", "Local State"]
)
SSH_PLAIN = ("known_hosts", "config", "authorized_keys", "environment", "rc", "allowed_signers")
GNUPG_PLAIN = (".conf", "pubring.kbx", "pubring.gpg", "trustdb.gpg")
SYSTEM_SECRETS = names(
    """
    /etc/shadow /etc/shadow- /etc/gshadow /etc/gshadow- /etc/sudoers /usr/local/etc/sudoers /etc/master.passwd
    /etc/security/opasswd /var/backups/shadow /var/backups/gshadow
    /etc/krb5.keytab /etc/kubernetes/admin.conf /etc/rancher/k3s/k3s.yaml /etc/ppp/chap-secrets
    /etc/ppp/pap-secrets /proc/kcore /dev/mem /dev/kmem /boot/grub/user.cfg
    /etc/mysql/debian.cnf /var/run/docker.sock /run/docker.sock /etc/wireguard /etc/ipsec.secrets /etc/openvpn
    /etc/letsencrypt/live /etc/wpa_supplicant/wpa_supplicant.conf /etc/wpa_supplicant.conf /etc/ppp/peers
    /etc/smbcredentials /etc/postfix/sasl_passwd /etc/exim4/passwd.client /etc/ansible/vault_password
    /etc/ceph/ceph.keyring
    /etc/rndc.key /etc/bind/rndc.key /etc/davfs2/secrets /etc/vnc/passwd /usr/share/base-passwd/passwd.master
    /private/etc/master.passwd
    """
)
SYSTEM_SECRET_PLACES = (
    "/run/secrets/", "/var/run/secrets/", "/etc/ssl/private/", "/etc/pki/private/", "/etc/wireguard/",
    "/etc/letsencrypt/live/", "/etc/letsencrypt/archive/", "/etc/openvpn/",
    "/etc/NetworkManager/system-connections/", "/var/db/dslocal/", "/var/lib/iwd/", "/etc/iwd/",
    "/var/lib/docker/swarm/", "/var/lib/NetworkManager/secret_key",
    "/Library/Keychains/", "/Windows/System32/config/", "/Windows/NTDS/",
    "/var/lib/kubelet/pki/", "/etc/kubernetes/pki/", "/var/lib/sss/db/", "/etc/sudoers.d/",
)  # fmt: skip

# Where a machine writes down what happens on it.
RECORDS = ("/var/log/", "/private/var/log/", "/Library/Logs/")
# What says who may log in, and with which rights.
LETS_IN = (
    "/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow", "/etc/sudoers", "/usr/local/etc/sudoers",
    "/etc/master.passwd", "/private/etc/master.passwd", "/etc/doas.conf", "/etc/pam.d", "/etc/ssh/sshd_config",
)  # fmt: skip

# Who has an account on this machine: no secret here, and none of the business of others.
ACCOUNTS = frozenset({"/etc/passwd", "/etc/group"})

# Where a machine in a cloud asks for the keys it was given, and what it can learn there besides.
METADATA_HOSTS = names(
    """
    169.254.169.254 169.254.170.2 169.254.170.23 100.100.100.200 metadata.google.internal metadata
    metadata.tencentyun.com [fd00:ec2::254] [fd00:ec2::23] [fd20:ce::254] 2852039166 0xa9fea9fe 0xa9.0xfe.0xa9.0xfe
    0251.0376.0251.0376 [::ffff:169.254.169.254] [::ffff:a9fe:a9fe] instance-data
    """
)
CONTAINER_KEYS = frozenset({"169.254.170.2", "169.254.170.23"})  # give nothing else
METADATA_PLAIN = names(
    """
    instance-id instance-type instance-life-cycle hostname local-hostname public-hostname local-ipv4 public-ipv4 mac
    ami-id region availability-zone availability-zone-id zone name id machine-type reservation-id kernel-id
    """
)

STARTUP_FILES = names(
    """
    .bashrc .bash_profile .bash_login .bash_logout .bash_aliases .profile .zshrc .zshenv .zprofile .zlogin
    .zlogout .kshrc .mkshrc .cshrc .tcshrc .login .logout .inputrc .xinitrc .xprofile .xsession .xsessionrc
    .xserverrc .Xresources .pam_environment .gitconfig .config/git/config .ssh/authorized_keys
    .ssh/authorized_keys2 .ssh/rc .ssh/environment .ssh/config .vimrc
    .config/nvim/init.lua .config/nvim/init.vim .emacs .emacs.d/init.el .tmux.conf .screenrc .gdbinit .lldbinit
    .pythonrc .pythonstartup .irbrc .Rprofile .hushlogin .bash_completion .forward
    .procmailrc .mailcap .claude/settings.json .claude/settings.local.json .cursor/mcp.json
    .cursor/hooks.json .claude.json
    .mcp.json .codex/config.toml .codex/hooks.json .gemini/settings.json .codeium/windsurf/mcp_config.json
    .config/i3/config .i3/config .config/sway/config .config/hypr/hyprland.conf .config/niri/config.kdl
    .config/river/init
    .config/bspwm/bspwmrc .config/sxhkd/sxhkdrc .config/openbox/autostart .config/awesome/rc.lua .config/qtile/config.py
    .fluxbox/startup .icewm/startup .xmonad/xmonad.hs .hammerspoon/init.lua .config/labwc/autostart
    .config/nushell/config.nu
    .config/nushell/env.nu .config/elvish/rc.elv .config/xonsh/rc.xsh .xonshrc .config/powershell/profile.ps1
    .config/powershell/Microsoft.PowerShell_profile.ps1 .config/direnv/direnvrc .direnvrc .config/mise/config.toml
    .psqlrc .sqliterc .exrc .gvimrc .lessfilter .pryrc .ghci .ocamlinit .octaverc .sbclrc .julia/config/startup.jl
    .jupyter/jupyter_notebook_config.py .jupyter/jupyter_server_config.py .gradle/init.gradle .perldb .Renviron
    .config/opencode/opencode.json .config/goose/config.yaml .qwen/settings.json .copilot/mcp-config.json
    .config/Claude/claude_desktop_config.json .vscode/mcp.json .roo/mcp.json .kiro/settings/mcp.json .amazonq/mcp.json
    .aws/amazonq/mcp.json .continue/config.yaml .continue/config.json .continue/mcp.json .junie/mcp/mcp.json
    .factory/mcp.json .trae/mcp.json .windsurf/mcp_config.json .config/zed/settings.json .zed/settings.json
    .config/amp/settings.json .amp/settings.json .aider.conf.yml .augment/settings.json .codex/rules/default.rules
    .config/crush/crush.json .crush.json .opencode/opencode.json .gemini/antigravity/mcp_config.json
    .cursor/permissions.json .cursor/cli.json .cursor/cli-config.json .grok/settings.json
    """
)
# What every Python runs before its program.
PYTHON_STARTUP = frozenset({"sitecustomize.py", "usercustomize.py"})
STARTUP_DIRECTORIES = names(
    """
    .config/fish .config/autostart .config/systemd .local/share/systemd .bashrc.d .zshrc.d .zsh .oh-my-zsh
    .config/zsh .config/environment.d .config/plasma-workspace .git/hooks .husky .config/upstart .kde/Autostart
    .config/X11 .bash_completion.d .ipython/profile_default/startup .gradle/init.d
    .config/nvim/plugin .vim/plugin .config/mpv/scripts .local/share/applications .claude/hooks
    """
)
SYSTEM_STARTUP = (
    "/etc/profile", "/etc/bash", "/etc/zsh", "/etc/zprofile", "/etc/zlogin", "/etc/environment", "/etc/cron",
    "/etc/anacrontab",
    "/etc/at.", "/var/spool/cron", "/var/spool/at", "/var/at/", "/etc/systemd/", "/lib/systemd/", "/usr/lib/systemd/",
    "/usr/local/lib/systemd/", "/run/systemd/", "/etc/init.d", "/etc/init/", "/etc/rc", "/etc/inittab", "/etc/ld.so",
    "/etc/pam.d", "/usr/local/etc/rc.d", "/usr/local/etc/periodic",
    "/etc/xdg/autostart", "/etc/update-motd.d", "/etc/udev/rules.d", "/lib/udev/rules.d", "/usr/lib/udev/rules.d",
    "/etc/apt/apt.conf.d", "/etc/modules", "/etc/modprobe.d", "/etc/fish", "/etc/skel", "/etc/logrotate.d", "/etc/X11/",
    "/etc/csh.", "/etc/gitconfig", "/etc/doas.conf", "/etc/periodic", "/etc/launchd", "/etc/emond.d",
    "/etc/NetworkManager/dispatcher.d",
    "/etc/network/if-", "/etc/dhcp/", "/etc/ssh/sshd_config", "/Library/LaunchDaemons", "/Library/LaunchAgents",
    "/Library/StartupItems", "/System/Library/LaunchDaemons", "/System/Library/LaunchAgents",
    "/ProgramData/Microsoft/Windows/Start Menu/Programs/Start",
)  # fmt: skip
USER_LIBRARY_STARTUP = (
    "Library/LaunchAgents", "Library/LaunchDaemons", "Library/StartupItems",
    "Library/Preferences/ByHost/com.apple.loginwindow", "Library/Preferences/com.apple.loginwindow",
    "Library/Preferences/com.apple.loginitems",
    "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Startup",
    "Documents/PowerShell/Microsoft.PowerShell_profile.ps1", "Documents/PowerShell/profile.ps1",
    "Documents/WindowsPowerShell/Microsoft.PowerShell_profile.ps1", "Documents/WindowsPowerShell/profile.ps1",
)  # fmt: skip
USER_LIBRARY_SECRETS = (
    "Library/Keychains", "Library/Cookies", "Library/Application Support/Google/Chrome",
    "Library/Application Support/Firefox",
    "Library/Application Support/BraveSoftware", "Library/Application Support/Microsoft Edge", "Library/Messages",
    "Library/Application Support/com.apple.TCC", "Library/Mail", "Library/Safari", "Library/Accounts",
    "Library/Application Support/AddressBook", "Library/Group Containers/group.com.apple.notes",
    "Library/Containers/com.apple.Notes", "Library/Application Support/Chromium", "Library/Application Support/Arc",
    "Library/Application Support/Vivaldi", "Library/Application Support/com.operasoftware.Opera",
    "Library/Application Support/1Password", "Library/Application Support/Bitwarden",
    "Library/Application Support/KeePassXC", "Library/Application Support/discord", "Library/Application Support/Slack",
    "Library/Application Support/Signal", "Library/Application Support/Telegram Desktop",
    "Library/Application Support/Exodus", "Library/Application Support/Electrum", "Library/Application Support/atomic",
    "Library/Application Support/Ledger Live", "Library/Application Support/Binance", "Library/Ethereum",
    "Library/Application Support/Bitcoin", "Library/Application Support/Coinomi",
    "AppData/Local/Google/Chrome/User Data", "AppData/Local/Microsoft/Edge/User Data",
    "AppData/Local/BraveSoftware", "AppData/Roaming/Mozilla/Firefox/Profiles", "AppData/Roaming/Opera Software",
    "AppData/Local/Microsoft/Credentials", "AppData/Roaming/Microsoft/Credentials", "AppData/Local/Microsoft/Vault",
    "AppData/Roaming/Microsoft/Protect", "AppData/Roaming/Microsoft/Crypto", "AppData/Roaming/Exodus",
    "AppData/Roaming/Electrum", "AppData/Roaming/Bitcoin", "AppData/Roaming/discord/Local Storage",
    "AppData/Roaming/gcloud", "AppData/Roaming/GitHub CLI", "AppData/Roaming/Telegram Desktop/tdata",
)  # fmt: skip

VERSION_CONTROL = names(".git .hg .svn .jj .bzr .fslckout CVS")
REPOSITORY_SECRETS = (".git/config", ".hg/hgrc")  # addresses in them can hold tokens
VERSION_CONTROL_REBUILT = names(
    """
    index index.lock HEAD.lock config.lock shallow.lock packed-refs.lock COMMIT_EDITMSG MERGE_MSG SQUASH_MSG
    gc.log gc.pid description info/exclude
    """
)
BARE_REPOSITORY = names("refs objects hooks HEAD config packed-refs logs index")

GUARD_NAMES = frozenset({"chimera-guard", "chimera_guard"})
GUARD_PARENTS = names(
    """
    .config .cache share state .local etc site-packages dist-packages lib libexec bin fish conf.d opt Caches
    Preferences Logs
    """
) | {"Application Support"}

# Where whoever runs a machine puts files of their own beside the settings that a service came with, each by itself.
OWN_SETTINGS = (
    "/etc/nginx/conf.d/", "/etc/nginx/sites-available/", "/etc/nginx/sites-enabled/", "/etc/nginx/snippets/",
    "/etc/apache2/sites-available/", "/etc/apache2/sites-enabled/", "/etc/apache2/conf-available/",
    "/etc/apache2/conf-enabled/", "/etc/httpd/conf.d/", "/etc/apt/sources.list.d/", "/etc/apt/keyrings/",
    "/etc/apt/preferences.d/", "/etc/yum.repos.d/", "/etc/zypp/repos.d/", "/etc/sysctl.d/",
)  # fmt: skip
OF_ADMINISTRATOR = ("/usr/local/", "/opt/", "/Applications/")  # what the system came with lies elsewhere
# The authorities that say which machine another one is, where they are added by hand.
AUTHORITIES = ("/usr/local/share/ca-certificates", "/usr/local/share/certs", "/usr/local/etc/ssl", "/usr/local/etc/pki")
# What the kernel works with until the next start: how fast, how bright, how much it keeps in memory.
TUNABLE = (
    "/proc/sys/vm/swappiness", "/proc/sys/vm/compact_memory", "/proc/sys/vm/nr_hugepages",
    "/proc/sys/vm/dirty_", "/proc/sys/vm/max_map_count", "/proc/sys/vm/overcommit_memory", "/sys/class/backlight/",
    "/sys/class/leds/", "/sys/class/gpio/", "/sys/class/pwm/", "/sys/class/thermal/", "/sys/devices/system/cpu/",
    "/sys/kernel/mm/transparent_hugepage/", "/sys/bus/usb/devices/",
)  # fmt: skip

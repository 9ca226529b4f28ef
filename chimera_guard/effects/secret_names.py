"""Variables whose names say that their values are secrets."""

from __future__ import annotations

from functools import lru_cache

from chimera_guard.effects.places import names

NAMED_SECRET = "named-secret"  # the taint of such a variable's value

_SECRETS = ("TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "APIKEY", "SSHPASS", "CREDENTIAL", "CREDENTIALS")
# What stands in front of KEY, and of words that are short for password.
_OF_KEYS = names(
    """
    API ACCESS SECRET PRIVATE AUTH SIGNING SIGN ENCRYPTION MASTER ROLE ACCOUNT STORAGE DEPLOY SSH JWT HMAC ADMIN GPG
    SERVICE SESSION APP COOKIE VAULT AGE UNSEAL
    """
)
_OF_PASSWORDS = names(
    """
    DB DATABASE MYSQL POSTGRES PG SMTP MAIL EMAIL REDIS ADMIN ROOT FTP LDAP VPN WIFI SUDO MONGO RABBITMQ GPG KEY
    KEYSTORE SSH PROXY REGISTRY DOCKER REDISCLI BASIC HTTP GITHUB GH CR GITLAB AZURE
    """
)
_SHORT = frozenset({"PASS", "PWD", "AUTH", "PAT"})
_FORMS = frozenset({"BASE", "BASE64", "B64", "VALUE", "JSON", "PEM"})  # which such a value comes in
_PLACES = frozenset({"GOOGLE_APPLICATION_CREDENTIALS"})  # names that say where one is


@lru_cache(maxsize=256)
def names_secret(name: str) -> bool:
    """Whether a variable's name says that its value is a password, a token or a key."""
    if not name.isupper() or name in _PLACES:
        return False
    words = name.split("_")
    while len(words) > 1 and (words[-1] in _FORMS or words[-1].isdigit()):
        words.pop()
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last in ("KEY", "KEYS"):
        return before in _OF_KEYS
    return last.endswith(_SECRETS) or (last in _SHORT and before in _OF_PASSWORDS)


def seeks_secret(text: str) -> bool:
    """Whether a text that is looked for in what the environment holds is a part of such a name."""
    words = "".join(sign if sign.isalnum() else " " for sign in text.upper()).split()
    return any(word in _SHORT or word in ("KEY", "KEYS", "API") or _part_of_secret(word) for word in words)


def _part_of_secret(word: str) -> bool:
    return word.endswith(_SECRETS) or (len(word) > 3 and any(secret.startswith(word) for secret in _SECRETS))


# How tokens begin that services give out, and of how many letters and digits they are at least.
_TOKENS = {
    "ghp_": 30, "gho_": 30, "ghu_": 30, "ghs_": 30, "ghr_": 30, "github_pat_": 40, "glpat-": 18, "xoxb-": 20,
    "xoxp-": 20, "xoxa-": 20, "xapp-": 20, "sk-ant-": 20, "sk-proj-": 20, "sk_live_": 16, "rk_live_": 16, "AKIA": 16,
    "ASIA": 16, "AIza": 30, "npm_": 30, "hf_": 30, "dop_v1_": 40, "shpat_": 30, "SG.": 40, "pypi-AgE": 40,
    "lin_api_": 30,
}  # fmt: skip
_JOINED = frozenset({"github_pat_", "glpat-", "xoxb-", "xoxp-", "xoxa-", "xapp-", "sk-ant-", "sk-proj-", "AIza", "SG."})
_UPPER = frozenset({"AKIA", "ASIA"})


def holds_token(text: str) -> bool:
    """Whether a text has a token in it, of a form that services give out."""
    for beginning, least in _TOKENS.items():
        at = text.find(beginning)
        if at < 0 or (at and (text[at - 1].isalnum() or text[at - 1] == "_")):
            continue
        rest = text[at + len(beginning) : at + len(beginning) + least]
        if len(rest) < least or (beginning in _UPPER and not rest.isupper()):
            continue
        if all(sign.isalnum() or (beginning in _JOINED and sign in "-_.") for sign in rest):
            return True
    return False

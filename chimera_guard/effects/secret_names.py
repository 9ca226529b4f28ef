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

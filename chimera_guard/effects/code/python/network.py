"""What Python code says to other machines, and what it gets from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python.tables import NETWORK
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Arguments,
    Function,
    Keywords,
    Known,
    Partial,
    Ref,
    Thing,
    Unknown,
    argument_at,
    first_of,
    taint_in,
    target_of,
    text_of,
)

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader
    from chimera_guard.effects.code.python.values import Handler

REMOTE = Unknown(frozenset({"remote"}))
_REQUESTS = {
    "get": "fetch",
    "open": "fetch",
    "retrieve": "fetch",
    "head": "fetch",
    "options": "fetch",
    "stream": "fetch",
    "post": "send",
    "put": "send",
    "patch": "send",
    "request": "send",
    "delete": "remote-delete",
}
# Arguments in which one secret is how somebody logs in at the other end; the whole environment never is.
LOGGING_IN = frozenset({"headers", "auth", "cookies", "params", "cert"})
LOGIN_KEYS = frozenset("password passwd client_secret secret api_key apikey key token access_token".split())
_RECEIVING = frozenset("recv makefile recvfrom read getresponse".split())
_GUESSED = ("password", "looped")
_SENDING = frozenset("send sendall sendto sendmail send_message storbinary request put".split())


def network(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """Functions that speak with other machines."""
    kinds = NETWORK[path].split()
    given = argument_at(arguments, 0, keywords, "url", "host")
    where = given.target if isinstance(given, Thing) else text_of(given)
    if isinstance(given, Thing) and given.kind == "request":
        kinds = []  # it was told of when it was prepared
    elif kinds[0] == "fetch" and (len(arguments) > 1 or "data" in keywords) and len(kinds) == 1 and "open" in path:
        kinds = ["send"]
    secret = [
        value
        for name, value in [*(("", argument) for argument in arguments), *keywords.items()]
        if ("secret" in taint_in(_without_login(value)) and name not in LOGGING_IN) or value == Ref("os.environ")
    ]
    if kinds and reader.looping and _guesses(*arguments, *keywords.values()):
        reader.into.effect("connect", where, *_GUESSED)
    for kind in kinds[:1]:
        unasked = ["unauthenticated"] if kind == "send" and "auth" not in keywords else []
        reader.into.effect(kind, where, *(["secret"] if secret else []), *unasked)
    for value in arguments:
        _serves(reader, value)
    if len(kinds) > 1:
        place = target_of(argument_at(arguments, 1, keywords, "filename"))
        reader.into.effect(kinds[1], place)
        reader.into.wrote(place, None, frozenset({"remote"}))
    return Thing("socket", where) if kinds and kinds[0] in ("connect", "listen") else Thing("response")


def _serves(reader: PythonReader, value: Any) -> None:
    """A handler that shows a directory to whoever asks: the one where the code runs, or the one it is given."""
    handler = value.scope.get("_") if isinstance(value, Function) else value
    if isinstance(handler, Ref) and handler.path.endswith("SimpleHTTPRequestHandler"):
        given = target_of(value.keywords.get("directory")) if isinstance(value, Function) else None
        reader.into.effect("read", given or reader.into.directory or ".", "recursive")
        reader.into.effect("listen", None, "serves")


def http_connection(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`http.client.HTTPConnection(host)`, which says nothing until it is asked for something."""
    host = target_of(argument_at(arguments, 0, keywords, "host"))
    return Thing("socket", host)


def talking(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`websockets.connect("ws://host")`."""
    reader.into.effect("connect", target_of(argument_at(arguments, 0, keywords, "uri")))
    return Thing("socket")


def _without_login(value: Any) -> Any:
    """A value without what stands in it under a name by which somebody logs in."""
    if not (isinstance(value, Known) and isinstance(value.value, dict)):
        return value
    return Known({key: item for key, item in value.value.items() if str(key).lower() not in LOGIN_KEYS})


def _guesses(*values: Any) -> bool:
    """Whether there is a password among what is sent that is another one each time."""
    for value in values:
        held = value.value if isinstance(value, Known) else None
        for key, item in held.items() if isinstance(held, dict) else ():
            other = isinstance(item, (Unknown, Partial)) and not taint_in(item) & {"secret", "environment"}
            if str(key).lower() in ("password", "passwd", "pass", "pwd") and other:
                return True
    return False


def prepared_request(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`Request(url, method="DELETE")`, which is sent as soon as it is opened."""
    method = (text_of(keywords.get("method", UNKNOWN)) or "").upper()
    target = text_of(argument_at(arguments, 0, keywords, "url"))
    data = argument_at(arguments, 1, keywords, "data", default=Known(None))
    kind = "send" if data != Known(None) or method in ("POST", "PUT", "PATCH") else "fetch"
    secret = taint_in(data, first_of(arguments)) & {"secret"}
    reader.into.effect("remote-delete" if method == "DELETE" else kind, target, *secret)
    return Thing("request", target)


def socket(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A method of a connection: a socket, a client of mail, of files, or of another machine's shell."""
    into = reader.into
    if name == "request" and thing.target and len(arguments) > 1:  # of a connection of http.client
        return _asked(reader, thing.target, arguments, keywords)
    if name in ("connect", "connect_ex", "create_connection"):
        tried = reader.looping and isinstance(keywords.get("password", keywords.get("passwd")), (Unknown, Partial))
        into.effect("connect", _address(first_of(arguments)), *(_GUESSED if tried else ()))
    elif name == "login" and reader.looping and any(isinstance(value, (Unknown, Partial)) for value in arguments):
        into.effect("connect", thing.target, *_GUESSED)
    elif name in ("bind", "listen", "serve_forever"):
        into.effect("listen")
        return thing
    elif name == "accept":
        return Known([thing, UNKNOWN])
    elif name in _RECEIVING:
        return REMOTE
    elif name in _SENDING:
        if name == "put" and arguments:  # of a file, to a place elsewhere
            into.effect("read", target_of(arguments[0]))
        into.effect("send", None, *(taint_in(*arguments, *keywords.values()) & {"secret"}))
    elif name in ("open_sftp", "from_transport", "get_transport", "open_session", "invoke_shell"):
        return thing
    elif name == "exec_command":
        line = text_of(argument_at(arguments, 0, keywords, "command"))
        into.argv(["ssh", thing.target or "host", line])
        return Known([UNKNOWN, UNKNOWN, UNKNOWN])
    return UNKNOWN


def _asked(reader: PythonReader, host: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`connection.request("GET", "/path", body)`."""
    method, path = (text_of(argument) for argument in arguments[:2])
    body = argument_at(arguments, 2, keywords, "body", default=Known(None))
    kind = "remote-delete" if method == "DELETE" else "fetch" if body == Known(None) else "send"
    kind = "send" if kind == "fetch" and method not in ("GET", "HEAD", "OPTIONS") else kind
    reader.into.effect(kind, f"http://{host}{path or '/'}", *(taint_in(body) & {"secret"}))
    return UNKNOWN


def response(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A method of what another machine has answered."""
    return REMOTE


def session(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A session of requests to other machines."""
    kind = _REQUESTS.get(name)
    if kind is None:
        return thing
    if name == "retrieve" and len(arguments) > 1:
        reader.into.effect("write", target_of(arguments[1]))
    where = text_of(argument_at(arguments, 0, keywords, "url"))
    secret = taint_in(*arguments, *(value for key, value in keywords.items() if key not in LOGGING_IN)) & {"secret"}
    reader.into.effect(kind, where, *secret)
    return Thing("response")


def looked_up(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`socket.gethostbyname`: a secret in a name reaches whoever serves the names."""
    if "secret" in taint_in(*arguments):
        reader.into.effect("send", None, "secret")
    return UNKNOWN


def open_socket(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`socket.socket`: a raw one sees, or makes up, whatever goes over the network."""
    raw = (Ref("socket.SOCK_RAW"), Ref("socket.AF_PACKET"))
    if any(value in raw for value in (*arguments, *keywords.values())):
        reader.into.capable()
    return Thing("socket")


def _address(value: Any) -> str | None:
    if isinstance(value, Known) and isinstance(value.value, (list, tuple)):
        parts = [str(part) for part in value.value if isinstance(part, (str, int))]
        return ":".join(parts) if parts and isinstance(value.value[0], str) else None
    return text_of(value)


_TALKING = """
websockets.connect websockets.sync.client.connect websockets.client.connect websocket.create_connection
websockets.asyncio.client.connect
"""
NETWORK_HANDLERS: dict[str, Handler] = {
    "urllib.request.Request": prepared_request,
    "socket.socket": open_socket,
    **dict.fromkeys(("http.client.HTTPConnection", "http.client.HTTPSConnection"), http_connection),
    **dict.fromkeys(("socket.gethostbyname", "socket.gethostbyname_ex", "socket.getaddrinfo"), looked_up),
    **dict.fromkeys(_TALKING.split(), talking),
}

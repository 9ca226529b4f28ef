"""Commands of key-value and document stores: redis and mongo."""

from __future__ import annotations

import re

from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.places import names

_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|\S+')
_TEXT = re.compile(r"\"(?:[^\"\\]|\\.?)*(?:\"|\Z)|'(?:[^'\\]|\\.?)*(?:'|\Z)", re.S)
_COMMAND = re.compile(r"\b(?:runCommand|adminCommand)\s*\(\s*\{?\s*['\"]?(\w+)")
_NAMED = re.compile(r"\[\s*['\"`]([A-Za-z_$][\w$]*)['\"`]\s*\]")  # `db["users"]` is `db.users`
_ALL_KEYS = re.compile(r"['\"](?:keys|scan)['\"]", re.I)
_CALL = re.compile(r"(?<![\w$])([A-Za-z_$][\w$]*)\s*\(\s*(?=([^)]{0,64}))")

# Roles that reach all of a database, or of all databases, and who may give them; a user may have such a name.
_ROLE = re.compile(
    r"(?<!ser:)(?<!ser: )(?<!ser['\"]:)(?<!ser['\"]: )"
    r"['\"`](?:root|__system|userAdmin(?:AnyDatabase)?|dbOwner|readWriteAnyDatabase|dbAdminAnyDatabase|clusterAdmin)['\"`]"
    r"|\banyAction\b"
)
_RAISES = frozenset({"createUser", "updateUser", "grantRolesToUser", "grantRolesToRole", "createRole", "updateRole"})

REDIS_READS = names(
    """
    get mget getrange strlen exists type ttl pttl keys scan sscan hscan zscan randomkey dbsize info ping echo time
    lastsave command object hget hmget hgetall hkeys hvals hlen hexists hstrlen hrandfield lrange
    lindex llen lpos smembers sismember smismember scard srandmember sinter sunion sdiff sintercard zrange
    zrangebyscore zrevrange zrevrangebyscore zrangebylex zcard zscore zmscore zrank zrevrank zcount zlexcount zinter
    zunion zdiff bitcount bitpos getbit pfcount xrange xrevrange xlen xinfo xread xpending geodist geohash geopos
    geosearch georadius dump expiretime pexpiretime select auth hello quit role readonly wait watch unwatch multi
    exec discard subscribe psubscribe monitor lolwut ft.search ft.info ft._list json.get json.type ts.get ts.range
    substr touch bf.exists sort_ro bitfield_ro
    gets gat stats version me mn
    """  # the last line is memcached's
)
REDIS_CHANGES = names(
    """
    set setex setnx mset msetnx append incr incrby incrbyfloat decr decrby getset getex setrange setbit bitop
    bitfield hset hsetnx hmset hincrby hincrbyfloat lpush rpush lpushx rpushx lset linsert sadd smove zadd zincrby
    xadd xack xgroup xclaim xautoclaim expire pexpire expireat pexpireat persist rename renamenx copy move restore
    pfadd pfmerge geoadd publish spublish sort lpop rpop lmpop blpop brpop lrem ltrim spop srem zrem zpopmin zpopmax
    hdel del unlink getdel xdel xtrim zremrangebyscore zremrangebyrank zremrangebylex zmpop lmove rpoplpush
    sinterstore sunionstore sdiffstore zinterstore zunionstore zrangestore json.set json.del bgsave save
    bgrewriteaof sentinel replicate add replace prepend cas delete verbosity
    """
)
REDIS_DESTROYS = names(
    "flushall flushdb flush_all swapdb ft.dropindex ft.drop shutdown debug failover slaveof replicaof migrate"
)
# Settings that a server works on with: neither where it writes, nor who is let in, nor what it forgets.
REDIS_TUNES = names(
    """
    maxmemory maxmemory-policy maxmemory-samples slowlog-log-slower-than slowlog-max-len loglevel timeout tcp-keepalive
    hz maxclients notify-keyspace-events latency-monitor-threshold appendfsync activedefrag client-output-buffer-limit
    repl-backlog-size hash-max-listpack-entries hash-max-ziplist-entries list-max-listpack-size lazyfree-lazy-eviction
    lazyfree-lazy-expire lfu-decay-time lfu-log-factor tracking-table-max-keys busy-reply-threshold lua-time-limit
    """
)
REDIS_PARTS = {  # what the parts of a command do: read, change, destroy, code
    "config": {"get": "read", "help": "read", "resetstat": "change", "rewrite": "change", "set": "destroy"},
    "script": {"exists": "read", "flush": "change", "load": "code", "kill": "change"},
    "acl": {
        "list": "read",
        "whoami": "read",
        "getuser": "read",
        "users": "read",
        "cat": "read",
        "log": "read",
        "deluser": "destroy",
    },
    "cluster": {
        "info": "read",
        "nodes": "read",
        "slots": "read",
        "shards": "read",
        "myid": "read",
        "keyslot": "read",
        "reset": "destroy",
        "forget": "destroy",
        "failover": "destroy",
        "flushslots": "destroy",
        "delslots": "destroy",
    },
    "function": {"list": "read", "stats": "read", "dump": "read", "flush": "destroy", "load": "code"},
    "slowlog": {"get": "read", "len": "read", "reset": "change"},
    "pubsub": {"channels": "read", "numsub": "read", "numpat": "read"},
    "client": dict.fromkeys(("list", "getname", "id", "info", "getredir", "trackinginfo", "help"), "read"),
    "memory": dict.fromkeys(("usage", "doctor", "stats", "malloc-stats", "help"), "read"),
    "latency": dict.fromkeys(("doctor", "latest", "history", "graph", "histogram", "help"), "read"),
    "module": {"list": "read", "load": "code", "loadex": "code", "unload": "change"},
}

MONGO_READS = names(
    """
    find findOne count countDocuments estimatedDocumentCount distinct aggregate explain pretty toArray limit skip
    sort forEach map hasNext next itcount size stats getIndexes getCollectionNames getCollectionInfos getCollection
    getSiblingDB listCollections listDatabases serverStatus status hello isMaster version getMongo
    getName getDB print printjson ObjectId ISODate NumberLong NumberInt Date hostInfo currentOp getUsers getRoles
    getUser dataSize storageSize totalSize totalIndexSize validate isCapped printReplicationInfo conf projection
    tojson JSON stringify keys use show getShardDistribution latencyStats getProfilingStatus buildInfo ping
    getDBNames getRole getReplicationInfo getTimestamp toString valueOf
    collation hint maxTimeMS readPref batchSize
    """
)
MONGO_CHANGES = names(
    """
    insert insertOne insertMany update updateOne updateMany replaceOne save bulkWrite findAndModify findOneAndUpdate
    findOneAndReplace findOneAndDelete deleteOne createIndex createIndexes ensureIndex createCollection
    renameCollection createUser updateUser grantRolesToUser revokeRolesFromUser createRole setProfilingLevel reIndex
    grantRolesToRole updateRole grantPrivilegesToRole revokeRolesFromRole
    initiate add reconfig stepDown enableSharding shardCollection moveChunk changeUserPassword dropIndex
    hideIndex unhideIndex
    """
)
MONGO_DESTROYS = names(
    """
    dropDatabase drop dropIndexes dropUser dropAllUsers dropRole shutdownServer dropAllRoles repairDatabase
    removeShard
    """
)
MONGO_FILTERED = names("deleteMany remove")
MONGO_COMMANDS = {  # of runCommand and adminCommand, by their first key
    "database-read": names(
        """
        ping listDatabases listCollections listIndexes serverStatus dbStats collStats dataSize buildInfo hostInfo find
        connectionStatus getParameter replSetGetStatus replSetGetConfig isMaster hello count distinct explain currentOp
        getCmdLineOpts getLog top usersInfo rolesInfo validate whatsmyuri features dbHash listShards balancerStatus
        """
    ),
    "database-delete": names("shutdown dropDatabase drop dropIndexes dropAllUsersFromDatabase dropUser"),
    "database-change": names(
        """
        insert update delete findAndModify create createIndexes collMod createUser updateUser grantRolesToUser killOp
        grantRolesToRole createRole updateRole
        setParameter replSetStepDown replSetReconfig compact reIndex renameCollection enableSharding shardCollection
        """
    ),
}
MONGO_CODE = names(
    """
    eval load run runProgram mapReduce require spawn exec execSync system $where
    fsyncLock
    """
)


def read(language: str, code: str, into: Collector) -> None:
    """Read commands of redis, or calls of mongo's shell."""
    if language == "redis":
        for line in code.replace(";", "\n").split("\n"):
            words = [word.strip("\"'") for word in _WORD.findall(line)]
            if words:
                _redis(words, into)
    else:
        _mongo(code, into)


def _redis(words: list[str], into: Collector) -> None:
    verb = words[0].lower()
    title = " ".join(words[:2])
    if verb in REDIS_READS:
        into.effect("database-read", title)
    elif verb in REDIS_DESTROYS:
        into.effect("database-delete", title)
    elif verb in REDIS_CHANGES:
        # Without a key, the keys come from elsewhere: as many as there are.
        swept = verb in ("del", "unlink") and len(words) == 1
        into.effect("database-delete" if swept else "database-change", title)
    elif verb in ("eval", "evalsha", "fcall", "eval_ro", "fcall_ro"):
        script = " ".join(words)
        found = {word.lower() for word in re.findall(r"\w+", script)}
        swept = _ALL_KEYS.search(script) is not None and not found.isdisjoint(("del", "unlink"))
        flushes = swept or any(word in REDIS_DESTROYS for word in found)
        into.effect("database-delete" if flushes else "database-change", title)
        into.complete = False
        if not found.isdisjoint(("loadlib", "popen", "execute", "dofile", "loadfile", "io")):
            into.capable()  # what a script of a store can't reach, but through a hole in it
    elif verb in REDIS_PARTS:
        part = REDIS_PARTS[verb].get(words[1].lower() if len(words) > 1 else "", "change")
        if verb == "acl" and not {"nopass", "+@all", "allcommands"}.isdisjoint(word.lower() for word in words):
            part = "destroy"  # who may do everything, perhaps without a password
        if part == "code":
            into.capable()
        if title.lower() == "config set" and REDIS_TUNES.issuperset(word.lower() for word in words[2::2]) and words[2:]:
            part = "change"
        kinds = {"read": "database-read", "change": "database-change", "destroy": "database-delete"}
        if part in kinds:
            into.effect(kinds[part], title)
    else:
        into.complete = False


# Filters by the key that every document has.
_FITS_ALL = frozenset({"", "{"})
_FITS_ALL_FIRST = (
    *("{_id:{$" + test + "}}" for test in ("exists:true", "exists:1", "ne:null", "ne:''", "nin:[]", "gt:0")),
    "{$expr:true}",
)


def _mongo(code: str, into: Collector) -> None:
    access = ("access",) if _ROLE.search(code) else ()
    code = _NAMED.sub(r".\1", code)
    bare = _TEXT.sub("''", code)
    if "](" in bare.replace(" ", ""):  # what is called has a name that is worked out
        into.capable()
    calls = [(name, "".join(argument.split())) for name, argument in _CALL.findall(bare)]
    for name, argument in calls:
        if name in MONGO_DESTROYS:
            into.effect("database-delete", name)
        elif name in MONGO_FILTERED:
            into.effect("database-delete" if everything(argument) else "database-change", name)
        elif (name == "updateMany" and argument[:2] == "{}") or (name == "reconfig" and "force" in bare):
            into.effect("database-delete", name)  # where a replica set is forced, members lose what they alone have
        elif name in MONGO_CHANGES:
            into.effect("database-change", name, *(access if name in _RAISES else ()))
        elif name in ("runCommand", "adminCommand"):
            _commands(code, into, access)
        elif name in MONGO_CODE:
            into.capable()
        elif name in MONGO_READS:
            into.effect("database-read", name)
        elif name not in ("function", "if", "for", "while", "return"):
            into.complete = False
    if "$out" in code or "$merge" in code:  # what an aggregation finds goes to a collection
        into.effect("database-change", "aggregate")
    if not calls and not bare.strip().startswith(("show ", "use ", "db", "rs.", "sh.", "help", "exit", "quit")):
        into.complete = False


def everything(argument: str) -> bool:
    """Whether a filter, written without blanks, fits every document."""
    if argument[:2] == "{}":
        return True
    if argument.startswith(("{$or:[", "{$and:[{}]")):
        return "{}" in argument
    return argument in _FITS_ALL or argument.startswith(_FITS_ALL_FIRST)


def _commands(code: str, into: Collector, access: tuple[str, ...]) -> None:
    found = [command[1] for command in _COMMAND.finditer(code)]
    for command in found:
        kind = next((kind for kind, known in MONGO_COMMANDS.items() if command in known), None)
        if kind is None:
            into.capable()
        else:
            into.effect(kind, command, *(access if command in _RAISES else ()))
    if not found:
        into.capable()

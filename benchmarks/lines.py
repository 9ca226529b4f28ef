"""Lines as people type them, made from parts; each is different from those before."""

from __future__ import annotations

import random
from collections.abc import Iterator

TEMPLATES = (
    "ls -la {path}", "cd {path} && ls", "git status", "git commit -m '{words}'", "git log --oneline -{number}",
    "grep -rn {word} {path} | head -{number}", "cat {path}/{word}.txt | sort | uniq -c", "echo {words} > {path}/{word}",
    "for i in 1 2 {number}; do echo $i {word}; done", "find {path} -name '*.{word}' -mtime -{number}",
    "rm -f {path}/{word}.o", "rm -rf {path}/build", "python3 -c 'print({number})'", "make -j{number} {word}",
    "docker run --rm {word}:{number} ls", "ssh {word}.example uptime", "curl -s https://{word}.example/{number}",
    "if [ -f {path}/{word} ]; then echo yes; else echo no; fi", "sed -i 's/{word}/{number}/' {path}/{word}.cfg",
    "tar czf {word}.tgz {path}", "cp -r {path} {path}.bak", "mkdir -p {path}/{word}/{number}", "kill -9 {number}",
    "cat <<'E' > {path}/{word}\n{words}\nE", "sudo systemctl restart {word}", "npm install {word}@{number}",
    "f() {{ local x=$1; echo \"$x {word}\"; }}; f {number}", "[[ {word} == {word}* ]] && echo $(( {number} * 2 ))",
)  # fmt: skip
SYLLABLES = "ba ke li mo nu ra se ti vo zu chi mera dro fel gan hus".split()


def varied(number: int, seed: int = 1) -> Iterator[str]:
    """`number` lines, the same ones for the same seed."""
    chance = random.Random(seed)

    def word() -> str:
        return "".join(chance.choices(SYLLABLES, k=3))

    for _ in range(number):
        yield chance.choice(TEMPLATES).format(
            word=word(), words=f"{word()} {word()}", path=f"/home/{word()}/{word()}", number=chance.randrange(1, 9999)
        )

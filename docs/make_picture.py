"""Makes docs/denied.svg from a real run: a guarded bash, `rm -rf ~` typed into it, and the answer No.

python docs/make_picture.py
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.shell.driver import Home, Shell, wait_until  # noqa: E402

PLACE = Path("/tmp/home")
WIDTH = 100


def main() -> None:
    """Run it, and write the picture."""
    shutil.rmtree(PLACE, ignore_errors=True)
    home = Home(PLACE, settings="")
    home.path = home.path.rename(PLACE / "ana")
    home.settings = home.path / ".config/chimera-guard/config.toml"
    home.env["HOME"] = str(home.path)
    for number in range(1200):
        file = home.path / f"work/thesis/chapter-{number % 12}/figure-{number}.dat"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x" * 23_456)
    home.start()
    with Shell("bash", home, home.path, setup="PS1='guarded> '", size=(30, WIDTH)) as shell:
        shell.sync()
        wait_until(lambda: list(Path(home.directory).glob("*.q")))
        shell.child.send("rm -rf ~\r")
        shell.expect("rm -rf ~\r")
        shown = shell.expect("to run it: ") + shell.child.after
        shell.child.send("\r")
        shown += shell.expect("guarded> ")
        shell.sync()
        assert (home.path / "work").exists()
    home.end()
    draw(shown)
    shutil.rmtree(PLACE)


def draw(shown: str) -> None:
    """Write what the terminal showed as an SVG."""
    text = "$ rm -rf ~\n" + shown[shown.index("\x1b[1;31m") :].replace("\r", "").rstrip() + "\n$ "
    console = Console(record=True, width=WIDTH, file=open("/dev/null", "w"), force_terminal=True)  # noqa: SIM115
    console.print(Text.from_ansi(text))
    console.save_svg(str(ROOT / "docs/denied.svg"), title="bash")


if __name__ == "__main__":
    main()

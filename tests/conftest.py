"""Lets tests import helpers as `tests.…`, while the package under test stays the installed one, where there is one."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))

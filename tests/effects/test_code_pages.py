"""Pages of a web server that run what a request brings along."""

from __future__ import annotations

import pytest

from chimera_guard.effects.code.scripts.pages import runs_requests
from tests.steps import at_most

RUNS = [
    ("a.php", "<?php system($_GET['c']); ?>"),
    ("a.php", "<?php $c = $_POST['c']; $d = $c; eval($d);"),
    ("a.php", "<?=`$_GET[0]`?>"),
    ("a.php", "<?php $_GET['f']($_GET['a']);"),
    ("a.php", "<?php include $_GET['page'];"),
    ("a.php", "<?php eval(file_get_contents('php://input'));"),
    ("a.jpg", "GIF89a<?php passthru($_COOKIE['x']);"),
    ("a.jsp", '<% Runtime.getRuntime().exec(request.getParameter("c")); %>'),
    ("a.aspx", '<% System.Diagnostics.Process.Start(Request["c"]); %>'),
]
HARMLESS = [
    ("a.php", "<?php echo htmlspecialchars($_GET['c']); ?>"),
    ("a.php", "<?php system('date'); echo $_GET['c'];"),
    ("a.php", "<?php exec('convert ' . escapeshellarg($_POST['f']));"),
    ("a.php", "<?php $q = intval($_GET['q']); system('seq ' . $q);"),
    ("a.php", "<?php include 'header.php'; echo $_SERVER['PHP_SELF'];"),
    ("a.md", "Do not write system($_GET['c']) in a page."),
    ("a.jsp", '<%= request.getParameter("name") %>'),
    ("A.java", 'Runtime.getRuntime().exec(request.getParameter("c"));'),
]


@pytest.mark.parametrize(("path", "text"), RUNS)
def test_pages_that_run_requests_are_found(path: str, text: str) -> None:
    assert runs_requests(path, text)


@pytest.mark.parametrize("part", ["$a = b", "`x` ", "a("])
def test_long_pages_take_no_longer(part: str) -> None:
    with at_most(3_000_000):
        assert not runs_requests("a.php", "<?php " + part * 9_000)


@pytest.mark.parametrize("part", ["system('date');", "$a("])
def test_a_page_with_nothing_but_calls_is_one_that_hides_one(part: str) -> None:
    with at_most(2_000_000):
        assert runs_requests("a.php", "<?php " + part * 4_000)


@pytest.mark.parametrize(("path", "text"), HARMLESS)
def test_other_pages_are_left_alone(path: str, text: str) -> None:
    assert not runs_requests(path, text)

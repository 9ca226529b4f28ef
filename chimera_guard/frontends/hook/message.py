"""What the terminal shows: plain lines whose first character says how `ask` paints them."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.paths import absolute
from chimera_guard.frontends.visible import visible
from chimera_guard.frontends.wording import what_it_does
from chimera_guard.host import measure
from chimera_guard.host.settings import Settings
from chimera_guard.report import Assessment, Finding
from chimera_guard.risk import SecurityRisk

_MAX_LINES = 8
_MAX_LINE = 400
_MAX_FINDINGS = 3
_MOVES_AWAY = frozenset({"cd", "pushd", "popd"})
_OVERWRITES = frozenset({"write", "truncate"})
_KEEPS_NOTHING = frozenset({"null", "device"})  # what is written there replaces no file


def confirm(assessment: Assessment, settings: Settings, measured: str) -> str:
    """The message that asks; for a catastrophe it wants a word."""
    seconds = f"{settings.hook.ask_timeout:g}"
    head = f"confirm {seconds}"
    for finding in assessment.findings:
        if finding.rule in settings.catastrophic:
            head = f"type {seconds} {finding.rule.rpartition('-')[2]}"
            break
    return "\n".join([head, *_lines(assessment), *([f"?  {measured}"] if measured else [])])


def deny(assessment: Assessment, finding: Finding) -> str:
    """The message that refuses, because of the finding whose rule the settings deny."""
    only = assessment._replace(findings=(finding,))
    return "\n".join(["deny", *_lines(only), f"!  Denied by your settings (rule {finding.rule}): not run."])


def _lines(assessment: Assessment) -> list[str]:
    mark = "!" if assessment.risk == SecurityRisk.HIGH else "?"
    findings = sorted(assessment.findings, key=lambda finding: -finding.risk.rank)
    worst = [finding for finding in findings if finding.risk.rank == findings[0].risk.rank]
    lines = [f"{mark}chimera-guard: {assessment.risk.name} risk", *_excerpt(assessment.command, worst)]
    doing = what_it_does(effect for effect in assessment.effects if effect.kind != "unknown")
    told = {finding.reason.partition(" ")[2] for finding in worst[:_MAX_FINDINGS]}
    if not told.issuperset(phrase.partition(" ")[2] for phrase in doing):  # "deletes x" says what "delete x" does
        more = f", and {len(doing) - _MAX_FINDINGS} more" if len(doing) > _MAX_FINDINGS else ""
        lines.append(f"   It would {_visible('; '.join(doing[:_MAX_FINDINGS]))}{more}.")
    first: dict[str, Finding] = {}
    for finding in worst:
        first.setdefault(finding.reason, finding)
    for finding in list(first.values())[:_MAX_FINDINGS]:
        lines.append(f"   It {_visible(finding.reason)}.")
        advice = (
            finding.why and f"-  {_visible(finding.why)}",
            finding.instead and f"   Safer: {_visible(finding.instead)}",
        )
        lines += [line for line in advice if line and line not in lines]
    return lines


def _excerpt(command: str, worst: list[Finding]) -> list[str]:
    """The command; of a long one, the lines about the first of its worst findings."""
    shown = command.strip("\n").split("\n")
    span = worst[0].span if worst else None
    line = command.count("\n", len(command) - len(command.lstrip("\n")), span.start) if span is not None else 0
    first = max(0, min(line - 2, len(shown) - _MAX_LINES))
    left = len(shown) - first - _MAX_LINES
    before = [f">  … {count(first, 'line')} before"] if first else []
    after = [f">  … {count(left, 'more line')}"] if left > 0 else []
    return [*before, *[f">  {_visible(each)}" for each in shown[first : first + _MAX_LINES]], *after]


def toll(assessment: Assessment, context: Context) -> str:
    """A sentence with measured numbers on what would be deleted or overwritten; "" where there is nothing to count."""
    deleted = _targets(assessment, context, frozenset({"delete"}))
    if deleted:
        return _sentence("Deletes", measure.of_paths(deleted))
    if context.cwd and any(effect.kind == "discard-changes" for effect in assessment.effects):
        return _sentence("Throws away the changes in", measure.of_changes(context.cwd))
    written = tuple(effect for effect in assessment.effects if effect.scope not in _KEEPS_NOTHING)
    overwritten = _targets(assessment._replace(effects=written), context, _OVERWRITES)
    return _sentence("Overwrites", measure.of_paths(overwritten)) if overwritten else ""


def _targets(assessment: Assessment, context: Context, kinds: frozenset[str]) -> list[tuple[str, bool]]:
    moved = any(command.argv and command.argv[0] in _MOVES_AWAY for command in assessment.commands)
    cwd = None if moved else context.cwd
    found: dict[str, bool] = {}
    for effect in assessment.effects:
        if effect.kind not in kinds or effect.target is None or "filtered" in effect.flags or effect.scope == "remote":
            continue
        recursive = "recursive" in effect.flags
        path = absolute(effect.target.text or effect.target.glob or "", context.home, cwd)
        if path is None or not (effect.target.text or effect.target.glob):
            continue
        if effect.target.text is None and context.facts is not None:
            for match in context.facts.glob(path, 1024) or ():
                found[match] = recursive
        else:
            found[path] = recursive
    return list(found.items())


def _sentence(verb: str, found: measure.Toll) -> str:
    if not found.files and not found.directories:
        return ""
    at_least = "" if found.complete else "at least "
    text = f"{verb} {at_least}{count(found.files, 'file')}, {size(found.bytes)}"
    if found.directories > 1:
        text += f", in {count(found.directories, 'directory', 'directories')}"
    if found.unsaved == 0:
        text += "; git has all of it"
    elif found.unsaved:
        text += f"; git does not have {'it' if found.files == 1 else f'{found.unsaved:,} of them'}"
    if found.repositories:
        text += f"; with {count(len(found.repositories), 'whole repository', 'whole repositories')}"
    return text + "."


def count(number: int, one: str, many: str = "") -> str:
    """A number and what it counts."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size(number: int) -> str:
    """A number of bytes for people."""
    if number < 1000:
        return f"{number} bytes" if number != 1 else "1 byte"
    amount = float(number)
    for unit in ("kB", "MB", "GB", "TB"):
        amount /= 1000
        if amount < 1000 or unit == "TB":
            break
    return f"{amount:.1f} {unit}"


def _visible(text: str) -> str:
    return visible(text if len(text) <= _MAX_LINE else text[: _MAX_LINE - 1] + "…")

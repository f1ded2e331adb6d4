"""Take each permission, ownership and escaping check away and see the attacks miss it.

``python -m tests.attacks.mutants`` (``make attacks-mutation``) tells of each check by what it was
caught, or why nobody would miss it. First all attacks are made with every check, which must hold
them all and shows what runs into which; a check is then tried with what runs into it. What no
attack of the suite gets is tried with the dialogues of ``DIALOGUES`` that forge something.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.attacks.checks import ROOT, TAKEN, checks
from tests.attacks.equivalent import reason

DIALOGUES = ("tests/e2e/test_forged.py",)
_MUTATION = "tests/attacks/mutation.py"
_ASSERTED = re.compile(r"^FAILED \S+::(\S+) - (?:assert|AssertionError)", re.MULTILINE)
_WORKERS = os.cpu_count() or 2
_GOOD = ("caught", "accident", "equivalent")


def _pytest(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    plugins = ("-p", "tests.attacks.checks", "-p", "no:cacheprovider")
    return subprocess.run(
        [sys.executable, *("-m", "pytest", "-q", "-rf", "--tb=short", "-x"), *plugins, *arguments],
        cwd=ROOT,
        env={**os.environ, TAKEN: "", "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
    )


def _try(folder: str, numbers: Sequence[int]) -> Iterator[tuple[int, str, str, float]]:
    """Yield how each check fared."""
    with ThreadPoolExecutor(_WORKERS) as pool:
        waves = ("[commands] or [beside]", "[presses]")
        plain = list(
            pool.map(lambda wave: _pytest(_MUTATION, "-k", wave, MENTOR_MUTATION=folder), waves)
        )
        if wrong := [one.stdout for one in plain if one.returncode]:
            raise SystemExit(f"Something succeeds with every check:\n{wrong[0][-5000:]}")

        def share(own: Sequence[int]) -> subprocess.CompletedProcess[str]:
            told = {"MENTOR_MUTATION": folder, "MENTOR_SHARE": json.dumps(own)}
            return _pytest(_MUTATION, "-k", "test_each_check", **told)

        shares = [numbers[at::_WORKERS] for at in range(_WORKERS)]
        ended = list(pool.map(share, [own for own in shares if own]))
        found = {}
        for file in Path(folder).glob("*.told"):
            for line in file.read_text(encoding="utf-8").splitlines():
                number, *result = json.loads(line)
                found[number] = result
        if wrong := [one.stdout for one in ended if one.returncode]:
            print(f"A worker did not come to its end:\n{wrong[0][-5000:]}", file=sys.stderr)
        left = [one for one in numbers if found.get(one, [""])[0] not in _GOOD]
        left = [one for one in left if not reason(checks()[one])]
        for number, by in zip(left, pool.map(_play, left), strict=True):
            if by:
                found[number] = ["caught", by, 0]
    for number in numbers:
        how, by, took = found.get(number, ["not tried", "", 0])
        if how not in _GOOD and (why := reason(checks()[number])):
            how, by = "equivalent", why
        yield number, how, by, took


def _play(number: int) -> str:
    """Return which of the dialogues that forge something misses a check; nothing if none does."""
    asserted = _ASSERTED.search(_pytest(*DIALOGUES, **{TAKEN: str(number)}).stdout)
    return asserted[1] if asserted else ""


def main() -> int:
    """Print a table; return how many checks nobody missed who should."""
    began = time.monotonic()
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    numbers = [at for at, one in enumerate(checks()) if wanted in one.shown]
    counts: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        for number, how, by, took in _try(folder, numbers):
            counts[how] += 1
            print(f"{how:10} {checks()[number].shown}\n{took:10} {by}", flush=True)
    minutes = (time.monotonic() - began) / 60
    told = ", ".join(f"{count} {how}" for how, count in sorted(counts.items()))
    print(f"{counts.total()} checks in {minutes:.1f} minutes: {told}")
    return sum(count for how, count in counts.items() if how not in _GOOD)


if __name__ == "__main__":
    sys.exit(min(main(), 100))

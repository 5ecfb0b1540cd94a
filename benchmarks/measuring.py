"""Taking times: servers and commands as processes of their own, requests in rounds beside a bare page."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

from benchmarks.client import Client, Request
from benchmarks.pages import Probe

ROUNDS = 5
IN_A_ROUND = 8
_PATIENT_WITH_COMMANDS = 20.0
"""Seconds after which a slow command is not run again."""
_LONG_ENOUGH = 2.0
"""Seconds of one round after which a slow page is not asked again."""
_MEGABYTE = 1024 * 1024
_PATIENCE = 180


@dataclass(frozen=True)
class Measured:
    """What one probe or command took; seconds, megabytes."""

    name: str
    role: str
    median: float
    p95: float
    peak: float
    queries: int | None = None


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    port: int
    worker: int
    """The process that answers."""


@contextmanager
def serving(*arguments: str) -> Iterator[Served]:
    """Serve in a process of its own as `benchmarks.server` does with these arguments."""
    port = _free_port()
    # The interpreter that runs here, on a module of ours: nothing comes from outside.
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.server", str(port), *arguments])  # noqa: S603
    try:
        _await(port)
        yield Served(port, _child(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE)


def measure(
    probes: Sequence[Probe], clients: Mapping[str, Client], served: Served, bare: Client
) -> tuple[list[Measured], float]:
    """Measure every probe in rounds, the bare page in each; return what was measured and the bare page's median."""
    times: defaultdict[int, list[float]] = defaultdict(list)
    bare_times: list[float] = []
    peaks: defaultdict[int, float] = defaultdict(float)
    queries: dict[int, int | None] = {}
    for number, probe in enumerate(probes):
        client = clients[probe.role]
        for _ in range(2):
            answer = client.send(probe.request(client), counting=True)
            if answer.status != probe.status:
                raise RuntimeError(f"{probe.name} ({probe.role}) answered {answer.status}")
        queries[number] = answer.queries
    for _ in range(ROUNDS):
        bare_times += [bare.get("/").seconds for _ in range(4 * IN_A_ROUND)]
        for number, probe in enumerate(probes):
            client = clients[probe.role]
            _forget_peak(served.worker)
            times[number] += _a_round(client, probe)
            peaks[number] = max(peaks[number], _peak(served.worker))
    measured = [
        Measured(
            probe.name,
            probe.role,
            statistics.median(times[number]),
            _p95(times[number]),
            peaks[number],
            queries[number],
        )
        for number, probe in enumerate(probes)
    ]
    return measured, statistics.median(bare_times)


def _a_round(client: Client, probe: Probe) -> list[float]:
    """Ask several times, and stop early when a page is so slow that more would only cost patience."""
    taken: list[float] = []
    while len(taken) < IN_A_ROUND and sum(taken) < _LONG_ENOUGH:
        taken.append(client.send(probe.request(client)).seconds)
    return taken


def measure_first(served: Served, cookies: dict[str, str], address: str) -> float:
    """Take the time of the first request that a server answers; return seconds."""
    client = Client(served.port, dict(cookies))
    return client.send(Request(address)).seconds


def measure_command(name: str, arguments: Sequence[str], instance: Path, *, times: int = 3) -> Measured:
    """Run a command of the tracker several times, start of the interpreter included; a slow one less often."""
    taken: list[float] = []
    peak = 0.0
    while len(taken) < times and sum(taken) < _PATIENT_WITH_COMMANDS:
        seconds, megabytes = _run([sys.executable, "-m", "tracker.cli", *arguments], instance)
        taken.append(seconds)
        peak = max(peak, megabytes)
    return Measured(name, "command", statistics.median(taken), max(taken), peak)


def _run(command: list[str], instance: Path) -> tuple[float, float]:
    began = perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own commands
        command,
        env={**os.environ, "TRACKER_INSTANCE": str(instance)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    said = process.stderr.read() if process.stderr else b""
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:  # 1 is an answer: a target is missed
        raise RuntimeError(f"{command}: {said.decode()}")
    return perf_counter() - began, usage.ru_maxrss / 1024


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[round(0.95 * (len(times) - 1))]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _await(port: int) -> None:
    for _ in range(_PATIENCE * 10):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    raise RuntimeError("the server does not answer")


def _child(parent: int) -> int:
    """Return the worker of a server: the process that it started."""
    for _ in range(_PATIENCE * 10):
        if children := Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
            return int(children[0])
        sleep(0.1)
    raise RuntimeError("the server has no worker")


def _forget_peak(pid: int) -> None:
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def _peak(pid: int) -> float:
    """Return the most memory that a process held since it was last asked to forget; megabytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024 / _MEGABYTE
    return 0.0

"""What the sections of bench/run share: data, projects, and measuring a command."""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "build/bench"
ROX = ROOT / "build/release/rox"
PYTHON = ROOT / "build/deps/peers-venv/bin/python"
BIKES = ("rox.toml", "model.toml", "marts", "checks", "analyses")


def exports(scale):
    """The sample company's exports of that size, made once."""
    folder = DATA / f"s{scale}"
    if not (folder / "sample.json").exists():
        subprocess.run([ROX, "sample", folder, "--scale", str(scale), "--seed", "1", "--quiet"], check=True, stdout=subprocess.DEVNULL)
    return folder


def megabytes(folder):
    return sum(path.stat().st_size for path in folder.glob("*.csv")) / 1e6


def project(name, parts=BIKES):
    """A fresh copy of projects/rox-bikes, without a warehouse."""
    folder = DATA / "projects" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for part in parts:
        source = ROOT / "projects/rox-bikes" / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    return folder


def forget_warehouse(folder):
    """The project is as if it had never run."""
    shutil.rmtree(folder / ".rox", ignore_errors=True)
    (folder / "warehouse.duckdb").unlink(missing_ok=True)


class Measured:
    """Wall and processor seconds and the most memory in bytes, of one run or the medians (memory: the most) of several."""

    def __init__(self, wall, processor, memory):
        self.wall, self.processor, self.memory = wall, processor, memory


class Watch(threading.Thread):
    """Looks at a process and those that it started: what they use together. (Some, as Spark's, outlive the wait of their parent.)"""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.memory, self.processor, self.ended = pid, 0, 0.0, threading.Event()

    def run(self):
        while not self.ended.wait(0.05):
            pages, ticks = 0, 0
            for pid in self.family():
                try:
                    pages += int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
                    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                    ticks += int(fields[11]) + int(fields[12])
                except (OSError, IndexError):
                    continue
            self.memory = max(self.memory, pages * os.sysconf("SC_PAGE_SIZE"))
            self.processor = max(self.processor, ticks / os.sysconf("SC_CLK_TCK"))

    def family(self):
        waiting, found = [self.pid], []
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            try:
                for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
                    waiting += map(int, task.read_text().split())
            except OSError:  # it ended meanwhile
                continue
        return found


def run(arguments):
    """Measures a command, which has to end well."""
    arguments = [str(one) for one in arguments]
    start = time.monotonic()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    watch = Watch(process.pid)
    watch.start()
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    watch.ended.set()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"exit code {process.returncode}: {' '.join(arguments)}\n{said[-2000:]}")
    return Measured(wall, max(usage.ru_utime + usage.ru_stime, watch.processor), max(usage.ru_maxrss * 1024, watch.memory))


def run_often(rounds, prepare):
    """`prepare` makes ready for a run and returns its command."""
    found = [run(prepare()) for _ in range(rounds)]
    return Measured(statistics.median(one.wall for one in found), statistics.median(one.processor for one in found),
                    max(one.memory for one in found))


def drop_caches():
    """False where that isn't allowed."""
    subprocess.run(["sync"], check=True)
    try:
        pathlib.Path("/proc/sys/vm/drop_caches").write_text("3")
        return True
    except OSError:
        return False


def table(columns, rows):
    """Markdown; the first column is text, the others numbers."""
    lines = ["| " + " | ".join(columns) + " |", "|:---|" + "---:|" * (len(columns) - 1)]
    for row in rows:
        lines.append("| " + " | ".join(map(str, row)) + " |")
        print(lines[-1], file=sys.stderr, flush=True)
    return lines


def comparison(found, base, whose):
    """A table of measured commands by name, with the wall time of each as a multiple of `base`."""
    return table(["", "warm [s]", "processor [s]", "most memory [MB]", f"of {whose}"],
                 ((name, f"{one.wall:.2f}", f"{one.processor:.2f}", f"{one.memory / 1e6:,.0f}", f"{one.wall / base:.2f}")
                  for name, one in found.items()))

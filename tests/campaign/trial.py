"""One job, disturbed as often as asked: how it goes undisturbed, and whether each fault leaves what it should."""
import pathlib
import random
import shutil
import signal
import time

import faults
import jobs
import snapshot
import warehouse

AFTER = ("again", "killed", "aba", "aba-killed")


class Trials:
    """A job in a folder of its own; `work` is emptied."""

    def __init__(self, runner, exports, job):
        self.runner, self.exports, self.job = runner, exports, job
        self.project = runner.work / "try"
        self.settled = runner.work / f"settled-{job.name}"
        self.learn()

    # What is there.

    def contents(self):
        if self.job.server == "postgres":
            return warehouse.server_contents("bikes")
        if self.job.server == "redshift":
            return warehouse.server_contents("public", "rox_bikes")
        if self.job.server == "bucket":
            return warehouse.bucket_contents()
        return warehouse.file_contents(self.runner.rox, self.project / "warehouse.duckdb")

    def places(self):
        if self.job.server == "postgres":
            return warehouse.server_schemas()
        if self.job.server == "redshift":
            return warehouse.server_schemas("rox_bikes")
        if self.job.server == "bucket":
            return warehouse.bucket_places()
        return ()

    def snapshot(self):
        return snapshot.take(self.project, self.runner.temporary, self.contents(), self.places())

    # What is done.

    def must(self, commands):
        """These, without any fault. Returns what went wrong: nothing, or the command and what it said."""
        for command in commands:
            ended = self.runner.run(self.project, command)
            if ended.hangs or ended.code not in (0, *self.job.also_fine):
                return [f"rox {' '.join(command)} ends with {'no end' if ended.hangs else ended.code}: {ended.said[-600:].strip()}"]
        return []

    def restore(self):
        """State A. What a server has is brought there by rox itself, which is one more trial."""
        if self.job.server and self.project.exists():
            jobs.put_back(self.project, self.settled, self.job)
            return self.must((*self.job.prepare, *self.job.recover))
        self.empty(self.project)
        shutil.copytree(self.settled, self.project, symlinks=True, dirs_exist_ok=True)
        self.empty(self.runner.temporary)
        return []

    @staticmethod
    def empty(folder: pathlib.Path):
        """The folder itself stays: a disk may be mounted there."""
        folder.mkdir(exist_ok=True)
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    def change(self):
        self.job.change(self.project, self.exports)
        return self.must(self.job.prepare)

    def back(self):
        jobs.put_back(self.project, self.settled, self.job)
        return self.must(self.job.prepare)

    def learn(self):
        """How everything is without a fault."""
        self.empty(self.runner.temporary)
        shutil.rmtree(self.project, ignore_errors=True)
        jobs.make_project(self.runner.rox, self.project, self.exports, self.job)
        problems = self.must(self.job.settle)
        shutil.copytree(self.project, self.settled, symlinks=True)
        problems += self.must(self.job.recover)
        self.old = self.snapshot()
        problems += self.restore() + self.change()
        started = time.monotonic()
        self.usual, self.calls = self.runner.calls(self.project, self.job.command)
        self.seconds = time.monotonic() - started
        self.done = self.snapshot()
        ended, recovery = self.runner.calls(self.project, self.job.recover[0])
        self.changes = sum(len(recovery[kind]) for kind in faults.KILLED) + sum(len(self.calls[kind]) for kind in faults.KILLED)
        problems += self.must(self.job.recover)
        self.new = self.snapshot()
        if self.usual.code != 0:
            problems.append(f"the job itself ends with {self.usual.code}: {self.usual.said}")
        if problems:
            raise SystemExit(f"campaign: {self.job.name} doesn't work without any fault: {problems}")

    # One trial.

    def run(self, fault, after, chance: random.Random):
        """(which call the fault met, what is wrong after it)"""
        if fault.kind != "disk":
            return self.disturb(fault, after, chance, None)
        kept = self.runner.work / "kept"  # what belongs to a server's state goes to the disk and comes back
        if self.job.server:
            shutil.copytree(self.project, kept, symlinks=True)
        with faults.small_disk(self.project) as resize:
            if self.job.server:
                shutil.copytree(kept, self.project, symlinks=True, dirs_exist_ok=True)
            result = self.disturb(fault, after, chance, resize)
            shutil.rmtree(kept, ignore_errors=True)
            if self.job.server:
                shutil.copytree(self.project, kept, symlinks=True)
        if self.job.server:
            self.empty(self.project)
            shutil.copytree(kept, self.project, symlinks=True, dirs_exist_ok=True)
            shutil.rmtree(kept)
        return result

    def disturb(self, fault, after, chance, resize):
        problems = self.restore()
        problems += self.change()
        if problems:
            return "", ["before the fault: " + problem for problem in problems]
        if resize:
            used = sum(path.stat().st_blocks * 512 for path in self.project.rglob("*"))
            resize(used + fault.at * 1000)
        ended = self.runner.faulty(self.project, self.job.command, fault, self.seconds)
        if resize:
            resize("1g")
            ended.met = "disk" if ended.code != 0 else ""
        problems = self.end_of(ended, fault) + self.published([self.old.contents, self.done.contents])
        if ended.code == 0:
            # A scratch file that could not be removed is left to the next command.
            problems += ["though it ended with 0: " + line for line in snapshot.differences(self.snapshot(), self.done)
                         if "file .rox/tmp/" not in line and "file TMPDIR/" not in line]
        if after.startswith("aba"):
            problems += self.back()
        if after.endswith("killed"):
            self.runner.killed_somewhere(self.project, self.job.recover[0], self.changes, chance)
            problems += self.published([self.old.contents, self.done.contents, self.new.contents])
        problems += self.must(self.job.recover)
        try:
            problems += snapshot.differences(self.snapshot(), self.old if after.startswith("aba") else self.new)
        except warehouse.Unreadable as why:
            problems.append(f"the warehouse can't be read: {why}")
        if problems and self.job.server:
            self.start_anew()
        return ended.met, problems

    def start_anew(self):
        """A server is brought to state A after something went wrong there, so that the next trial tells of itself alone."""
        jobs.put_back(self.project, self.settled, self.job)
        self.must([*self.job.prepare, [*self.job.recover[0], "--full-refresh"]])

    def end_of(self, ended, fault):
        if ended.hangs:
            return [f"it hangs: {ended.said[-600:]}"]
        if ended.code == 0:
            return []
        fatal = fault.do in ("kill", "torn", "cgroup") or fault.kind == "moment"
        if ended.code == -signal.SIGKILL and fatal:
            return []
        if ended.code in (1, 2, 3) and ended.said.strip():
            return []
        # Its libraries had no room, or a thread of DuckDB's, which then ends the whole process (docs/reliability.md).
        if fault.do in ("as", "nofile") and ended.code == 127 or fault.do == "as" and ended.code in (-signal.SIGSEGV, -signal.SIGABRT):
            return []
        return [f"it ends with {ended.code}, saying {ended.said[-600:].strip()!r}"]

    def published(self, fine):
        try:
            now = self.contents()
        except warehouse.Unreadable as why:
            return [f"the published warehouse can't be read: {why}"]
        if now in fine:
            return []
        return ["the published warehouse is neither the old nor the new one: " +
                "; ".join(f"{name} {now.get(name)}" for name in sorted(now.keys() | fine[0].keys())
                          if all(now.get(name) != one.get(name) for one in fine)) or "tables of both"]

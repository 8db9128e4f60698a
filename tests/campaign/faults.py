"""Runs rox with one fault in it: by fault.c, by a limit, by a small disk or by a kill at a moment."""
import collections
import contextlib
import dataclasses
import errno
import os
import pathlib
import random
import resource
import signal
import subprocess

# What can happen to a call. A kill before a call that changes nothing leaves what a kill before the next change leaves.
ERRORS = {
    "open": ("EACCES", "EIO", "EMFILE"),
    "create": ("EACCES", "ENOSPC", "EMFILE"),
    "read": ("EIO",),
    "write": ("EIO", "ENOSPC"),
    "sync": ("EIO", "ENOSPC"),
    "rename": ("EIO", "EACCES", "ENOSPC"),
    "truncate": ("EIO", "ENOSPC"),
    "unlink": ("EIO", "EACCES"),
    "mkdir": ("EACCES", "ENOSPC"),
    "clone": ("EIO", "ENOSPC"),
    "mmap": ("ENOMEM",),
    "flock": ("EIO", "ENOLCK"),
}
KILLED = ("create", "write", "sync", "rename", "truncate", "unlink", "mkdir", "clone")
LIMITS = ("as", "nofile", "fsize", "cgroup")
WAIT = 300  # seconds; nothing here takes that long, so it hangs


@dataclasses.dataclass(frozen=True)
class Fault:
    kind: str  # of a call; or moment, limit, disk
    at: int    # its k-th call; of a moment: thousandths of the usual time; of limit and disk: how much there is
    do: str    # kill, torn, short, the name of an error, that with a + (from then on every time); of a limit: which one


@dataclasses.dataclass
class Ended:
    code: int         # as subprocess has it: minus the signal
    said: str         # on either stream: errors of one table of many are among the results
    met: str = ""     # which call the fault met: "KIND PATH"; empty: none
    hangs: bool = False


class Runner:
    def __init__(self, rox, shim, work: pathlib.Path):
        self.rox, self.shim, self.work = rox, shim, work
        self.temporary = work / "tmp"
        self.trace_file = work / "trace"

    def environment(self):
        return os.environ | {"TMPDIR": str(self.temporary), "LC_ALL": "C.UTF-8", "TZ": "UTC", "NO_COLOR": "1"}

    def run(self, project, arguments, environment=None, before=None, kill_after=None):
        """rox with these arguments, in the project; `kill_after` seconds it is killed."""
        started = subprocess.Popen(
            [self.rox, *arguments], cwd=project, env=environment or self.environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", preexec_fn=before)
        try:
            said, _ = started.communicate(timeout=kill_after or WAIT)
            return Ended(started.returncode, said)
        except subprocess.TimeoutExpired:
            started.send_signal(signal.SIGKILL)
            said, _ = started.communicate()
            return Ended(started.returncode, said, hangs=kill_after is None)

    def traced(self, project, arguments, **wishes):
        self.trace_file.unlink(missing_ok=True)
        environment = self.environment() | {
            "LD_PRELOAD": str(self.shim), "FAULT_ROOTS": f"{project}:{self.temporary}", "FAULT_TRACE": str(self.trace_file)}
        ended = self.run(project, arguments, environment | {key: str(value) for key, value in wishes.items()})
        lines = self.trace_file.read_text(errors="replace").splitlines() if self.trace_file.exists() else []
        met = [line.removeprefix("FAULT ") for line in lines if line.startswith("FAULT ")]
        ended.met = met[0].replace(str(project) + "/", "") if met else ""
        return ended, [line.split(" ", 1) for line in lines if not line.startswith("FAULT ")]

    def calls(self, project, arguments):
        """The calls of an undisturbed job, by kind: their paths in order."""
        ended, lines = self.traced(project, arguments)
        calls = collections.defaultdict(list)
        for kind, path in lines:
            calls[kind].append(path)
        return ended, calls

    def faulty(self, project, arguments, fault, seconds):
        if fault.kind == "moment":
            ended = self.run(project, arguments, kill_after=max(0.001, seconds * fault.at / 1000))
            ended.met = "moment" if ended.code == -signal.SIGKILL else ""
            return ended
        if fault.kind == "limit":
            ended = self.limited(project, arguments, fault)
            ended.met = f"limit {fault.do}" if ended.code != 0 else ""
            return ended
        if fault.kind == "disk":  # somebody has made it small
            return self.run(project, arguments)
        lasting = fault.do.endswith("+")
        do = fault.do.rstrip("+")
        wishes = {"FAULT_KIND": fault.kind, "FAULT_AT": fault.at,
                  "FAULT_DO": do if do in ("kill", "torn", "short") else getattr(errno, do)}
        if lasting:
            wishes["FAULT_LASTING"] = 1
        return self.traced(project, arguments, **wishes)[0]

    def limited(self, project, arguments, fault):
        if fault.do == "cgroup":
            with memory_group(fault.at * 1_000_000) as enter:
                return self.run(project, arguments, before=enter)
        limit = {"as": resource.RLIMIT_AS, "nofile": resource.RLIMIT_NOFILE, "fsize": resource.RLIMIT_FSIZE}[fault.do]
        most = fault.at * {"as": 1_000_000, "nofile": 1, "fsize": 1000}[fault.do]
        return self.run(project, arguments, before=lambda: resource.setrlimit(limit, (most, most)))

    def killed_somewhere(self, project, arguments, changes, chance: random.Random):
        """The job, killed before one of its changes; how many there are is known only about."""
        return self.traced(project, arguments, FAULT_KIND="change", FAULT_AT=chance.randint(1, max(1, changes)), FAULT_DO="kill")[0]


def memory_groups():
    """Where groups with a memory limit are made, and the files that limit memory and swap; nothing: it can't be done here."""
    first, second = pathlib.Path("/sys/fs/cgroup"), pathlib.Path("/sys/fs/cgroup/memory")
    if os.access(second / "tasks", os.W_OK):  # version 1
        return second, "memory.limit_in_bytes", "memory.memsw.limit_in_bytes"
    control = first / "cgroup.subtree_control"
    if os.access(control, os.W_OK) and "memory" in (first / "cgroup.controllers").read_text().split():
        control.write_text("+memory")
        return first, "memory.max", "memory.swap.max"
    return None


@contextlib.contextmanager
def memory_group(most):
    """A memory limit that the kernel enforces by killing; gives what a child calls to enter."""
    folder, memory, swap = memory_groups()
    group = folder / f"rox-campaign-{os.getpid()}"
    group.mkdir()
    try:
        (group / memory).write_text(str(most))
        with contextlib.suppress(OSError):  # a kernel without swap
            (group / swap).write_text(str(most) if "memsw" in swap else "0")
        yield lambda: (group / "cgroup.procs").write_text(str(os.getpid()))
    finally:
        group.rmdir()


@contextlib.contextmanager
def small_disk(folder: pathlib.Path):
    """An empty disk at `folder`; gives what makes it as big as that (in bytes)."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1g", "none", folder], check=True)
    try:
        yield lambda size: subprocess.run(["mount", "-o", f"remount,size={size}", folder], check=True)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)

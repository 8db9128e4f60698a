"""A project at one moment, as far as it has to be the same whatever happened on the way."""
import dataclasses
import fnmatch
import hashlib
import json
import pathlib
import re

# Named after runs and moments, or kept so that the next run is quicker: there may be others than without the fault.
UNCOUNTED = (".rox/runs/*", ".rox/checks/*", ".rox/lock", ".rox/records/*.marks", ".rox/records/*.rows", ".rox/state/*.spare.sums", ".*.duckdb.spare")
# The same files whatever happened, with contents that tell when they were written.
DATED = (".rox/state/*", "warehouse.duckdb", "reports/*")
# As DATED, but for these keys.
MANIFEST = "staged/manifest.json"
RUN_KEYS = ("run", "created")
RUN = re.compile(rb"\d{8}T\d{9}-[0-9a-f]{4}")  # a run's name: rejects/*.csv say which one found them


def matches(name, patterns):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def without_runs(value):
    if isinstance(value, dict):
        return {key: without_runs(inner) for key, inner in value.items() if key not in RUN_KEYS}
    return [without_runs(inner) for inner in value] if isinstance(value, list) else value


def digest(path, name):
    data = path.read_bytes()
    if name == MANIFEST:
        data = json.dumps(without_runs(json.loads(data)), sort_keys=True).encode()
    return hashlib.sha256(RUN.sub(b"RUN", data)).hexdigest()[:16]


@dataclasses.dataclass(frozen=True)
class Snapshot:
    contents: dict  # of the warehouse: {table: "rows hash"}
    files: dict     # {name: hash}; of a file whose contents don't count: ""
    places: tuple   # what there is on a server


def files_of(folder):
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_dir() or matches(name, UNCOUNTED):
            continue
        found[name] = "" if matches(name, DATED) else digest(path, name)
    return found


def take(project: pathlib.Path, temporary: pathlib.Path, contents, places=()):
    files = files_of(project)
    files |= {f"TMPDIR/{name}": "" for name in files_of(temporary)}
    return Snapshot(contents, files, tuple(places))


def differences(found, wanted):
    """What `found` has otherwise than `wanted`, a line each."""
    lines = []
    for what, here, there in (("table", found.contents, wanted.contents), ("file", found.files, wanted.files)):
        for name in sorted(here.keys() | there.keys()):
            if name not in there:
                lines.append(f"{what} {name} should not be there")
            elif name not in here:
                lines.append(f"{what} {name} is missing")
            elif here[name] != there[name]:
                lines.append(f"{what} {name} is another: {here[name]}, wanted {there[name]}")
    for place in sorted(set(found.places) ^ set(wanted.places)):
        lines.append(f"on the server: {place} {'should not be there' if place in found.places else 'is missing'}")
    return lines

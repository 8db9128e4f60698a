#!/usr/bin/env python3
"""Prints what a package of rox holds, as CycloneDX 1.5: sbom.py VERSION ARCHITECTURE ROOT [PACKAGE...] <LIBRARIES

ROOT: the folder of the system that they are of; '' is this one.
PACKAGE: Debian packages that are in it besides, of that system or, if that hasn't them, of this one.
LIBRARIES: the paths of the shared libraries, a line each. Their versions and licences are those of their Debian packages;
what is compiled into the program (headers, and the dashboard's JavaScript) is told by deps/ and web/package-lock.json.
"""

import datetime
import json
import os
import re
import subprocess
import sys
import uuid
from pathlib import Path

version, architecture, root, *packages = sys.argv[1:]
# Debian packages of which only headers are compiled in, and of which that is shipped.
HEADERS = ["libboost1.81-dev", "libcli11-dev", "nlohmann-json3-dev"]


def query(*arguments, of=root):
    place = [f"--admindir={of}/var/lib/dpkg"] if of else []
    return subprocess.run(["dpkg-query", *place, *arguments], capture_output=True, text=True, check=False).stdout


def licences(package):
    """The short names of the licences in a Debian package's copyright file."""
    files = [Path(f"{system}/usr/share/doc") / package / "copyright" for system in (root, "")]
    text = next((file.read_text(errors="replace") for file in files if file.exists()), "")
    names = re.findall(r"^License: *(\S.*?) *$", text, re.MULTILINE)
    if not names and "Boost Software License" in text:
        names = ["BSL-1.0"]
    return sorted(set(names)) or [f"see /usr/share/doc/{package}/copyright"]


def debian_component(package):
    found = query("-W", "-f", "${Version}", package) or query("-W", "-f", "${Version}", package, of="")
    return {
        "type": "library",
        "name": package,
        "version": found,
        "licenses": [{"license": {"name": name}} for name in licences(package)],
        "purl": f"pkg:deb/debian/{package}@{found}?arch={architecture}&distro=debian-12",
    }


def packages_of(libraries):
    """Of which package each is. Some packages still say /lib for what is in /usr/lib, so it is asked for by both names."""
    names = {name.removeprefix(root): library for library in libraries for name in (library, os.path.realpath(library))}
    found = {}
    for line in query("-S", *names).splitlines():
        owner, _, name = line.rpartition(": ")
        if name in names:
            found[names[name]] = owner.split(":")[0].split(",")[0]
    return found


components = {}
libraries = sys.stdin.read().split()
owners = packages_of(libraries)
for library in libraries:
    package = owners.get(library)
    if package:
        components[package] = debian_component(package)
    elif "duckdb" in library:
        lock = Path("deps/duckdb.txt").read_text()
        jar = re.search(r"^# library: org\.duckdb:duckdb_jdbc:(\S+)", lock, re.MULTILINE).group(1)
        digest = re.search(r"^# library sha256: (\S+)", lock, re.MULTILINE).group(1)
        components["duckdb"] = {
            "type": "library",
            "name": "duckdb",
            "version": jar,
            "licenses": [{"license": {"id": "MIT"}}],
            "purl": f"pkg:maven/org.duckdb/duckdb_jdbc@{jar}",
            "externalReferences": [
                {
                    "type": "distribution",
                    "url": f"maven:org.duckdb:duckdb_jdbc:{jar}",
                    "hashes": [{"alg": "SHA-256", "content": digest}],
                }
            ],
        }
    else:
        sys.exit(f"sbom: of no package: {library}")
for package in HEADERS + packages:
    components[package] = debian_component(package)

lock = json.loads(Path("web/package-lock.json").read_text())
for path, entry in lock["packages"].items():
    if not path or entry.get("dev") or entry.get("link"):
        continue
    name = path.rsplit("node_modules/", 1)[-1]
    components["npm:" + name] = {
        "type": "library",
        "name": name,
        "version": entry["version"],
        "licenses": [{"license": {"name": entry.get("license", "not stated")}}],
        "purl": f"pkg:npm/{name.replace('@', '%40')}@{entry['version']}",
    }

listed = [components[key] for key in sorted(components)]
moment = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
bom = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(listed, sort_keys=True))}",
    "version": 1,
    "metadata": {
        "timestamp": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "component": {"type": "application", "name": "rox", "version": version},
    },
    "components": listed,
}
print(json.dumps(bom, indent=2))

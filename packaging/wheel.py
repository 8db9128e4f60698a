#!/usr/bin/env python3
"""Makes the wheel: wheel.py VERSION GLIBC MACHINE BUNDLE PYTHON OUT

The Python module of the folder PYTHON, and the program with its libraries (BUNDLE) beside it. The same inputs give the
same bytes: entries are sorted, and have the date of SOURCE_DATE_EPOCH.
"""

import base64
import hashlib
import os
import sys
import time
import zipfile
from pathlib import Path

version, glibc, machine, bundle, python, out = sys.argv[1:]
major, minor = glibc.split(".")[:2]
tag = f"py3-none-manylinux_{major}_{minor}_{machine}"
info = f"rox_warehouse-{version}.dist-info"

metadata = f"""Metadata-Version: 2.1
Name: rox-warehouse
Version: {version}
Summary: A folder of CSV exports as a verified warehouse
Requires-Python: >=3.9
Provides-Extra: arrow
Requires-Dist: pyarrow; extra == 'arrow'
Provides-Extra: pandas
Requires-Dist: pyarrow; extra == 'pandas'
Requires-Dist: pandas>=2; extra == 'pandas'
Provides-Extra: polars
Requires-Dist: polars; extra == 'polars'
Description-Content-Type: text/markdown

{Path("README.md").read_text()}"""

wheel = f"Wheel-Version: 1.0\nGenerator: rox\nRoot-Is-Purelib: false\nTag: {tag}\n"

files = {}
for source in sorted(Path(python).rglob("*.py")):
    files[str(source.relative_to(python))] = (source.read_bytes(), 0o644)
for folder in ("bin", "lib", "share/doc/rox"):
    for source in sorted((Path(bundle) / folder).rglob("*")):
        if source.is_file():
            name = f"rox/_program/{source.relative_to(bundle)}"
            files[name] = (source.read_bytes(), 0o755 if folder == "bin" else 0o644)
files[f"{info}/METADATA"] = (metadata.encode(), 0o644)
files[f"{info}/WHEEL"] = (wheel.encode(), 0o644)
files[f"{info}/entry_points.txt"] = (b"[console_scripts]\nrox = rox:main\n", 0o644)


def digest(data):
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


record = "".join(f"{name},{digest(data)},{len(data)}\n" for name, (data, _) in files.items())
files[f"{info}/RECORD"] = ((record + f"{info}/RECORD,,\n").encode(), 0o644)

date = time.gmtime(max(int(os.environ["SOURCE_DATE_EPOCH"]), 315532800))[:6]  # zip knows no year before 1980
with zipfile.ZipFile(Path(out) / f"rox_warehouse-{version}-{tag}.whl", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for name, (data, mode) in files.items():
        entry = zipfile.ZipInfo(name, date)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 3  # Unix: the modes count
        entry.external_attr = (0o100000 | mode) << 16
        archive.writestr(entry, data)

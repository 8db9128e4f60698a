#!/usr/bin/env python3
"""Makes an OCI image as a folder (https://github.com/opencontainers/image-spec, image layout 1.0):

    image.py OUT CONFIG LAYER...

OUT: the folder that is made. CONFIG: what the image says of itself, as JSON: {"architecture", "config", "annotations"}.
LAYER: folders, the lowest first; what is in them belongs to root, and to the user of the image in home/ and project/.
The same inputs give the same bytes: files are sorted and have the date of SOURCE_DATE_EPOCH.

A Dockerfile lies beside the index, for `docker build OUT`: it takes the same layers.
"""

import datetime
import gzip
import hashlib
import io
import json
import os
import stat
import sys
import tarfile
from pathlib import Path

OWNED = ("home/", "project/")  # by the image's user
MEDIA = "application/vnd.oci.image."


def layer(folder, date, user):
    """A layer's tar: every entry of the folder, sorted, whoever made it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(Path(folder).rglob("*"), key=lambda path: path.relative_to(folder).parts):
            name = path.relative_to(folder).as_posix()
            entry = archive.gettarinfo(path, name)
            if entry.islnk():  # two names of one file in the folder: each is a file here
                entry.type, entry.linkname, entry.size = tarfile.REGTYPE, "", path.stat().st_size
            entry.mtime = date
            entry.uid = entry.gid = user if f"{name}/".startswith(OWNED) and name != "home" else 0
            entry.uname = entry.gname = ""
            entry.mode = stat.S_IMODE(entry.mode)
            archive.addfile(entry, io.BytesIO(path.read_bytes()) if entry.isreg() else None)
    return packed.getvalue()


def main(out, config_file, *folders):
    date = int(os.environ["SOURCE_DATE_EPOCH"])
    said = json.loads(Path(config_file).read_text())
    user = int(said["config"]["User"].split(":")[0])
    blobs = Path(out) / "blobs" / "sha256"
    blobs.mkdir(parents=True)

    def keep(data, media, **more):
        digest = hashlib.sha256(data).hexdigest()
        (blobs / digest).write_bytes(data)
        return {"mediaType": MEDIA + media, "digest": f"sha256:{digest}", "size": len(data), **more}

    def keep_json(value, media, **more):
        return keep(json.dumps(value, indent=1, sort_keys=True).encode() + b"\n", media, **more)

    tars = [layer(folder, date, user) for folder in folders]
    layers = [keep(gzip.compress(tar, 9, mtime=0), "layer.v1.tar+gzip") for tar in tars]
    platform = {"architecture": said["architecture"], "os": "linux"}
    created = datetime.datetime.fromtimestamp(date, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    config = {
        **platform,
        "created": created,
        "config": {**said["config"], "Labels": said["annotations"]},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(tar).hexdigest()}" for tar in tars]},
        "history": [{"created": created, "created_by": f"scripts/package: {Path(folder).name}"} for folder in folders],
    }
    manifest = {
        "schemaVersion": 2,
        "mediaType": MEDIA + "manifest.v1+json",
        "config": keep_json(config, "config.v1+json"),
        "layers": layers,
        "annotations": said["annotations"],
    }
    name = {"org.opencontainers.image.ref.name": said["annotations"]["org.opencontainers.image.version"]}
    index = {
        "schemaVersion": 2,
        "mediaType": MEDIA + "index.v1+json",
        "manifests": [keep_json(manifest, "manifest.v1+json", platform=platform, annotations=name)],
    }
    (Path(out) / "index.json").write_text(json.dumps(index, indent=1) + "\n")
    (Path(out) / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}\n')
    (Path(out) / "Dockerfile").write_text(dockerfile(said, layers))


def dockerfile(said, layers):
    """The same image, as Docker builds it out of the folder: ADD unpacks what is a tar."""
    config = said["config"]
    lines = ["# Made by scripts/package, of the layers beside it.", "FROM scratch"]
    lines += [f"ADD blobs/sha256/{entry['digest'].removeprefix('sha256:')} /" for entry in layers]
    lines += [f"ENV {name}={json.dumps(value)}" for name, value in (setting.split("=", 1) for setting in config["Env"])]
    lines += [f"LABEL {name}={json.dumps(value)}" for name, value in sorted(said["annotations"].items())]
    lines += [f"EXPOSE {port}" for port in config["ExposedPorts"]]
    lines += [f"USER {config['User']}", f"WORKDIR {config['WorkingDir']}"]
    lines += [f"ENTRYPOINT {json.dumps(config['Entrypoint'])}", f"CMD {json.dumps(config['Cmd'])}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(*sys.argv[1:])

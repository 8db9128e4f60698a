#!/usr/bin/env python3
"""Unpacks the OCI image in the folder IMAGE into the folder ROOT, as a runtime would, and prints its configuration as JSON:

    unpack.py IMAGE [ROOT]

Every digest and size is checked first, of blobs and of layers as they are unpacked: an image in which one is wrong is refused.
Without ROOT it only checks. To keep owners it has to be root.
"""

import gzip
import hashlib
import io
import json
import sys
import tarfile
from pathlib import Path


def blob(image, descriptor):
    """What a descriptor names, if it is what it says."""
    kind, digest = descriptor["digest"].split(":")
    data = (image / "blobs" / kind / digest).read_bytes()
    if kind != "sha256" or hashlib.sha256(data).hexdigest() != digest or len(data) != descriptor["size"]:
        sys.exit(f"unpack: not what its digest says: {digest}")
    return data


def main(image, root=None):
    image = Path(image)
    if json.loads((image / "oci-layout").read_text())["imageLayoutVersion"] != "1.0.0":
        sys.exit("unpack: no image layout 1.0.0")
    (entry,) = json.loads((image / "index.json").read_text())["manifests"]
    manifest = json.loads(blob(image, entry))
    config = json.loads(blob(image, manifest["config"]))
    layers = [gzip.decompress(blob(image, descriptor)) for descriptor in manifest["layers"]]
    ids = [f"sha256:{hashlib.sha256(tar).hexdigest()}" for tar in layers]
    if ids != config["rootfs"]["diff_ids"]:
        sys.exit("unpack: layers unpack to something else than the configuration says")
    known = {entry["digest"], manifest["config"]["digest"], *(layer["digest"] for layer in manifest["layers"])}
    if known != {f"sha256:{file.name}" for file in (image / "blobs" / "sha256").iterdir()}:
        sys.exit("unpack: blobs that nothing names")
    for tar in layers if root else []:
        with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
            archive.extraction_filter = lambda entry, _: entry  # as it is: whole systems have links to anywhere
            archive.extractall(root, numeric_owner=True)
    print(json.dumps(config, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])

#!/usr/bin/env bash
# The folder that scripts/package makes for containers: the same bytes of the same files whoever made them and when, every blob
# as its digest says, and owners, links and modes as they were. What was changed on its way is refused.
source "$(dirname "$0")/fixtures/lib.sh"

need jq
oci=$REPO/packaging/oci
export SOURCE_DATE_EPOCH=1764547200
layers() { # layers FOLDER: as two machines would have them
  mkdir -p "$1"/system/{etc,tmp,home/rox,project} "$1/program/usr/bin" "$1/program/usr/lib"
  echo 'rox:x:65532:65532::/home/rox:/nologin' >"$1/system/etc/passwd"
  printf 'program' >"$1/program/usr/bin/rox"
  chmod 755 "$1/program/usr/bin/rox"
  chmod 1777 "$1/system/tmp"
  ln -s usr/lib "$1/program/lib"
}
sed 's/@ARCHITECTURE@/amd64/; s/@VERSION@/1.2.3/; s/@COMMIT@/abc/' "$oci/image.json" >image.json
layers one
layers two
find two -exec touch --no-dereference --date @1000000000 {} +
for way in one two; do expect_exit 0 "$oci/image.py" "$way.oci" image.json "$way/system" "$way/program"; done
expect_exit 0 diff -r one.oci two.oci

expect_exit 0 "$oci/unpack.py" one.oci
expect_json .config.User 65532:65532
expect_json .architecture amd64
expect_json '.config.Labels["org.opencontainers.image.version"]' 1.2.3
expect_json '.rootfs.diff_ids | length' 2
for digest in $(jq -r '.manifests[].digest' one.oci/index.json); do manifest=one.oci/blobs/sha256/${digest#sha256:}; done
for digest in $(jq -r '.layers[].digest' "$manifest"); do
  expect_exit 0 tar --numeric-owner --utc -tvzf "one.oci/blobs/sha256/${digest#sha256:}"
  tr -s ' ' <"$STDOUT" >>entries
  grep -qx "ADD blobs/sha256/${digest#sha256:} /" one.oci/Dockerfile || fail 'the Dockerfile is of other layers'
done
expect_file entries '-rwxr-xr-x 0/0 7 2025-12-01 00:00 usr/bin/rox'
expect_file entries 'lrwxrwxrwx 0/0 0 2025-12-01 00:00 lib -> usr/lib'
expect_file entries 'drwxrwxrwt 0/0 0 2025-12-01 00:00 tmp/'
expect_file entries 'drwxr-xr-x 65532/65532 0 2025-12-01 00:00 home/rox/'
expect_file entries 'drwxr-xr-x 65532/65532 0 2025-12-01 00:00 project/'

printf x >>"$manifest"
expect_exit 1 "$oci/unpack.py" one.oci
expect_stderr 'not what its digest says'
echo more >two.oci/blobs/sha256/more
expect_exit 1 "$oci/unpack.py" two.oci
expect_stderr 'blobs that nothing names'

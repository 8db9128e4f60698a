#!/bin/bash
# A disk that is full, or that may not be written to, ends rox sample with exit code 3 and no half files.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"

limited() { (
  ulimit -f 2000 # KB
  rox "$@"
); }
rox sample company --scale 0.01 >/dev/null
before=$(cat company/* | md5sum)
expect_exit 3 limited sample company --scale 1
expect_stderr "can't write"
expect_equal "$(cat company/* | md5sum)" "$before"
expect_equal "$(find company -name '.*' -type f)" ""

expect_exit 3 rox sample /proc/company --scale 0.01
expect_stderr "can't create folder /proc/company"

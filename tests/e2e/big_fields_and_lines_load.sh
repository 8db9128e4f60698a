#!/bin/bash
# A quoted field of 100 MB with line breaks and quotes in it, and a line of 5 MB, are rows like any other.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/notes.sh"

notes
{
  printf 'id;note\n1;"' && letters 50M x && printf '\n"";\n' && letters 50M y && printf '"\n'
  printf '2;' && letters 5M z && printf '\n3;end\n'
} >exports/notes.csv
expect_exit 0 rox run
expect_stdout '3 rows loaded, 0 rejected'
rox query --csv 'SELECT id, length(note) AS size, md5(note) AS md5 FROM notes ORDER BY id' >sizes.csv
expect_file sizes.csv "1,104857604,$({ letters 50M x && printf '\n";\n' && letters 50M y; } | md5sum | cut -c1-32)"
expect_file sizes.csv "2,5242880,$(letters 5M z | md5sum | cut -c1-32)"

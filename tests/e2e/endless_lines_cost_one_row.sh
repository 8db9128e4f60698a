#!/bin/bash
# A line of 300 MB, a line of delimiters and a quote that is never closed cost their own row, in bounded memory.
# labels: sanitize serial
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/notes.sh"

notes
{
  printf 'id;note\n1;"open\n'
  head -n 8000000 < <(yes '2;a line like any other' || true) # 184 MB that the quote might have swallowed
  printf '3;' && letters 300M x && printf '\n4;' && letters 50M ';' && printf '\n5;end\n'
} >exports/notes.csv
peak=$(peak_megabytes rox run)
expect_equal "$(rox query --csv 'SELECT line, code, left(reason, 17) AS reason FROM rox.rejects ORDER BY line')" \
  $'line,code,reason\n2,unterminated_quote,the field opens w\n8000003,too_long,the record is lon\n8000004,field_count,52428802 fields i'
expect_equal "$(rox query --csv 'SELECT count(*) AS n, max(id) AS id FROM notes')" $'n,id\n8000001,5'
# The address sanitizer adds its shadow and red zones.
limit=1000
if grep -qa __asan_init "$ROX"; then limit=1500; fi
((peak < limit)) || fail "took $peak MB"

#!/bin/bash
# The program that users run is position-independent, has no memory that is both written and executed, nothing to bind
# after its start, canaries in its stack frames and checked copies.
source "$(dirname "$0")/fixtures/lib.sh"

need readelf
if grep -qE '^ROX_SANITIZE:STRING=.|^CMAKE_BUILD_TYPE:STRING=Debug' "$(dirname "$ROX")/CMakeCache.txt"; then
  skip 'not built for users'
fi

expect_exit 0 readelf -hldsW "$ROX"
expect_stdout 'DYN (Position-Independent Executable file)'
expect_stdout 'GNU_RELRO'
grep -qE 'FLAGS_1\).* NOW( |$)|\(BIND_NOW\)' "$STDOUT" || fail 'functions are bound when they are first called'
grep -qE 'GNU_STACK .* RW +0x' "$STDOUT" || fail 'its stack can be executed'
if grep -E '^ +LOAD .* RWE ' "$STDOUT"; then fail 'memory can be written and executed'; fi
expect_stdout '__stack_chk_fail'
grep -qE 'UND .*__[a-z]+_chk' "$STDOUT" || fail 'no copy is checked'
if grep -q '(TEXTREL)' "$STDOUT"; then fail 'its code is changed when it starts'; fi
expect_stdout '_ZSt21__glibcxx_assert_fail'

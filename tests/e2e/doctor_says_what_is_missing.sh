#!/usr/bin/env bash
# rox doctor names what a project needs and hasn't, with the way out, and ends with 3; it changes nothing and tells no secret.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/shop.sh"

expect_exit 0 "$ROX" doctor
expect_stdout "rox "
expect_stderr "no project here"

shop
expect_exit 0 "$ROX" run
before=$(find . -type f | sort | xargs sha256sum)
expect_exit 0 "$ROX" doctor
expect_stdout "ok         target local: DuckDB, "
expect_exit 0 "$ROX" doctor --json
expect_json '.findings[] | select(.what == "exports") | .health' ok
expect_json '.version.libraries | has("libpq")' true

port=$(free_port)
printf '\n[target.server]\nengine = "postgres"\nhost = "127.0.0.1"\nport = %s\n[target.aws]\nengine = "redshift"\nregion = "eu-central-1"\nprofile = "work"\n[engine.spark]\nsubmit = "no-spark"\n' "$port" >>rox.toml
mkdir -p home/.aws
printf '[work]\naws_access_key_id = AKIAEXAMPLEKEY12345\naws_secret_access_key = verysecretindeed\n' >home/.aws/credentials
before=$(find . -type f | sort | xargs sha256sum)
expect_exit 3 env HOME="$WORK/home" PGPASSWORD=alsosecret "$ROX" doctor
expect_stdout "missing    target server: "
expect_stdout "ok         target aws: AWS in eu-central-1, credentials from profile work"
expect_stdout "missing    spark: no program 'no-spark' on the PATH"
expect_stdout "[engine.spark] submit"
expect_not_contains verysecretindeed
expect_not_contains AKIAEXAMPLEKEY12345
expect_not_contains alsosecret
expect_equal "$(find . -type f | sort | xargs sha256sum)" "$before"

#!/bin/bash
# The CloudFormation templates of some targets are those of tests/cloud/templates, byte for byte, and cfn-lint finds nothing in them. After a change that
# is meant: UPDATE_TEMPLATES=1 tests/e2e/aws_templates_are_as_committed_and_clean.sh, and read the diff.
source "$(dirname "$0")/fixtures/lib.sh"
templates=$REPO/tests/cloud/templates

# project NAME TEXT: with a target that says TEXT.
project() {
  mkdir "$1"
  printf '[project]\nname = "Rox Bikes"\n[source]\npath = "exports"\n[target.aws]\nengine = "redshift"\n%s\n' "$2" >"$1/rox.toml"
}

# template NAME TEXT: is that target's the committed one?
template() {
  project "$@"
  rox infra template -C "$1" -t aws >"$1/template.json"
  if [[ -n ${UPDATE_TEMPLATES:-} ]]; then cp "$1/template.json" "$templates/$1.json"; fi
  diff -u "$templates/$1.json" "$1/template.json" || fail "the template isn't the committed one"
}
template private ''
template reachable $'[target.aws.infra]\nallow_from = "203.0.113.0/24"\nmax_capacity = 32\nstaging_days = 0'
template provisioned $'[target.aws.infra]\nwarehouse = "provisioned"\nallow_from = "203.0.113.7"\nnode_type = "ra3.xlplus"'
template one_node $'bucket = "lake"\nprefix = "exports/bikes"\n[target.aws.infra]\nwarehouse = "provisioned"\nnodes = 1'
template only_a_bucket $'role = "arn:aws:iam::123456789012:role/reader"\nworkgroup = "analytics"'

project all_named $'bucket = "lake"\nrole = "arn:aws:iam::123456789012:role/reader"\ncluster = "dwh"'
expect_exit 2 rox infra template -C all_named -t aws
expect_stderr 'there is nothing to make'

# The committed ones change rarely: linted with --all, as long as a second run of everything above takes.
[[ -n ${ROX_TEST_ALL:-} ]] || exit 0
lint=$REPO/build/deps/cloud-venv/bin/cfn-lint
[[ -x $lint ]] || skip "no cfn-lint (scripts/setup installs it); the templates are the committed ones"
expect_exit 0 "$lint" --regions us-east-1 eu-central-1 sa-east-1 -- "$templates"/*.json

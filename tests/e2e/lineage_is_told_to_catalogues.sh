#!/bin/bash
# OpenLineage: each run and step as START and COMPLETE or FAIL, with what it read and made, to a file and over HTTP. A
# catalogue that is away is a warning.
source "$(dirname "$0")/fixtures/lib.sh"

bikes .
cat >"$scratch/catalogue.py" <<'PY'
import http.server, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        good = self.path == "/api/v1/lineage" and self.headers.get("Authorization") == "Bearer letmein"
        with open(sys.argv[1], "a") as out:
            out.write(body + "\n" if good else "refused\n")
        self.send_response(201 if good else 403)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
PY
python3 "$scratch/catalogue.py" "$WORK/heard" >"$scratch/port" 2>"$scratch/catalogue.log" &
at_exit end_job $!
await_from $! "$scratch/catalogue.log" "the catalogue's port" test -s "$scratch/port"
url=http://127.0.0.1:$(cat "$scratch/port")

printf '\n[lineage]\nfile = "lineage.jsonl"\nurl = "%s/api/v1/lineage"\n' "$url" >>rox.toml
export OPENLINEAGE_API_KEY=letmein
expect_exit 0 rox run
cmp heard lineage.jsonl
events() { jq -s -r "$1" lineage.jsonl; }
# Each job of the run starts and completes, under one UUID.
expect_equal "$(events 'group_by(.run.runId) | map([.[].eventType] | join(" ")) | unique | join(",")')" 'START COMPLETE'
expect_equal "$(events 'map(.run.runId | test("^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")) | all')" true
expect_equal "$(events '[.[] | select(.eventType == "COMPLETE") | .job.name] | sort | join(" ")')" \
  "$(rox plan --json | jq -r '["run"] + [.steps[] | "run." + .step] | sort | join(" ")')"
expect_equal "$(events 'map(select(.job.name != "run") | .run.facets.parent.run.runId) | unique | length')" 1
# A table is made of its export, column by column; a mart of tables; an answer of what its SQL names.
load='.[] | select(.eventType == "COMPLETE" and .job.name == "run.load.Person")'
expect_equal "$(events "$load | .inputs[0].name")" "$WORK/exports/Person.Person.csv"
expect_equal "$(events "$load | .outputs[0] | .outputFacets.outputStatistics.rowCount")" 200
expect_equal "$(events "$load | .outputs[0].facets.columnLineage.fields.LastName.inputFields[0].field")" LastName
expect_equal "$(events "$load | .outputs[0].facets.schema.fields[0] | .name + \" \" + .type")" 'BusinessEntityID INTEGER'
expect_equal "$(events '.[] | select(.eventType == "START" and .job.name == "run.transform.dim_customer") | [.inputs[].name | sub(".*/"; "")] | join(" ")')" 'Customer Person'
dim='.[] | select(.eventType == "COMPLETE" and .job.name == "run.transform.dim_customer") | .outputs[0].facets.columnLineage.fields'
expect_equal "$(events "$dim | .first_name.inputFields | map((.name | sub(\".*/\"; \"\")) + \".\" + .field + \" \" + .transformations[0].subtype) | join(\",\")")" 'Person.FirstName IDENTITY'
expect_equal "$(events "$dim | .full_name.inputFields | map(.field + \" \" + .transformations[0].subtype) | join(\",\")")" 'FirstName TRANSFORMATION,LastName TRANSFORMATION'
expect_equal "$(events '.[] | select(.eventType == "START" and .job.name == "run.analyze.q1") | .outputs[0].name')" "$WORK/answers/q1.csv"

# Of a table that only some rows changed of, how many.
rm lineage.jsonl
sed -i '$d' exports/Person.Person.csv
expect_exit 0 rox run
expect_equal "$(events "$load | .outputs[0].outputFacets.rox_rowChanges | [.inserted, .updated, .deleted] | join(\" \")")" '0 0 1'
changed='.steps[] | select(.step == "load.Person") | .changed | [.inserted, .updated, .deleted] | join(" ")'
expect_exit 0 rox status "$(rox status --json | jq -r '.[0].run')" --json
expect_json "$changed" '0 0 1'

# A run with nothing to do is told too; what fails says why.
rm lineage.jsonl heard
expect_exit 0 rox run
expect_equal "$(events 'map(.job.name + " " + .eventType) | join(", ")')" 'run START, run COMPLETE'
rm lineage.jsonl
echo 'SELECT nothing FROM Person' >marts/broken.sql
expect_exit 2 rox run
expect_equal "$(events '.[] | select(.eventType == "FAIL" and .job.name == "run.transform.broken") | .run.facets.errorMessage.message | test("nothing")')" true
expect_equal "$(events '.[-1].eventType')" FAIL
rm marts/broken.sql

# A catalogue that refuses, or isn't there, is no reason to fail; the key is never shown.
export OPENLINEAGE_API_KEY=wrong-key
expect_exit 0 rox run --full-refresh --verbose
expect_stderr "no more lineage events are sent: 127.0.0.1"
expect_stderr 'answered 403'
expect_not_contains wrong-key
sed -i '/^\[lineage\]/,$d' rox.toml
OPENLINEAGE_URL=http://127.0.0.1:9 expect_exit 0 rox run
expect_stderr "no more lineage events are sent"
expect_exit 0 rox run
expect_not_contains lineage
# A password in an address is refused, and never shown.
OPENLINEAGE_URL=http://me:topsecret@127.0.0.1:9 expect_exit 0 rox run --verbose
expect_stderr "no more lineage events are sent"
expect_not_contains topsecret
printf '\n[lineage]\nurl = "http://me:topsecret@127.0.0.1:9/"\n' >>rox.toml
expect_exit 2 rox run
expect_stderr OPENLINEAGE_API_KEY
expect_not_contains topsecret
sed -i '/^\[lineage\]/,$d' rox.toml
printf '\n[lineage]\nurl = "catalogue"\n' >>rox.toml
expect_exit 2 rox run
expect_stderr "'catalogue' is no address"

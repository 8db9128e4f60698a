"""Asks every path of an OpenAPI description and holds the answers against their schemas."""
import itertools, json, os, sys, urllib.error, urllib.parse, urllib.request
import jsonschema

base = os.environ["DASHBOARD"] + "api/v1"
spec = json.load(open(sys.argv[1]))
assert json.load(urllib.request.urlopen(base + "/openapi.json")) == spec
jsonschema.Draft202012Validator.check_schema(spec["components"]["schemas"]["PageView"])


def ask(address):
    try:
        with urllib.request.urlopen(base + address) as response:
            return response.status, response.headers.get_content_type(), response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read()


def resolved(thing):
    while "$ref" in thing:
        at = spec
        for part in thing["$ref"].removeprefix("#/").split("/"):
            at = at[part]
        thing = at
    return thing


def validator(schema):
    return jsonschema.Draft202012Validator({**schema, "components": spec["components"]})


runs = json.loads(ask("/runs")[2])["runs"]
quality = json.loads(ask("/quality")[2])
names = {
    "/answers/{name}": ["q1", "q5", "nope"],
    "/pages/{name}": ["sales", "products", "nope"],
    "/model/tables/{name}": ["Customer", "fact_sales", "nope"],
    "/runs/{name}": [runs[0]["run"], "nope"],
    "/quality/checks/{name}": ["nope"] + [check["check"] for check in (quality["checks"] or {"checks": []})["checks"] if check["file"]],
}
# What a required parameter is, and the name of one that stands for many.
required_values = {"fact": "fact_orders", "dimension": "territory", "table": "Customer", "sql": "SELECT 1 AS one"}
parameter_names = {
    "where.DIMENSION": "where.territory", "not.DIMENSION": "not.territory", "missing.DIMENSION": "missing.territory",
    "min.DIMENSION": "min.total_due", "max.DIMENSION": "max.total_due", "key.COLUMN": "key.CustomerID",
}
samples = {
    "string": ["", "x", "'", "2013-01-01"], "integer": ["0", "1", "-1", "100000000000000000000", "x"], "array": ["1", "Mountain", ""],
}
asked = 0
statuses = set()
for path, item in spec["paths"].items():
    operation = item["get"]
    queries = [""]
    parameters = [resolved(one) for one in operation.get("parameters", [])]
    parameters = [{**one, "name": parameter_names.get(one["name"], one["name"])} for one in parameters]
    needed = {one["name"]: required_values.get(one["name"], "1") for one in parameters if one["in"] == "query" and one.get("required")}
    required = [urllib.parse.urlencode({name: value}) for name, value in needed.items()]
    if required:
        queries.append("&".join(required))
    for one in parameters:
        if one["in"] != "query":
            continue
        values = one["schema"].get("enum") or samples[one["schema"]["type"]]
        queries += [urllib.parse.urlencode({**needed, one["name"]: value}) for value in [*values, "no such"]]
    queries.append("nope=1")
    first, *others = names.get(path, [""])
    # Parameters are read by the same code whatever the name: with each of them only by scripts/test --all.
    whole = queries if os.environ.get("ROX_TEST_ALL") else queries[:1]
    for name, query in [*((first, one) for one in queries), *itertools.product(others, whole)]:
        address = path.replace("{name}", urllib.parse.quote(name)) + ("?" + query if query else "")
        status, kind, body = ask(address)
        asked += 1
        statuses.add(status)
        if status == 400 and "400" not in operation["responses"]:
            assert query, f"{address}: 400"  # a parameter where none is taken
            schema = {"$ref": "#/components/schemas/Error"}
        else:
            response = resolved(operation["responses"].get(str(status)) or sys.exit(f"{address}: {status} is not described: {body[:300]}"))
            assert kind in response["content"], f"{address}: {kind} is not described"
            schema = response["content"][kind]["schema"]
        if kind == "application/json":
            errors = list(validator(schema).iter_errors(json.loads(body)))
            assert not errors, f"{address}: {errors[0].message} at {list(errors[0].absolute_path)}"
assert statuses == {200, 400}, statuses
for address in ["", "/", "/sales", "/page", "/pages/", "/figures/x", "/answers/", "/answers/a/b", "/model/tables/", "/v1"]:
    assert ask(address)[0] == 404, address
print(f"{asked} answers fit")

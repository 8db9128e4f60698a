// rox schema: JSON schemas of the files that people write, made by reading some and listening to the readers.
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/terminal.hpp"
#include "base/toml_keys.hpp"
#include "cli/verbs.hpp"
#include "guard/guard_file.hpp"
#include "model/model_file.hpp"
#include "project/project.hpp"

namespace rox {
namespace {

// Documents that have every table, and each key that is read in one of several ways in all of them.

constexpr std::string_view kProjects[] = {
    R"([project]
name = "p"
time_zone = "UTC"
[source]
path = "exports"
header = true
max_rejects = "1%"
[target.local]
engine = "duckdb"
[target.server]
engine = "postgres"
[target.aws]
engine = "redshift"
region = "eu-central-1"
[target.aws.infra]
[target.lake]
engine = "iceberg"
[engine.spark]
[run]
[lineage]
[watch]
[notify]
[notify.to.a]
type = "mail"
server = "smtp://s"
from = "a@b"
to = ["a@b"]
[notify.to.b]
type = "webhook"
url = "https://s"
[notify.to.c]
type = "command"
command = ["c"]
)",
    R"([source]
path = "exports"
header = ["a"]
max_rejects = 1
)",
    R"([source]
path = "exports"
layout = [{ name = "a", width = 1 }]
)",
    R"([source]
url = "sftp://host/exports/"
)"};

constexpr std::string_view kModels[] = {
    R"([[table]]
name = "t"
file = "t.csv"
dialect = { header = true }
columns = [{ name = "a", type = "INTEGER", values = ["1"] }]
relations = [{ columns = ["a"], references = "u", parent_columns = ["a"] }]
[[table]]
name = "u"
file = "u.csv"
dialect = { header = ["a"] }
columns = [{ name = "a", type = "INTEGER" }]
primary_key = ["a"]
keys = "inferred"
[[table]]
name = "v"
file = "v.csv"
dialect = { layout = [{ name = "a", width = 1 }] }
columns = [{ name = "a", type = "INTEGER" }]
)"};

constexpr std::string_view kGuards = R"([calendar]
[[guard]]
table = "t"
column = "a"
rows = "as usual"
max_age = "1 day"
arrives_by = "07:30"
)";

ExitCode schema(const std::string& file) {
  TomlKeys keys;
  if (file == "rox.toml") {
    for (const std::string_view text : kProjects) {
      keys.begin();
      parse_project(text, ".");
    }
  } else if (file == "model.toml") {
    for (const std::string_view text : kModels) {
      keys.begin();
      parse_model(text, file);
    }
  } else if (file == "expect.toml") {
    keys.begin();
    parse_guards(kGuards, file, {}, parse_model(kModels[0], "model.toml"));
  } else {
    throw usage_error("there is no schema of '" + file + "'").hint("use rox.toml, model.toml or expect.toml");
  }
  print(keys.schema(file).dump(2) + "\n");
  return ExitCode::done;
}

}  // namespace

Action schema_verb(Options& verb, const GlobalOptions&) {
  auto file = std::make_shared<std::string>();
  verb.add("FILE", *file, "rox.toml, model.toml, or expect.toml for the files of expect/").required();
  return [file] { return schema(*file); };
}

}  // namespace rox

// rox model ddl: the model as the SQL script that makes its tables in one of the engines.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "base/file.hpp"
#include "base/json.hpp"
#include "base/terminal.hpp"
#include "cli/model.hpp"
#include "model/model_file.hpp"
#include "sql/ddl.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

struct DdlArguments {
  std::string dialect;
  std::string schema;
  bool replace = false;
  std::string output;
};

/// What the engine can't have is then the model's: the schema was looked at before.
DdlScript script_of(const Model& model, const DdlOptions& options, const std::filesystem::path& model_file) {
  try {
    return ddl_script(model, options);
  } catch (Error& e) {
    throw std::move(e).at(model_file.string());
  }
}

void check_schema(const std::string& schema, SqlDialect dialect) {
  if (schema.empty()) return;
  const std::optional<std::string> problem = name_problem(schema, SqlNameUse::schema, dialect);
  if (problem) throw usage_error(fmt::format("--schema {}: the name {}", printable(schema), *problem));
}

ExitCode write_ddl(const DdlArguments& arguments, const GlobalOptions& globals) {
  const SqlDialect dialect = parse_sql_dialect(arguments.dialect);
  check_schema(arguments.schema, dialect);
  const Project project = open_project(globals);
  const std::filesystem::path model_file = project.model_file();
  const Model model = read_model(model_file);
  const DdlScript script = script_of(model, {dialect, arguments.schema, arguments.replace}, model_file);
  const bool to_file = !arguments.output.empty();
  if (to_file && !globals.dry_run) write_file(arguments.output, script.sql);
  if (globals.json) {
    const Json answer{{"dialect", dialect_name(dialect)}, {"sql", script.sql}, {"warnings", script.warnings}};
    print(json_text(answer) + "\n");
  } else if (!to_file) {
    print(script.sql);
  }
  if (globals.quiet) return ExitCode::done;
  for (const std::string& warning : script.warnings) note(fmt::format("warning: {}", warning));
  if (to_file) note(fmt::format("{} {}", globals.dry_run ? "would write" : "wrote", arguments.output));
  return ExitCode::done;
}

}  // namespace

Action model_ddl_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<DdlArguments>();
  verb.add("--dialect", arguments->dialect, "duckdb, postgres, redshift or spark").value_name("NAME").required();
  verb.add("--schema", arguments->schema, "Make the tables in this schema, and the schema if it isn't there")
      .value_name("NAME");
  verb.add_flag("--replace", arguments->replace, "Drop tables of these names first, with their rows");
  verb.add("--output", arguments->output, "Write the script there instead").value_name("FILE");
  return [arguments, &globals] { return write_ddl(*arguments, globals); };
}

}  // namespace rox

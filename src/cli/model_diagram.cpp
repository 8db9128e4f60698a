// rox model diagram: the model as a picture (SVG) or as text for other tools (Mermaid, DBML, Graphviz).
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/json.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/model.hpp"
#include "model/diagram.hpp"
#include "model/model_file.hpp"
#include "model/relationships.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct DiagramArguments {
  std::string format;
  std::string columns;
  std::string output;
  std::vector<std::string> tables;
};

/// The format that a file's ending stands for; "svg" for others.
std::string format_of(const fs::path& file) {
  const std::string ending = to_lower(file.extension().string());
  if (ending == ".mmd" || ending == ".mermaid") return "mermaid";
  if (ending == ".dbml") return "dbml";
  if (ending == ".dot" || ending == ".gv") return "dot";
  return "svg";
}

ExitCode diagram(const DiagramArguments& arguments, const GlobalOptions& globals) {
  const std::string name = arguments.format.empty() ? format_of(arguments.output) : to_lower(arguments.format);
  const DiagramFormat format = parse_diagram_format(name);
  const bool choose = arguments.columns.empty();
  const DiagramColumns stated = choose ? DiagramColumns::all : parse_diagram_columns(arguments.columns);
  Model model = read_model(open_project(globals).model_file());
  if (!arguments.tables.empty()) model = with_neighbours(model, arguments.tables);
  const std::string text = diagram_text(model, format, choose ? readable_columns(model, format) : stated);

  if (!arguments.output.empty() && !globals.dry_run) write_file(arguments.output, text);
  const std::size_t relations = relationships(model).size();
  if (globals.json) {
    Json result{{"format", name}, {"tables", model.tables.size()}, {"relations", relations}};
    if (arguments.output.empty()) {
      result["diagram"] = text;
    } else {
      result["file"] = arguments.output;
    }
    print(json_text(result) + "\n");
  } else if (arguments.output.empty()) {
    print(text);
  } else if (!globals.quiet) {
    note(fmt::format("{}{}: {} tables, {} relations", globals.dry_run ? "would write " : "", arguments.output,
                     model.tables.size(), relations));
  }
  return ExitCode::done;
}

}  // namespace

Action model_diagram_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<DiagramArguments>();
  verb.add("--format", arguments->format,
           "svg, mermaid, dbml or dot (default: what the ending of --output says, else svg)")
      .value_name("FORMAT");
  verb.add("--columns", arguments->columns,
           "all, keys or none (default: all of a small model, the keys of a larger one; dbml: all)")
      .value_name("WHICH");
  verb.add("--tables", arguments->tables, "Only these tables (A,B) and their neighbours")
      .value_name("NAMES")
      .separated_by_commas()
      .one_at_a_time();
  verb.add("--output", arguments->output, "Write there instead of to standard output").value_name("FILE");
  return [arguments, &globals] { return diagram(*arguments, globals); };
}

}  // namespace rox

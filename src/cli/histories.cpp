#include "cli/histories.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "engine/open.hpp"
#include "load/history.hpp"
#include "model/model_file.hpp"

namespace rox {
namespace {

/// Nothing of a warehouse that can't be asked now: whoever needs it will say why.
std::vector<std::string> history_lines(const Project& project, const Target& target) {
  if (!target.is_local() && !target.is_postgres()) return {};
  std::vector<std::string> lines;
  try {
    const Model model = read_model(project.model_file());
    const bool any = std::any_of(model.tables.begin(), model.tables.end(), [](const Table& t) { return t.history; });
    if (!any) return {};
    const std::unique_ptr<Engine> engine = open_for_reading(target, project);
    for (const HistoryFacts& facts : histories_of(*engine, model)) {
      lines.push_back(facts.since.empty()
                          ? fmt::format("history of {}: no rows yet", facts.table)
                          : fmt::format("history of {}: {} versions of its rows in {}, from {} on (UTC)", facts.table,
                                        human_count(facts.versions), facts.name, facts.since));
    }
  } catch (const Error&) {
    return {};
  }
  return lines;
}

}  // namespace

void print_histories(const Project& project, const Target& target) {
  for (const std::string& line : history_lines(project, target)) print_text(line + "\n");
}

void note_histories(const Project& project, const Target& target) {
  for (const std::string& line : history_lines(project, target)) note(line);
}

}  // namespace rox

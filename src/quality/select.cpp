#include "quality/select.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/error.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

constexpr std::size_t kExamples = 8;

std::string first_of(const std::vector<std::string>& names) {
  const std::vector<std::string> some(names.begin(),
                                      names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), kExamples)));
  return join(some, ", ") + (some.size() < names.size() ? ", …" : "");
}

Error unknown(const std::vector<Check>& checks, const std::string& name) {
  std::vector<std::string> names;
  for (const Check& check : checks) names.push_back(check.name);
  return usage_error(fmt::format("there is no check '{}'{}", name, did_you_mean(name, names)))
      .hint("rox check --verbose lists them all; --table NAME chooses those of a table");
}

std::string resolve(const std::vector<Check>& checks, const std::string& name) {
  std::vector<std::string> starts;
  for (const Check& check : checks) {
    if (check.name == name) return name;
    if (check.name.starts_with(name)) starts.push_back(check.name);
  }
  if (starts.empty()) throw unknown(checks, name);
  if (starts.size() > 1) {
    throw usage_error(fmt::format("check '{}' is ambiguous", name)).hint("there are: " + first_of(starts));
  }
  return starts.front();
}

std::string resolve_table(const Model& model, const std::string& name) {
  if (const Table* table = model.find_table(name)) return table->name;
  std::vector<std::string> names;
  for (const Table& table : model.tables) names.push_back(table.name);
  throw usage_error(fmt::format("the model has no table '{}'{}", name, did_you_mean(name, names)))
      .hint("its tables are: " + first_of(names));
}

bool reads_one_of(const Check& check, const std::set<std::string>& tables) {
  return std::any_of(check.tables.begin(), check.tables.end(),
                     [&](const auto& table) { return tables.contains(table); });
}

}  // namespace

std::vector<Check> select_checks(const std::vector<Check>& checks, const CheckSelection& selection,
                                 const Model& model) {
  std::set<std::string> names;
  for (const std::string& name : selection.names) names.insert(resolve(checks, name));
  std::set<std::string> tables;
  for (const std::string& table : selection.tables) tables.insert(resolve_table(model, table));
  std::vector<Check> chosen;
  for (const Check& check : checks) {
    if (!names.empty() && !names.contains(check.name)) continue;
    if (!tables.empty() && !reads_one_of(check, tables)) continue;
    if (selection.severity && check.severity != *selection.severity) continue;
    chosen.push_back(check);
  }
  return chosen;
}

}  // namespace rox

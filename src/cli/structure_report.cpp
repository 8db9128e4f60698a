#include "cli/structure_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/terminal.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

/// Others are counted only: a table may have many sets of columns that happen to be unique.
constexpr std::size_t kOtherKeys = 3;

std::vector<std::string> names(const Table& table, const ColumnSet& columns) {
  std::vector<std::string> out;
  for (const std::size_t c : columns) out.push_back(table.columns[c].name);
  return out;
}

std::string_view kind_of(const Table& table, const TableKeys& keys, std::size_t i) {
  if (i == 0 && keys.has_primary) return "primary";
  const std::vector<std::string> columns = names(table, keys.found[i].columns);
  return std::find(table.unique.begin(), table.unique.end(), columns) != table.unique.end() ? "alternate" : "unique";
}

std::string relation_name(const Model& model, const RelationFinding& relation) {
  const Table& child = model.tables[relation.child];
  const Table& parent = model.tables[relation.parent];
  return fmt::format("{} ({}) -> {} ({})", child.name, join(names(child, relation.columns), ", "), parent.name,
                     join(names(parent, relation.parent_columns), ", "));
}

void print_reasons(const std::vector<std::string>& reasons) {
  for (const std::string& reason : reasons) print(fmt::format("      {}\n", reason));
}

}  // namespace

void print_key_evidence(const Table& table, const TableKeys& keys) {
  if (keys.found.empty()) {
    print("  no key: no set of up to four columns is unique in all rows\n");
    return;
  }
  std::size_t others = 0;
  for (std::size_t i = 0; i < keys.found.size(); ++i) {
    const KeyFinding& key = keys.found[i];
    const std::string_view kind = kind_of(table, keys, i);
    if (kind == "unique" && ++others > kOtherKeys) continue;
    print(fmt::format("  {} ({})  confidence {:.2f}\n",
                      kind == "unique" ? "unique, but no stated key" : fmt::format("{} key", kind),
                      join(names(table, key.columns), ", "), key.confidence));
    print_reasons(key.reasons);
  }
  if (others > kOtherKeys) print(fmt::format("  and {} more unique sets of columns\n", others - kOtherKeys));
}

void print_relation_evidence(const Model& model, const Structure& structure) {
  print(structure.relations.empty() ? "\nno relations\n" : "\nrelations\n");
  for (const RelationFinding& relation : structure.relations) {
    print(fmt::format("  {}  confidence {:.2f}{}\n", relation_name(model, relation), relation.confidence,
                      relation.stated ? "" : ", not stated"));
    print_reasons(relation.reasons);
  }
}

Json structure_json(const Model& model, const Structure& structure) {
  Json keys = Json::array();
  for (std::size_t t = 0; t < structure.keys.size(); ++t) {
    const Table& table = model.tables[t];
    for (std::size_t i = 0; i < structure.keys[t].found.size(); ++i) {
      const KeyFinding& key = structure.keys[t].found[i];
      keys.push_back({{"table", table.name},
                      {"columns", names(table, key.columns)},
                      {"kind", kind_of(table, structure.keys[t], i)},
                      {"confidence", key.confidence},
                      {"reasons", key.reasons}});
    }
  }
  Json relations = Json::array();
  for (const RelationFinding& relation : structure.relations) {
    const Table& child = model.tables[relation.child];
    const Table& parent = model.tables[relation.parent];
    const Coverage& coverage = relation.coverage;
    relations.push_back({{"table", child.name},
                         {"columns", names(child, relation.columns)},
                         {"references", {{"table", parent.name}, {"columns", names(parent, relation.parent_columns)}}},
                         {"confidence", relation.confidence},
                         {"stated", relation.stated},
                         {"rows", coverage.rows},
                         {"orphans", coverage.orphans},
                         {"keys", coverage.keys},
                         {"orphan_keys", coverage.orphan_keys},
                         {"examples", coverage.examples},
                         {"reasons", relation.reasons}});
  }
  return {{"keys", std::move(keys)}, {"relations", std::move(relations)}};
}

}  // namespace rox

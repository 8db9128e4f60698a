#include "dashboard/column_path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/error.hpp"
#include "base/text.hpp"
#include "dashboard/fact_dimensions.hpp"
#include "dashboard/titles.hpp"

namespace rox {
namespace {

struct Step {
  Hop hop;
  const Table* parent = nullptr;
};

/// Where a step leads that is called like a table or a column with a relation.
std::optional<Step> step_from(const FactSource& source, const Table& child, const std::string& name) {
  for (const Relation& relation : child.relations) {
    const Table* parent = source.model.find_table(relation.table);
    if (parent == nullptr) continue;
    const bool meant = equals_ignore_case(parent->name, name) || equals_ignore_case(relation.columns.front(), name);
    if (!meant) continue;
    if (auto hop = hop_over(source, relation, *parent)) return Step{std::move(*hop), parent};
  }
  return std::nullopt;
}

std::vector<std::string> ways_from(const Table& table) {
  std::vector<std::string> ways = table.column_names();
  for (const Relation& relation : table.relations) ways.push_back(relation.table);
  return ways;
}

Type type_of(const Table& table, const std::string& column) {
  const auto at = table.find_column(column);
  return at ? table.columns[*at].type : Type{};
}

}  // namespace

ResolvedPath resolve_path(const FactSource& source, const Table& fact, std::string_view text) {
  const std::vector<std::string> parts = split(text, '.');
  ResolvedPath resolved;
  const Table* table = &fact;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool last = i + 1 == parts.size();
    const auto column = table->find_column(parts[i]);
    auto step = step_from(source, *table, parts[i]);
    const bool is_column = column && (last || !step);
    if (last && column && !(step && !equals_ignore_case(step->hop.columns.front(), parts[i]))) {
      resolved.path.column = table->columns[*column].name;
      resolved.path.type = table->columns[*column].type;
      return resolved;
    }
    if (!step) {
      const std::vector<std::string> ways = ways_from(*table);
      Error error = usage_error(is_column ? fmt::format("{} of {} leads to no other table", parts[i], table->name)
                                          : fmt::format("{} has no column '{}' and no relation to such a table{}",
                                                        table->name, parts[i], did_you_mean(parts[i], ways)));
      throw std::move(error).hint("there are " + join(ways, ", "));
    }
    resolved.path.hops.push_back(std::move(step->hop));
    table = step->parent;
  }
  resolved.is_table = true;
  resolved.path.column = resolved.path.hops.back().parent_columns.front();
  resolved.path.type = type_of(*table, resolved.path.column);
  return resolved;
}

void describe_dimension(const FactSource& source, const Fact& fact, bool is_table, Dimension& dimension) {
  dimension.table = dimension.path.hops.empty() ? fact.name : dimension.path.hops.back().parent;
  dimension.title = title_of(dimension.name.substr(dimension.name.rfind('.') + 1));
  const Table* table = source.model.find_table(dimension.table);
  if (is_table && table != nullptr) {
    dimension.kind = DimensionKind::label;
    dimension.label = label_columns(*table);
    dimension.distinct = table->rows;
    return;
  }
  dimension.kind = dimension.path.type.kind == TypeKind::boolean ? DimensionKind::boolean
                   : is_number(dimension.path.type)              ? DimensionKind::number
                   : dimension.path.type.kind == TypeKind::date  ? DimensionKind::date
                                                                 : DimensionKind::code;
}

}  // namespace rox

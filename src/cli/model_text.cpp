#include "cli/model_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "model/format_words.hpp"
#include "model/relationships.hpp"

namespace rox {
namespace {

/// "PK, FK -> Person(BusinessEntityID)": what the column is part of, and what it refers to.
std::string key_text(const Table& table, const std::string& column) {
  std::vector<std::string> parts;
  for (const std::string& mark : key_marks(table, column)) {
    if (mark != "FK") parts.push_back(mark);
  }
  for (const Relation& relation : table.relations) {
    for (std::size_t i = 0; i < relation.columns.size(); ++i) {
      if (relation.columns[i] != column) continue;
      parts.push_back(fmt::format("FK -> {}({})", relation.table, relation.parent_columns[i]));
    }
  }
  return join(parts, ", ");
}

std::string ends_text(const std::string& table, const std::vector<std::string>& columns) {
  return fmt::format("{} ({})", table, join(columns, ", "));
}

}  // namespace

std::string format_text(const Format& format) {
  std::vector<std::string> parts;
  if (format.decimal) parts.push_back(fmt::format("decimal {}", *format.decimal));
  if (format.group) parts.push_back(fmt::format("thousands '{}'", *format.group));
  if (!format.currency.empty()) parts.push_back(format.currency);
  if (format.date_order == DateOrder::dmy) parts.emplace_back("day first");
  if (format.date_order == DateOrder::mdy) parts.emplace_back("month first");
  if (const std::string words = format_words(format); !words.empty()) parts.push_back(words);
  return join(parts, ", ");
}

std::string table_heading(const Table& table, std::optional<std::uint64_t> rows) {
  const std::string count = rows ? fmt::format("{} rows, ", human_count(*rows)) : "";
  const bool has_keys = !table.primary_key.empty() || !table.unique.empty();
  return fmt::format("{}  ({}{} columns, {}{})\n", table.name, count, table.columns.size(), table.file,
                     table.inferred_keys && has_keys ? ", keys inferred" : "");
}

std::string table_text(const Table& table, std::optional<std::uint64_t> rows, std::size_t width) {
  std::string out = table_heading(table, rows);
  TextTable text({{"  column"}, {"type"}, {"null"}, {"key"}, {"written"}});
  for (const Column& column : table.columns) {
    text.add_row({"  " + column.name, to_string(column.type), column.nullable ? "null" : "",
                  key_text(table, column.name), format_text(column.format)});
  }
  return out + text.text(width);
}

std::string tables_text(const Model& model, const std::vector<std::optional<std::uint64_t>>& rows, std::size_t width) {
  using Align = TextTable::Align;
  TextTable text({{"table"}, {"rows", Align::right}, {"columns", Align::right}, {"key"}, {"refers to"}});
  for (std::size_t i = 0; i < model.tables.size(); ++i) {
    const Table& table = model.tables[i];
    std::vector<std::string> parents;
    for (const Relation& relation : table.relations) {
      if (std::find(parents.begin(), parents.end(), relation.table) == parents.end()) parents.push_back(relation.table);
    }
    text.add_row({table.name, rows[i] ? human_count(*rows[i]) : "", std::to_string(table.columns.size()),
                  join(table.primary_key, ", "), join(parents, ", ")});
  }
  return text.text(width);
}

std::string relations_text(const Model& model, std::size_t width) {
  const std::vector<Relationship> relations = relationships(model);
  if (relations.empty()) return "";
  TextTable text({{"  child"}, {""}, {"parent"}, {"rows"}, {"orphans"}});
  for (const Relationship& relationship : relations) {
    const Relation& relation = *relationship.relation;
    text.add_row({"  " + ends_text(relationship.child->name, relation.columns), "->",
                  ends_text(relationship.parent->name, relation.parent_columns), cardinality_text(relationship),
                  relation.enforce ? "rejected" : "reported"});
  }
  return fmt::format("Relations  ({})\n", relations.size()) + text.text(width);
}

}  // namespace rox

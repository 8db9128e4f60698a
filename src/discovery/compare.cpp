#include "discovery/compare.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace rox {

namespace {

const Column* find_header(const Table& table, const std::string& header) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const Column& column) { return column.header_name() == header; });
  return found == table.columns.end() ? nullptr : &*found;
}

/// The table that reads the same files.
const Table* find_file(const Model& model, const std::string& file) {
  const auto exact =
      std::find_if(model.tables.begin(), model.tables.end(), [&](const Table& t) { return t.file == file; });
  if (exact != model.tables.end()) return &*exact;
  const auto wider =
      std::find_if(model.tables.begin(), model.tables.end(), [&](const Table& t) { return glob_match(t.file, file); });
  return wider == model.tables.end() ? nullptr : &*wider;
}

bool has_columns(const Table& table, const std::vector<std::string>& names) {
  return std::all_of(names.begin(), names.end(),
                     [&](const std::string& name) { return table.find_column(name).has_value(); });
}

void keep_names(Table& table, const Table& existing) {
  table.name = existing.name;
  if (glob_match(existing.file, table.file)) table.file = existing.file;
  for (Column& column : table.columns) {
    const std::string header = column.header_name();
    const Column* known = find_header(existing, header);
    if (known == nullptr) continue;
    column.name = known->name;
    column.header = header == known->name ? "" : header;
  }
}

std::string column_facts(const Column& column) {
  std::string facts = to_string(column.type) + (column.nullable ? "" : " not null");
  const auto put = [&](std::string_view key, std::string_view value) { facts += fmt::format(" {}='{}'", key, value); };
  if (column.format.decimal) put("decimal", std::string_view(&*column.format.decimal, 1));
  if (column.format.group) put("group", std::string_view(&*column.format.group, 1));
  if (!column.format.currency.empty()) put("currency", column.format.currency);
  if (column.format.date_order == DateOrder::dmy) put("date_order", "dmy");
  if (column.format.date_order == DateOrder::mdy) put("date_order", "mdy");
  if (column.max_bytes > 0) facts += fmt::format(" max_bytes={}", column.max_bytes);
  return facts;
}

std::vector<std::string> table_differences(const Table& before, const Table& after) {
  std::vector<std::string> lines;
  if (before.file != after.file) lines.push_back(fmt::format("{}: file {} -> {}", after.name, before.file, after.file));
  for (const Column& column : after.columns) {
    const std::string name = fmt::format("{}.{}", after.name, column.name);
    const std::optional<std::size_t> index = before.find_column(column.name);
    if (!index) {
      lines.push_back(fmt::format("{}: new, {}", name, column_facts(column)));
      continue;
    }
    const Column& old = before.columns[*index];
    if (column_facts(old) != column_facts(column)) {
      lines.push_back(fmt::format("{}: {} -> {}", name, column_facts(old), column_facts(column)));
    } else if (old != column) {
      lines.push_back(fmt::format("{}: header '{}' -> '{}'", name, old.header_name(), column.header_name()));
    }
  }
  for (const Column& column : before.columns) {
    if (!after.find_column(column.name)) lines.push_back(fmt::format("{}.{}: gone", before.name, column.name));
  }
  if (before.primary_key != after.primary_key) {
    lines.push_back(fmt::format("{}: primary key ({}) -> ({})", after.name, join(before.primary_key, ", "),
                                join(after.primary_key, ", ")));
  }
  if (before.relations != after.relations) lines.push_back(fmt::format("{}: other relations", after.name));
  if (lines.empty() && before != after) lines.push_back(fmt::format("{}: columns in another order", after.name));
  return lines;
}

}  // namespace

Model keep_edits(Model inferred, const Model& existing) {
  std::vector<const Table*> known;
  for (Table& table : inferred.tables) {
    known.push_back(find_file(existing, table.file));
    if (known.back() != nullptr) keep_names(table, *known.back());
  }
  for (std::size_t i = 0; i < inferred.tables.size(); ++i) {
    if (known[i] == nullptr) continue;
    Table& table = inferred.tables[i];
    if (has_columns(table, known[i]->primary_key)) table.primary_key = known[i]->primary_key;
    for (const Relation& relation : known[i]->relations) {
      const Table* parent = inferred.find_table(relation.table);
      if (parent != nullptr && has_columns(table, relation.columns) && has_columns(*parent, relation.parent_columns)) {
        table.relations.push_back(relation);
      }
    }
  }
  return inferred;
}

std::vector<std::string> differences(const Model& before, const Model& after) {
  std::vector<std::string> lines;
  for (const Table& table : after.tables) {
    const Table* old = before.find_table(table.name);
    if (old == nullptr) {
      lines.push_back(fmt::format("{}: new table ({}, {} columns)", table.name, table.file, table.columns.size()));
      continue;
    }
    const std::vector<std::string> of_table = table_differences(*old, table);
    lines.insert(lines.end(), of_table.begin(), of_table.end());
  }
  for (const Table& table : before.tables) {
    if (after.find_table(table.name) == nullptr) lines.push_back(fmt::format("{}: gone", table.name));
  }
  return lines;
}

}  // namespace rox

// DBML: every name in double quotes, every note in single ones.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "model/diagram.hpp"
#include "model/diagram/shown_columns.hpp"

namespace rox {
namespace {

/// The text in quotes of that kind, with them and backslashes escaped; control characters are written out.
std::string in_quotes(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : printable(text)) {
    if (c == quote || c == '\\') out += '\\';
    out += c;
  }
  return out + quote;
}

std::string name_text(std::string_view name) { return in_quotes(name, '"'); }
std::string note_text(std::string_view note) { return in_quotes(note, '\''); }

std::string names_text(const std::vector<std::string>& names) {
  std::vector<std::string> quoted_names;
  for (const std::string& name : names) quoted_names.push_back(name_text(name));
  const std::string list = join(quoted_names, ", ");
  return names.size() == 1 ? list : "(" + list + ")";
}

std::string column_line(const Table& table, const Column& column) {
  const std::vector<std::string> self{column.name};
  std::vector<std::string> settings;
  if (table.primary_key == self) settings.emplace_back("pk");
  if (std::find(table.unique.begin(), table.unique.end(), self) != table.unique.end()) settings.emplace_back("unique");
  if (!column.nullable) settings.emplace_back("not null");
  if (!column.comment.empty()) settings.push_back("note: " + note_text(column.comment));
  return fmt::format("  {} {}{}\n", name_text(column.name), to_string(column.type),
                     settings.empty() ? "" : " [" + join(settings, ", ") + "]");
}

/// Keys over several columns; the others are settings of their column.
std::string composite_keys(const Table& table) {
  std::string lines;
  if (table.primary_key.size() > 1) lines += fmt::format("    {} [pk]\n", names_text(table.primary_key));
  for (const std::vector<std::string>& key : table.unique) {
    if (key.size() > 1) lines += fmt::format("    {} [unique]\n", names_text(key));
  }
  return lines.empty() ? "" : "\n  indexes {\n" + lines + "  }\n";
}

std::string table_note(const Table& table) {
  std::vector<std::string> parts;
  if (!table.comment.empty()) parts.push_back(table.comment);
  if (!table.file.empty()) parts.push_back(table.file);
  if (table.rows > 0) parts.push_back(human_count(table.rows) + (table.rows == 1 ? " row" : " rows"));
  return parts.empty() ? "" : fmt::format("\n  Note: {}\n", note_text(join(parts, "; ")));
}

std::string end_text(const Table& table, const std::vector<std::string>& columns) {
  return name_text(table.name) + "." + names_text(columns);
}

}  // namespace

std::string dbml_text(const Model& model, DiagramColumns columns) {
  const std::vector<Relationship> relations = relationships(model);
  std::string out;
  for (const Table& table : model.tables) {
    if (!out.empty()) out += '\n';
    out += fmt::format("Table {} {{\n", name_text(table.name));
    for (const Column* column : shown_columns(table, relations, columns)) out += column_line(table, *column);
    if (columns != DiagramColumns::none) out += composite_keys(table);
    out += table_note(table) + "}\n";
  }
  if (columns == DiagramColumns::none || relations.empty()) return out;  // a reference needs its columns
  out += '\n';
  std::set<std::pair<std::string, std::string>> stated;
  for (const Relationship& relationship : relations) {
    const std::string child = end_text(*relationship.child, relationship.relation->columns);
    const std::string parent = end_text(*relationship.parent, relationship.relation->parent_columns);
    // Two references between the same ends, either way round, are a mistake in DBML.
    const bool repeated = !stated.emplace(std::min(child, parent), std::max(child, parent)).second;
    out += fmt::format("{}Ref: {} {} {}\n", repeated ? "// " : "", child, relationship.one_child ? "-" : ">", parent);
  }
  return out;
}

}  // namespace rox

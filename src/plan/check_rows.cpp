#include "plan/check_rows.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "base/text.hpp"
#include "sql/lexer.hpp"
#include "sql/references.hpp"

namespace rox {
namespace {

/// Words that let rows other than the one that is shown decide.
constexpr auto kSeveralRows = std::to_array<std::string_view>(
    {"any_value", "array_agg", "avg",    "bool_and",   "bool_or", "count",   "distinct", "every",  "except",
     "exists",    "group",     "having", "intersect",  "join",    "listagg", "max",      "median", "min",
     "over",      "qualify",   "stddev", "string_agg", "sum",     "union",   "variance", "with"});

std::vector<SqlToken> code_of(std::string_view sql) {
  std::vector<SqlToken> tokens = lex_sql(sql);
  std::erase_if(tokens, [](const SqlToken& token) {
    return token.kind == SqlTokenKind::blank || token.kind == SqlTokenKind::comment;
  });
  return tokens;
}

std::optional<std::string> name_at(const std::vector<SqlToken>& tokens, std::size_t i) {
  if (i >= tokens.size()) return std::nullopt;
  if (tokens[i].kind == SqlTokenKind::word) return to_lower(tokens[i].text);
  if (tokens[i].kind != SqlTokenKind::quoted_name || tokens[i].text.size() < 2) return std::nullopt;
  return to_lower(tokens[i].text.substr(1, tokens[i].text.size() - 2));
}

/// The opening parenthesis of the one at `close`.
std::optional<std::size_t> opening_of(const std::vector<SqlToken>& tokens, std::size_t close) {
  std::size_t depth = 0;
  for (std::size_t i = close + 1; i-- > 0;) {
    if (tokens[i].text == ")") ++depth;
    if (tokens[i].text == "(" && --depth == 0) return i;
  }
  return std::nullopt;
}

/// The column that the expression before `end` is: a name, or one that a missing value or another type replaces.
std::optional<std::string> column_before(const std::vector<SqlToken>& tokens, std::size_t end) {
  if (end == 0) return std::nullopt;
  if (tokens[end - 1].text != ")") return name_at(tokens, end - 1);
  const auto open = opening_of(tokens, end - 1);
  if (!open || *open == 0) return std::nullopt;
  const auto function = name_at(tokens, *open - 1);
  if (function != "coalesce" && function != "cast") return std::nullopt;
  const bool qualified = *open + 2 < tokens.size() && tokens[*open + 2].text == ".";
  const std::size_t column = *open + (qualified ? 3 : 1);
  const auto after = column + 1 < tokens.size() ? to_lower(tokens[column + 1].text) : std::string();
  return after == "," || after == "as" ? name_at(tokens, column) : std::nullopt;
}

/// What each name that SQL gives a column stands for, wherever it gives it; in lower case.
using Origins = std::map<std::string, std::set<std::string>>;

void add_origins(std::string_view sql, Origins& origins) {
  const std::vector<SqlToken> tokens = code_of(sql);
  for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
    if (!equals_ignore_case(tokens[i].text, "as")) continue;
    const auto name = name_at(tokens, i + 1);
    const auto column = column_before(tokens, i);
    if (name && column) origins[*name].insert(*column);
  }
}

/// The name itself and all that it stands for.
std::set<std::string> meanings(const std::string& name, const Origins& origins) {
  std::set<std::string> all;
  std::vector<std::string> open{name};
  while (!open.empty()) {
    const std::string next = open.back();
    open.pop_back();
    if (!all.insert(next).second) continue;
    if (const auto found = origins.find(next); found != origins.end()) {
      open.insert(open.end(), found->second.begin(), found->second.end());
    }
  }
  return all;
}

/// The marts that the SQL reads, and those that these read.
std::vector<const Mart*> marts_read(std::string_view sql, const std::vector<Mart>& marts) {
  std::vector<const Mart*> read;
  std::set<std::string> names = names_in(sql);
  for (auto mart = marts.rbegin(); mart != marts.rend(); ++mart) {  // each is after those that it reads
    if (!names.contains(to_lower(mart->file.name))) continue;
    read.push_back(&*mart);
    for (const std::string& name : mart->reads) names.insert(to_lower(name));
  }
  return read;
}

bool refers_to(const Table& child, const Table& parent, const std::vector<const Table*>& tables,
               std::set<const Table*>& seen) {
  if (!seen.insert(&child).second) return false;
  return std::any_of(child.relations.begin(), child.relations.end(), [&](const Relation& relation) {
    const auto next = std::find_if(tables.begin(), tables.end(),
                                   [&](const Table* table) { return equals_ignore_case(table->name, relation.table); });
    return next != tables.end() && (*next == &parent || refers_to(**next, parent, tables, seen));
  });
}

/// Whether the child's key has the parent's in it.
bool is_part_of(const Table& child, const Table& parent) {
  const auto in_key = [&](const std::string& column) {
    return std::any_of(child.primary_key.begin(), child.primary_key.end(),
                       [&](const std::string& key) { return equals_ignore_case(key, column); });
  };
  return std::any_of(child.relations.begin(), child.relations.end(), [&](const Relation& relation) {
    return equals_ignore_case(relation.table, parent.name) &&
           std::all_of(relation.columns.begin(), relation.columns.end(), in_key);
  });
}

/// The ways in which the tables write the key of one of them.
std::set<std::vector<std::string>> spellings(const Table& table, const std::vector<const Table*>& tables) {
  std::set<std::vector<std::string>> all{table.primary_key};
  for (const Table* child : tables) {
    for (const Relation& relation : child->relations) {
      if (!equals_ignore_case(relation.table, table.name)) continue;
      if (auto columns = columns_by_parent_key(relation, table); !columns.empty()) all.insert(std::move(columns));
    }
  }
  return all;
}

NamedTable named(const Table& table, const std::vector<const Table*>& tables,
                 const std::vector<std::set<std::string>>& columns) {
  NamedTable found{&table, {}};
  if (table.primary_key.empty()) return found;
  for (const std::vector<std::string>& spelling : spellings(table, tables)) {
    std::vector<std::vector<std::size_t>> positions(spelling.size());
    for (std::size_t i = 0; i < spelling.size(); ++i) {
      for (std::size_t c = 0; c < columns.size(); ++c) {
        if (columns[c].contains(to_lower(spelling[i]))) positions[i].push_back(c);
      }
    }
    std::size_t times = positions.front().size();
    for (const auto& some : positions) times = std::min(times, some.size());
    for (std::size_t n = 0; n < times; ++n) {
      std::vector<std::size_t> key;
      for (const auto& some : positions) key.push_back(some[n]);
      if (std::find(found.keys.begin(), found.keys.end(), key) == found.keys.end()) found.keys.push_back(key);
    }
  }
  return found;
}

}  // namespace

std::vector<const Table*> tables_read(const Check& check, const Model& model, const std::vector<Mart>& marts) {
  std::set<std::string> names;
  for (const std::string& table : check.tables) names.insert(to_lower(table));
  for (const Mart* mart : marts_read(check.sql, marts)) {
    for (const std::string& name : mart->reads) names.insert(to_lower(name));
  }
  std::vector<const Table*> tables;
  for (const Table& table : model.tables) {
    if (names.contains(to_lower(table.name))) tables.push_back(&table);
  }
  return tables;
}

bool is_decided_by_one_row(const Check& check) {
  if (!check.condition.empty()) return true;
  if (!check.file || table_references(check.sql).size() != 1 || check.tables.size() != 1) return false;
  const std::vector<SqlToken> tokens = code_of(check.sql);
  return std::none_of(tokens.begin(), tokens.end(), [](const SqlToken& token) {
    return token.kind == SqlTokenKind::word &&
           std::find(kSeveralRows.begin(), kSeveralRows.end(), to_lower(token.text)) != kSeveralRows.end();
  });
}

std::vector<std::string> columns_by_parent_key(const Relation& relation, const Table& parent) {
  std::vector<std::string> columns;
  for (const std::string& key : parent.primary_key) {
    for (std::size_t i = 0; i < relation.parent_columns.size() && i < relation.columns.size(); ++i) {
      if (equals_ignore_case(relation.parent_columns[i], key)) columns.push_back(relation.columns[i]);
    }
  }
  const bool whole = columns.size() == parent.primary_key.size() && columns.size() == relation.columns.size();
  return whole ? columns : std::vector<std::string>();
}

std::vector<Subject> subjects_of(const std::vector<ResultColumn>& columns, const Check& check,
                                 const std::vector<const Table*>& tables, const std::vector<Mart>& marts) {
  Origins origins;
  add_origins(check.sql, origins);
  for (const Mart* mart : marts_read(check.sql, marts)) add_origins(mart->file.text, origins);
  std::vector<std::set<std::string>> names;
  for (const ResultColumn& column : columns) names.push_back(meanings(to_lower(column.name), origins));

  std::vector<NamedTable> all;
  for (const Table* table : tables) {
    if (NamedTable found = named(*table, tables, names); !found.keys.empty()) all.push_back(std::move(found));
  }
  const auto is_referred_to = [&](const NamedTable& parent) {
    return std::any_of(all.begin(), all.end(), [&](const NamedTable& child) {
      std::set<const Table*> seen;
      return child.table != parent.table && refers_to(*child.table, *parent.table, tables, seen);
    });
  };
  std::vector<Subject> subjects;
  for (const NamedTable& table : all) {
    if (is_referred_to(table)) continue;
    Subject& subject = subjects.emplace_back(Subject{table});
    for (const NamedTable& parent : all) {
      if (parent.table != table.table && is_part_of(*table.table, *parent.table)) subject.push_back(parent);
    }
  }
  return subjects;
}

}  // namespace rox

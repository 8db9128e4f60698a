#include "plan/marts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/error.hpp"
#include "base/text.hpp"
#include "model/table_name.hpp"
#include "sql/lexer.hpp"
#include "sql/references.hpp"

namespace rox {
namespace {

Error mart_error(const SqlFile& file, std::size_t offset, const std::string& what) {
  const SourceLocation place = place_in(file, offset);
  return usage_error(what).at(place.file, place.line, place.column);
}

/// About a key of the comment block.
Error key_error(const SqlFile& file, const std::string& key, const std::string& what) {
  return mart_error(file, file.text.find(key + ":"), what);
}

bool is_mart_name(std::string_view name) {
  auto in_name = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && std::all_of(name.begin(), name.end(), in_name) && !(name[0] >= '0' && name[0] <= '9');
}

/// What names can mean, and how they are written.
struct Names {
  std::vector<std::string> tables;
  std::vector<std::string> marts;
  std::vector<std::pair<std::string, std::string>> histories;  // and the tables that they are of

  /// nullptr if there is no such table or mart. The history of a table is made with it.
  const std::string* find(std::string_view name) const {
    for (const auto& [history, table] : histories) {
      if (equals_ignore_case(history, name)) return &table;
    }
    for (const auto* list : {&tables, &marts}) {
      for (const std::string& known : *list) {
        if (equals_ignore_case(known, name)) return &known;
      }
    }
    return nullptr;
  }

  Error unknown(const SqlFile& file, std::size_t offset, const std::string& name) const {
    std::vector<std::string> all = tables;
    all.insert(all.end(), marts.begin(), marts.end());
    return mart_error(file, offset, fmt::format("there is no table or mart '{}'{}", name, did_you_mean(name, all)))
        .hint(fmt::format("the model's tables are {}; the marts are {}", join(tables, ", "), join(marts, ", ")));
  }
};

void check_name(const SqlFile& file, const Names& names) {
  if (!is_mart_name(file.name)) {
    throw usage_error(fmt::format("'{}' can't be the name of a mart", file.name))
        .at(file.path.string())
        .hint("a mart's file is called like its table: small letters, digits and _, as in fact_orders.sql");
  }
  if (const auto problem = table_name_problem(file.name)) {
    throw usage_error(fmt::format("a mart can't be called '{}': the name {}", file.name, *problem))
        .at(file.path.string())
        .hint("give the file another name");
  }
  for (const std::string& table : names.tables) {
    if (!equals_ignore_case(table, file.name)) continue;
    throw usage_error(fmt::format("mart {} has the name of the model's table {}", file.name, table))
        .at(file.path.string())
        .hint("give the file another name, for instance dim_" + file.name + ".sql");
  }
}

/// Histories can't be made again from exports.
void refuse_history_name(const SqlFile& file, const Names& names) {
  for (const auto& [history, table] : names.histories) {
    if (!equals_ignore_case(history, file.name)) continue;
    throw usage_error(fmt::format("mart {} has the name of the history of table {}", file.name, table))
        .at(file.path.string())
        .hint("give the file another name, for instance dim_" + file.name + ".sql");
  }
}

/// One SELECT, and nothing that a run couldn't know of.
void check_statement(const SqlFile& file) {
  const auto is_statement = [](const SqlToken& token) {
    return token.kind != SqlTokenKind::blank && token.kind != SqlTokenKind::comment;
  };
  const std::vector<SqlToken> tokens = lex_sql(statement_text(file.text));
  const auto first = std::find_if(tokens.begin(), tokens.end(), is_statement);
  if (!equals_ignore_case(first->text, "select") && !equals_ignore_case(first->text, "with")) {
    throw mart_error(file, first->offset, "a mart is one SELECT").hint("it starts with SELECT or WITH");
  }
  for (const SqlToken& token : tokens) {
    if (token.kind == SqlTokenKind::symbol && token.text == ";") {
      throw mart_error(file, token.offset, "a mart is one SELECT, but another statement follows")
          .hint("make a file of its own of each");
    }
    if (token.kind == SqlTokenKind::parameter) {
      throw mart_error(file, token.offset, "a mart takes no parameters")
          .hint("write the value itself; questions with parameters belong into analyses/");
    }
  }
}

std::vector<std::string> find_reads(const SqlFile& file, const Names& names) {
  std::set<std::string> reads;
  for (const TableReference& reference : table_references(file.text)) {
    if (reference.kind != ReferenceKind::table) {
      throw mart_error(file, reference.offset, fmt::format("a mart reads tables and marts, not {}", reference.name))
          .hint("rox couldn't tell when it changed; load it as a table of the model");
    }
    if (!reference.schema.empty()) {
      throw mart_error(file, reference.offset, fmt::format("{}.{} is in a schema", reference.schema, reference.name))
          .hint("a mart reads the model's tables and other marts, by their names alone");
    }
    const std::string* known = names.find(reference.name);
    if (known == nullptr) throw names.unknown(file, reference.offset, reference.name);
    reads.insert(*known);
  }
  return {reads.begin(), reads.end()};
}

/// "rows = SalesOrderDetail", "rows = Product + 1".
RowRule parse_rows(const SqlFile& file, const std::string& text, const Names& names) {
  const auto bad = [&](const std::string& what) {
    return key_error(file, "reconcile", what)
        .hint("write: -- reconcile: rows = SalesOrderDetail, or rows = Product + 1");
  };
  const std::vector<std::string> sides = split(text, '=');
  if (sides.size() != 2 || sides[0] != "rows") throw bad(fmt::format("'{}' is no rule for the number of rows", text));
  RowRule rule;
  for (const std::string& term : split(sides[1], '+')) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(term.data(), term.data() + term.size(), number);
    if (!term.empty() && error == std::errc{} && end == term.data() + term.size()) {
      rule.more += number;
      continue;
    }
    const std::string* known = names.find(term);
    if (known == nullptr && is_mart_name(to_lower(term)) && !term.empty()) {
      throw names.unknown(file, file.text.find("reconcile:"), term);
    }
    if (known == nullptr) throw bad(fmt::format("'{}' is neither a table nor a number", term));
    rule.tables.push_back(*known);
  }
  return rule;
}

Mart parse_mart(SqlFile file, const Names& names) {
  check_name(file, names);
  check_statement(file);
  Mart mart;
  mart.reads = find_reads(file, names);
  for (const auto& [key, value] : file.keys) {
    const std::vector<std::string> known = {"grain", "key", "reconcile", "tags"};
    if (key == "key") {
      mart.key = split(value, ',');
    } else if (key == "reconcile") {
      mart.rows = parse_rows(file, value, names);
    } else if (key != "grain" && key != "tags") {
      throw key_error(file, key, fmt::format("a mart has no key '{}'{}", key, did_you_mean(key, known)))
          .hint(
              "its comment block has title, question, grain, key, reconcile and tags; other lines don't start with "
              "`word:`");
    }
  }
  if (mart.rows) {  // they are counted after the tables of the rule are there
    mart.reads.insert(mart.reads.end(), mart.rows->tables.begin(), mart.rows->tables.end());
    std::sort(mart.reads.begin(), mart.reads.end());
    mart.reads.erase(std::unique(mart.reads.begin(), mart.reads.end()), mart.reads.end());
  }
  mart.file = std::move(file);
  return mart;
}

bool reads(const Mart& mart, const std::string& name) {
  return std::binary_search(mart.reads.begin(), mart.reads.end(), name);
}

/// Of marts that all wait for another of them, those that wait in a circle.
Error cycle_error(const std::vector<Mart>& waiting) {
  std::vector<const Mart*> walk = {&waiting.front()};
  for (;;) {
    const Mart& next = *std::find_if(waiting.begin(), waiting.end(),
                                     [&](const Mart& mart) { return reads(*walk.back(), mart.file.name); });
    const auto before = std::find(walk.begin(), walk.end(), &next);
    const bool closed = before != walk.end();
    walk.erase(walk.begin(), closed ? before : walk.begin());
    walk.push_back(&next);
    if (closed) break;
  }
  std::vector<std::string> names;
  std::vector<std::string> files;
  for (const Mart* mart : walk) names.push_back(mart->file.name);
  for (const Mart* mart : walk) files.push_back(mart->file.path.filename().string());
  files.pop_back();
  return usage_error("marts form a cycle: " + join(names, " -> "))
      .at(walk.front()->file.path.string())
      .hint("remove one of these references: " + join(files, ", "));
}

/// Each mart after those that it reads; by name where it doesn't matter.
std::vector<Mart> in_order(std::vector<Mart> waiting) {
  std::vector<Mart> order;
  while (!waiting.empty()) {
    const auto ready = std::find_if(waiting.begin(), waiting.end(), [&](const Mart& mart) {
      return std::none_of(waiting.begin(), waiting.end(),
                          [&](const Mart& other) { return reads(mart, other.file.name); });
    });
    if (ready == waiting.end()) throw cycle_error(waiting);
    order.push_back(std::move(*ready));
    waiting.erase(ready);
  }
  return order;
}

}  // namespace

std::vector<Mart> read_marts(const std::filesystem::path& dir, const Model& model) {
  std::vector<SqlFile> files = read_sql_files(dir);
  Names names;
  for (const Table& table : model.tables) {
    names.tables.push_back(table.name);
    if (table.history) names.histories.emplace_back(table.history_name(), table.name);
  }
  for (const SqlFile& file : files) {
    refuse_history_name(file, names);
    names.marts.push_back(file.name);
  }
  std::vector<Mart> marts;
  for (SqlFile& file : files) marts.push_back(parse_mart(std::move(file), names));
  return in_order(std::move(marts));
}

}  // namespace rox

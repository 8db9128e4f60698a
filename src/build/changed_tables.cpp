#include "build/changed_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

const std::string* find_name(const std::set<std::string>& names, const std::string& name) {
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const std::string& other) { return equals_ignore_case(name, other); });
  return found == names.end() ? nullptr : &*found;
}

}  // namespace

/// As branches of a UNION: as scalar subqueries of one SELECT, fifteen take DuckDB 40 ms to plan.
std::vector<std::uint64_t> query_counts(Engine& engine, const std::vector<std::string>& selects) {
  if (selects.size() == 1) return {static_cast<std::uint64_t>(query_integer(engine, selects.front()))};
  std::vector<std::string> branches;
  for (std::size_t i = 0; i < selects.size(); ++i) {
    branches.push_back(fmt::format("SELECT {}::BIGINT, n::BIGINT FROM ({}) AS t(n)", i, selects[i]));
  }
  std::vector<std::uint64_t> counts(selects.size());
  if (branches.empty()) return counts;
  const auto rows = engine.query(join(branches, " UNION ALL "));
  while (rows->next()) {
    for (std::size_t row = 0; row < rows->rows(); ++row) {
      counts.at(count_at(*rows, 0, row)) = count_at(*rows, 1, row);
    }
  }
  return counts;
}

TablesPlace tables_of(DuckDbConnection& connection) {
  const auto table = [&connection](const std::string& name) {
    return fmt::format("{}.main.{}", exact_name(connection.database(), SqlDialect::duckdb),
                       exact_name(name, SqlDialect::duckdb));
  };
  return {connection,
          inserted_name,
          deleted_name,
          table,
          [table](const std::string& name) { return std::vector<TablePart>{{table(name)}}; },
          [](const std::string&) { return std::nullopt; },
          [&connection](const std::vector<std::string>& selects, RowCounts row_counts) {
            return read_query_plans(connection, selects, connection.database(), row_counts);
          },
          [] { return true; }};
}

ChangedTables::ChangedTables(TablesPlace place, const BuildChanges& changes)
    : place_(std::move(place)), sql_(place_.engine.dialect()), changes_(changes), objects_(place_.engine) {}

bool ChangedTables::is_unknown(const std::string& table) const { return find_name(changes_.unknown, table) != nullptr; }

bool ChangedTables::may_differ(const std::string& table) const {
  return is_unknown(table) || find_name(changes_.known, table) != nullptr;
}

void ChangedTables::learn(const std::set<std::string>& tables) {
  std::vector<std::string> selects;
  std::vector<std::uint64_t*> places;
  const auto ask = [&](const std::string& from, std::uint64_t& place) {
    selects.push_back("SELECT count(*) FROM " + from);
    places.push_back(&place);
  };
  for (const std::string& name : tables) {
    const auto [entry, is_new] = sizes_.try_emplace(name);
    if (!is_new) continue;
    Size& size = entry->second;
    if (const auto rows = place_.rows(name)) {
      size.rows = *rows;
    } else {
      ask(table(name), size.rows);
    }
    if (find_name(changes_.known, name) == nullptr) continue;
    ask(inserted(name) + " AS came", size.inserted);
    ask(deleted(name) + " AS went", size.deleted);
  }
  const std::vector<std::uint64_t> counts = this->counts(selects);
  for (std::size_t i = 0; i < places.size(); ++i) *places[i] = counts.at(i);
}

std::string ChangedTables::rows_in(const std::string& list, const std::string& name, const InSet& in) const {
  std::vector<std::string> selects;
  for (const TablePart& part : place_.parts(name)) {
    selects.push_back(fmt::format("SELECT {} FROM {}{}", list, sql_.rows_in(part.from, in, "t"),
                                  part.where.empty() ? "" : fmt::format(" AND {}", part.where)));
  }
  return join(selects, " UNION ALL ");
}

std::string ChangedTables::rows_where(const std::string& list, const std::string& name,
                                      const std::string& condition) const {
  std::vector<std::string> selects;
  for (const TablePart& part : place_.parts(name)) {
    selects.push_back(fmt::format("SELECT {} FROM {} AS t WHERE ({}){}", list, part.from, condition,
                                  part.where.empty() ? "" : fmt::format(" AND {}", part.where)));
  }
  return join(selects, " UNION ALL ");
}

const ChangedTables::Rows& ChangedTables::keep(const std::string& select, std::size_t key) {
  if (const auto known = kept_.find(select); known != kept_.end()) return known->second;
  TemporaryObjects::Table made = objects_.add_table(fmt::format("rox: rows {}", kept_.size()), select);
  Rows rows{std::move(made.name), made.rows};
  if (rows.rows > 0 && key > 0) {
    std::vector<std::string> lacking;
    for (std::size_t i = 0; i < key; ++i) lacking.push_back(fmt::format("k{} IS NULL", i));
    rows.has_null =
        counts({fmt::format("SELECT count(*) FROM {} WHERE {}", rows.table, join(lacking, " OR "))}).front() > 0;
  }
  return kept_[select] = std::move(rows);
}

/// PostgreSQL plans well only what it knows the size of.
std::string ChangedTables::narrowing(const std::string& select) {
  return sql_.dialect() == SqlDialect::postgres ? "SELECT * FROM " + keep(select).table : select;
}

}  // namespace rox

#include "build/postgres_tables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "build/published_table.hpp"
#include "engine/result/cells.hpp"
#include "load/change_tables.hpp"
#include "sql/lexer.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::postgres;

constexpr const char* kSelect = "pg_temp.\"rox: select\"";

/// Only servers from version 15 on tell who orders texts.
constexpr const char* kOrdersByBytes = R"sql(
SELECT count(*)
FROM pg_database AS d
WHERE datname = current_database() AND pg_encoding_to_char(encoding) = 'UTF8'
  AND datcollate IN ('C', 'POSIX', 'C.UTF-8', 'C.UTF8', 'C.utf8')
  AND coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') = 'c')sql";

/// How many functions of the view's SELECT may give another result for the same rows: those that aren't the server's
/// own, that are volatile, and sums of floating-point numbers, which depend on the order of the rows.
std::string unrepeatable_functions() {
  return fmt::format(
      R"sql(
SELECT count(*)
FROM pg_rewrite AS r
CROSS JOIN LATERAL regexp_matches(
  r.ev_action::text, ':(?:aggfnoid|winfnoid|funcid|opfuncid) ([0-9]+)', 'g') AS found(number)
JOIN pg_proc AS p ON p.oid = found.number[1]::oid
WHERE r.ev_class = {}::regclass
  AND (p.pronamespace <> 'pg_catalog'::regnamespace OR p.provolatile = 'v'
    OR (p.prokind IN ('a', 'w') AND p.proname NOT IN ('count', 'min', 'max')
      AND ('float4'::regtype = ANY (p.proargtypes) OR 'float8'::regtype = ANY (p.proargtypes)))))sql",
      sql_literal(kSelect, kDialect));
}

}  // namespace

bool may_make_temporary(PostgresConnection& connection) {
  return query_integer(connection, "SELECT CAST(has_database_privilege(current_database(), 'TEMP') AS INT)") == 1;
}

InSet moved_rows(PostgresConnection& connection, const NextTables& names, const std::string& mart) {
  InSet in;
  in.columns = columns_on_server(connection, names.moved(mart));
  const KeySql sql(kDialect);
  in.set = fmt::format("(SELECT {} FROM {} AS moved)", sql.as_key(in.columns, "moved"), names.moved(mart));
  for (const std::string& column : in.columns) {
    const std::uint64_t missing =
        count_rows(connection, fmt::format("{} WHERE {} IS NULL", names.moved(mart), sql.name(column)));
    in.null_safe.push_back(missing > 0);
  }
  return in;
}

const std::set<std::string>& ChangedByOthers::find(PostgresConnection& connection, const Workspace& workspace,
                                                   const NextTables& names) {
  std::call_once(found_, [&] {
    const BuildInputs& inputs = workspace.inputs();
    const auto look_at = [&](const std::string& name, std::uint64_t rows) {
      if (!is_untouched(connection, names.schema(), name, rows)) changed_.insert(name);
    };
    for (const auto& [name, table] : inputs.before.tables) {
      if (!workspace.due().contains(name)) look_at(name, table.counts.rows_out);
    }
    for (const Step& step : inputs.plan.steps) {
      const auto mart = inputs.before.marts.find(step.subject);
      if (step.kind != StepKind::transform || step.due || mart == inputs.before.marts.end()) continue;
      look_at(step.subject, mart->second.counts.rows_out);
    }
  });
  return changed_;
}

PostgresTables::PostgresTables(PostgresConnection& connection, const Workspace& workspace, BoundSelects& selects,
                               const NextTables& names, ChangedByOthers& others)
    : connection_(connection), workspace_(workspace), selects_(selects), names_(names) {
  const std::vector<std::string> there = query_texts(
      connection_,
      fmt::format("SELECT relname FROM pg_class WHERE relnamespace = {}::regnamespace AND relkind IN ('r', 'v')",
                  sql_literal(exact_name(names_.next(), kDialect), kDialect)));
  next_ = {there.begin(), there.end()};
  changes_.unknown = others.find(connection_, workspace_, names_);
  for (const std::string& table : workspace_.due()) {
    (workspace_.is_changed_elsewhere(table) ? changes_.known : changes_.unknown).insert(table);
    const Table& made = *workspace_.inputs().model.find_table(table);
    if (made.history) changes_.unknown.insert(made.history_name());
  }
  for (const Step& step : workspace_.inputs().plan.steps) {
    const bool is_made = step.kind == StepKind::transform && step.due;
    if (!is_made || next_.contains(NextTables::left_name(step.subject))) continue;
    (next_.contains(NextTables::come_name(step.subject)) ? changes_.known : changes_.unknown).insert(step.subject);
  }
}

TablesPlace PostgresTables::place() {
  return {connection_,
          [this](const std::string& name) { return names_.come(name); },
          [this](const std::string& name) { return deleted(name); },
          [this](const std::string& name) { return table(name); },
          [this](const std::string& name) { return parts(name); },
          [this](const std::string& name) { return rows(name); },
          [this](const std::vector<std::string>& selects, RowCounts counts) { return plans(selects, counts); },
          [this] { return query_integer(connection_, kOrdersByBytes) == 1; }};
}

bool PostgresTables::is_known_mart(const std::string& name) const {
  return workspace_.inputs().model.find_table(name) == nullptr && next_.contains(NextTables::come_name(name));
}

std::string PostgresTables::table(const std::string& name) const {
  return next_.contains(to_lower(name)) ? names_.in_next(name) : names_.published(name);
}

std::string PostgresTables::deleted(const std::string& name) const {
  const Table* table = workspace_.inputs().model.find_table(name);
  return table == nullptr ? names_.gone(name) : names_.gone_rows(*table);
}

std::vector<TablePart> PostgresTables::parts(const std::string& name) const {
  if (!next_.contains(NextTables::come_name(name))) return {{table(name)}};
  const TablePart come{names_.come(name)};
  const Table* table = workspace_.inputs().model.find_table(name);
  if (table == nullptr) {
    const InSet moved = moved_rows(connection_, names_, name);
    return {{names_.published(name), "NOT " + KeySql(kDialect).is_in(moved, "t")}, come};
  }
  if (table->primary_key.empty()) return {{names_.published(name)}, come};
  return {{names_.published(name), fmt::format("NOT EXISTS (SELECT 1 FROM {} AS gone WHERE {})", names_.gone(name),
                                               equal_columns(table->primary_key, "t", "gone"))},
          come};
}

std::uint64_t PostgresTables::rows(const std::string& name) const {
  if (const Table* table = workspace_.inputs().model.find_table(name)) return workspace_.loaded_rows(table->name);
  const auto& marts = workspace_.inputs().before.marts;
  const auto before =
      std::find_if(marts.begin(), marts.end(), [&](const auto& mart) { return equals_ignore_case(mart.first, name); });
  const bool is_made = next_.contains(to_lower(name)) && !is_known_mart(name);
  if (is_made || before == marts.end()) return count_rows(connection_, table(name));
  std::uint64_t rows = before->second.counts.rows_out;
  if (is_known_mart(name)) {
    rows += count_rows(connection_, names_.come(name));
    rows -= count_rows(connection_, names_.gone(name));
  }
  return rows;
}

std::vector<QueryPlan> PostgresTables::plans(const std::vector<std::string>& selects, RowCounts row_counts) {
  std::vector<QueryPlan> plans = selects_.plans(selects, row_counts);
  const bool may_work = may_make_temporary(connection_);
  for (std::size_t i = 0; i < plans.size(); ++i) {
    if (plans[i].refusal.empty()) plans[i].refusal = may_work ? why_not(selects[i]) : kNoTemporary;
  }
  return plans;
}

/// The same words may mean something else here than to DuckDB.
std::string PostgresTables::why_not(const std::string& select) {
  try {
    connection_.execute(fmt::format("CREATE TEMP VIEW {} AS {}", kSelect, statement_text(select)));
    const bool may_differ = query_integer(connection_, unrepeatable_functions()) > 0;
    connection_.execute(fmt::format("DROP VIEW {}", kSelect));
    return may_differ ? "it calls what may give something else each time on the server" : "";
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::outside) throw;
    return std::string("the server doesn't take it as a view: ") + error.what();
  }
}

}  // namespace rox

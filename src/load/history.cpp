#include "load/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "engine/result/cells.hpp"
#include "load/change_tables.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;

class History {
 public:
  History(Engine& engine, const Table& table)
      : engine_(engine),
        table_(table),
        name_(exact_name(table.name, kDialect)),
        history_(exact_name(table.history_name(), kDialect)),
        columns_(exact_names(table.column_names(), kDialect)) {}

  bool exists() const { return !types_of(table_.history_name()).empty(); }

  void forget() { engine_.execute("DROP TABLE IF EXISTS " + history_); }

  void begin(const std::string& run, const std::string& time) {
    engine_.execute(
        fmt::format("CREATE TABLE {} AS SELECT {}, CAST({} AS TIMESTAMP) AS valid_from, CAST(NULL AS "
                    "TIMESTAMP) AS valid_to, {} AS run FROM {}",
                    history_, columns_, sql_literal(time, kDialect), sql_literal(run, kDialect), name_));
  }

  /// Columns that the table has got since, and types that have become wider.
  void take_columns() {
    const auto now = types_of(table_.name);
    auto then = types_of(table_.history_name());
    for (const auto& [column, type] : now) {
      const auto found = std::find_if(then.begin(), then.end(), [&, &name = column](const auto& old) {
        return equals_ignore_case(old.first, name);
      });
      const std::string quoted = exact_name(column, kDialect);
      if (found == then.end() && take_over_renamed(column)) {
        then = types_of(table_.history_name());
      } else if (found == then.end()) {
        engine_.execute(fmt::format("ALTER TABLE {} ADD COLUMN {} {}", history_, quoted, type));
      } else if (found->second != type) {
        require_castable(quoted, type);
        engine_.execute(fmt::format("ALTER TABLE {} ALTER COLUMN {} TYPE {}", history_, quoted, type));
      }
    }
  }

  /// The run that kept it up last is the table's comment.
  bool is_kept_up_by(const std::string& run) const {
    return query_texts(engine_, fmt::format("SELECT coalesce(comment, '') FROM duckdb_tables() WHERE database_name = "
                                            "current_database() AND schema_name = 'main' AND table_name = {}",
                                            sql_literal(table_.history_name(), kDialect))) ==
           std::vector<std::string>{kept_up_by(run)};
  }
  void note_kept_up_by(const std::string& run) {
    engine_.execute(fmt::format("COMMENT ON TABLE {} IS {}", history_, sql_literal(kept_up_by(run), kDialect)));
  }

  void update(const std::string& run, std::string time, bool is_kept_up) {
    const bool known = is_kept_up && known_changes(engine_).contains(table_.name);
    const std::string current = fmt::format("SELECT {} FROM {} WHERE valid_to IS NULL", columns_, history_);
    const std::string rows = fmt::format("SELECT {} FROM {}", columns_, name_);
    engine_.execute(fmt::format(
        "CREATE OR REPLACE TEMP TABLE rox_gone AS {}; CREATE OR REPLACE TEMP TABLE rox_come AS {}",
        known ? fmt::format("SELECT {} FROM {}", columns_, deleted_name(table_.name)) : current + " EXCEPT ALL " + rows,
        known ? fmt::format("SELECT {} FROM {}", columns_, inserted_name(table_.name))
              : rows + " EXCEPT ALL " + current));
    if (count("rox_gone") + count("rox_come") > 0) {
      time = after_last_change(time);
      close(time);
      engine_.execute(
          fmt::format("INSERT INTO {} ({}, valid_from, valid_to, run) SELECT {}, CAST({} AS TIMESTAMP), NULL, "
                      "{} FROM rox_come",
                      history_, columns_, columns_, sql_literal(time, kDialect), sql_literal(run, kDialect)));
    }
    engine_.execute("DROP TABLE rox_gone; DROP TABLE rox_come");
  }

 private:
  /// A column that got another name in model.toml, where `header` says what the export calls it still.
  bool take_over_renamed(const std::string& column) {
    const auto place = table_.find_column(column);
    const std::string header = place ? table_.columns[*place].header : "";
    const auto old = types_of(table_.history_name());
    const bool has = std::any_of(old.begin(), old.end(), [&](const auto& one) { return one.first == header; });
    if (header.empty() || !has || table_.find_column(header)) return false;
    engine_.execute(fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", history_, exact_name(header, kDialect),
                                exact_name(column, kDialect)));
    return true;
  }

  void require_castable(const std::string& column, const std::string& type) {
    const std::int64_t others =
        count(fmt::format("{0} WHERE {1} IS NOT NULL AND TRY_CAST({1} AS {2}) IS NULL", history_, column, type));
    if (others == 0) return;
    throw data_error(fmt::format("{} has {} value{} of {} that {} no {}", table_.history_name(), others,
                                 others == 1 ? "" : "s", column, others == 1 ? "is" : "are", type))
        .hint(
            fmt::format("a history keeps what was: leave column {} of table '{}' in model.toml a type that takes them "
                        "(VARCHAR), or give the narrower column another name",
                        column, table_.name));
  }

  static std::string kept_up_by(const std::string& run) { return "as of run " + run; }

  using Types = std::vector<std::pair<std::string, std::string>>;

  Types types_of(const std::string& table) const {
    Types types;
    auto rows =
        engine_.query(fmt::format("SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = "
                                  "current_database() AND schema_name = 'main' AND table_name = {} AND "
                                  "column_name NOT IN ('valid_from', 'valid_to', 'run') ORDER BY column_index",
                                  sql_literal(table, kDialect)));
    while (rows->next()) {
      for (std::size_t row = 0; row < rows->rows(); ++row) {
        types.emplace_back(text_at(*rows, 0, row), text_at(*rows, 1, row));
      }
    }
    return types;
  }

  std::int64_t count(const std::string& from) { return query_integer(engine_, "SELECT count(*) FROM " + from); }

  std::string after_last_change(const std::string& time) {
    auto rows =
        engine_.query(fmt::format("SELECT CAST(greatest(CAST({} AS TIMESTAMP), max(valid_from) + INTERVAL 1 "
                                  "MICROSECOND, max(valid_to) + INTERVAL 1 "
                                  "MICROSECOND) AS VARCHAR) FROM {}",
                                  sql_literal(time, kDialect), history_));
    rows->next();
    return text_at(*rows, 0, 0);
  }

  /// One line of each row that is gone; equal rows that an unproven key lets in are told apart by their number.
  void close(const std::string& time) {
    std::vector<std::string> same;
    for (const std::string& column : table_.column_names()) {
      const std::string quoted = exact_name(column, kDialect);
      same.push_back(fmt::format("now.{0} IS NOT DISTINCT FROM gone.{0}", quoted));
    }
    const auto numbered = [&](const std::string& what, const std::string& from) {
      return fmt::format("(SELECT {}{}, row_number() OVER (PARTITION BY {}) AS \"rox: number\" FROM {})", what,
                         columns_, columns_, from);
    };
    engine_.execute(
        fmt::format("UPDATE {} AS h SET valid_to = CAST({} AS TIMESTAMP) FROM (SELECT now.\"rox: row\" AS id FROM {} "
                    "AS now JOIN {} AS "
                    "gone ON now.\"rox: number\" = gone.\"rox: number\" AND {}) AS closed WHERE h.rowid = closed.id",
                    history_, sql_literal(time, kDialect),
                    numbered("rowid AS \"rox: row\", ", history_ + " WHERE valid_to IS NULL"), numbered("", "rox_gone"),
                    join(same, " AND ")));
  }

  Engine& engine_;
  const Table& table_;
  const std::string name_;
  const std::string history_;
  const std::string columns_;
};

}  // namespace

void update_history(Engine& engine, const Table& table, const HistoryLoad& load) {
  const std::string time = utc_text(load.time, "%Y-%m-%d %H:%M:%S");
  History history(engine, table);
  if (load.fresh) history.forget();
  if (history.exists()) {
    history.take_columns();
    history.update(load.run, time, history.is_kept_up_by(load.before));
  } else {
    history.begin(load.run, time);
  }
  history.note_kept_up_by(load.run);
}

Table history_table(const Table& table) {
  Table history;
  history.name = table.history_name();
  history.columns = table.columns;
  for (Column& column : history.columns) column.nullable = true;  // it may have come later than the first versions
  for (const auto& [name, kind] : {std::pair("valid_from", TypeKind::timestamp),
                                   std::pair("valid_to", TypeKind::timestamp), std::pair("run", TypeKind::varchar)}) {
    Column& column = history.columns.emplace_back();
    column.name = name;
    column.type.kind = kind;
  }
  return history;
}

std::vector<HistoryFacts> histories_of(Engine& engine, const Model& model) {
  std::vector<HistoryFacts> list;
  const std::vector<std::string> there = query_texts(engine, "SELECT table_name FROM information_schema.tables");
  for (const Table& table : model.tables) {
    if (!table.history) continue;
    const auto same = [&](const std::string& name) { return equals_ignore_case(name, table.history_name()); };
    if (std::none_of(there.begin(), there.end(), same)) continue;
    const std::string name = sql_name(table.history_name(), engine.dialect());
    const auto only = [&](const std::string& what) {
      const std::vector<std::string> found = query_texts(engine, fmt::format("SELECT {} FROM {}", what, name));
      return found.empty() ? std::string() : found.front();
    };
    // A fraction of a second counts as the next one: what is said is surely known.
    const std::string rows = only("CAST(count(*) AS VARCHAR(20))");
    const std::string since = rows == "0" ? ""
                                          : only(
                                                "CAST(date_trunc('second', min(valid_from) + INTERVAL '999999 "
                                                "microseconds') AS VARCHAR(40))");
    list.push_back({table.name, table.history_name(), std::stoull(rows), since});
  }
  return list;
}

std::string moment_of(const std::string& text) {
  DuckDbConnection connection = DuckDbDatabase("", {}).connect();
  const std::string sql =
      fmt::format("SELECT CAST(TRY_CAST({} AS TIMESTAMP) AS VARCHAR) WHERE TRY_CAST({} AS TIMESTAMP) IS NOT NULL",
                  sql_literal(text, kDialect), sql_literal(text, kDialect));
  const std::vector<std::string> moment = query_texts(connection, sql);
  if (!moment.empty()) return moment.front();
  throw usage_error(fmt::format("'{}' is no moment that rox can read", text))
      .hint(
          "write it as year, month and day, with a time if you like (UTC): `--as-of 2024-03-09`, `--as-of '2024-03-09 "
          "18:30'`");
}

void require_known(Engine& engine, const Table& table, const std::string& moment) {
  Model only;
  only.tables.push_back(table);
  const std::vector<HistoryFacts> known = histories_of(engine, only);
  if (known.empty()) {
    throw usage_error(fmt::format("{} has no history yet, so nobody knows what it was on {}", table.name, moment))
        .hint("the next `rox run` begins it");
  }
  const std::string& since = known.front().since;
  if (since.empty() || moment >= since) return;
  throw usage_error(
      fmt::format("nobody knows what {} was on {}: its history begins on {} (UTC)", table.name, moment, since))
      .hint(fmt::format("ask for a moment from then on, as with `--as-of '{}'`", since));
}

std::string as_of_view(const Table& table, const std::string& moment, const std::string& schema, SqlDialect dialect) {
  const std::string time = fmt::format("CAST({} AS TIMESTAMP)", sql_literal(moment, dialect));
  return fmt::format(
      "CREATE TEMP VIEW {} AS SELECT {} FROM {} WHERE valid_from <= {} AND (valid_to IS NULL OR {} < valid_to)",
      sql_name(table.name, dialect), sql_names(table.column_names(), dialect),
      qualified_name(schema, table.history_name(), dialect), time, time);
}

}  // namespace rox

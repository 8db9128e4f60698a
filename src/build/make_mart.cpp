#include "build/make_mart.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/error.hpp"
#include "base/text.hpp"
#include "load/change_tables.hpp"
#include "sql/lexer.hpp"
#include "sql/quote.hpp"
#include "sql/table_ddl.hpp"

namespace rox {
namespace {

/// Of all of them.
std::uint64_t count_rows(Engine& engine, const std::vector<std::string>& tables) {
  std::vector<std::string> counts;
  for (const std::string& table : tables) {
    counts.push_back("SELECT count(*) AS n FROM " + sql_name(table, engine.dialect()));
  }
  if (counts.empty()) return 0;
  return static_cast<std::uint64_t>(
      query_integer(engine, fmt::format("SELECT sum(n) FROM ({}) AS counts", join(counts, " UNION ALL "))));
}

/// What is true of a row that lacks a part of the key.
std::string lacks_key(const Mart& mart, SqlDialect dialect) {
  std::vector<std::string> missing;
  for (const std::string& column : mart.key) missing.push_back(sql_name(column, dialect) + " IS NULL");
  return join(missing, " OR ");
}

/// The quick way to see that the key is one.
bool surely_has_key(Engine& engine, const Mart& mart) {
  const SqlDialect dialect = engine.dialect();
  return engine.surely_unique(mart.file.name, {mart.key}).front() &&
         count_rows(engine, sql_name(mart.file.name, dialect) + " WHERE " + lacks_key(mart, dialect)) == 0;
}

/// Rows that the mart's key doesn't tell apart, or that lack a part of it.
std::string key_breakers(const Mart& mart, const std::string& key, SqlDialect dialect) {
  return fmt::format("(SELECT {} FROM {} GROUP BY {} HAVING count(*) > 1 OR {}) AS broken", key,
                     sql_name(mart.file.name, dialect), key, lacks_key(mart, dialect));
}

std::string first_row(Engine& engine, const std::string& sql) {
  std::string text;
  auto rows = engine.query(sql);
  while (text.empty() && rows->next()) {
    for (std::size_t column = 0; rows->rows() > 0 && column < rows->columns().size(); ++column) {
      if (column > 0) text += ", ";
      if (rows->is_null(column, 0)) {
        text += "(missing)";
      } else {
        rows->text(column, 0, text);
      }
    }
  }
  return text;
}

void with_way_out(const std::function<void()>& make) {
  try {
    make();
  } catch (Error& error) {
    if (!error.hint_text().empty()) throw;
    throw std::move(error).hint("correct the mart's SELECT; until then nothing is published, no table either");
  }
}

}  // namespace

void materialize_mart(Engine& engine, const Mart& mart, const MaterializedTable& table) {
  with_way_out([&] { materialize(engine, mart.file, table); });
}

void materialize_mart(const Mart& mart, const std::function<void(const std::string& select)>& make) {
  with_way_out([&] {
    const BoundSql sql(mart.file, {});
    try {
      make(std::string(statement_text(sql.text())));
    } catch (const Error& error) {
      throw sql.explain(error);
    }
  });
}

MartRows count_mart(Engine& engine, const Mart& mart) {
  MartRows rows;
  rows.in = count_rows(engine, mart.rows ? mart.rows->tables : mart.reads);
  rows.out = count_rows(engine, sql_name(mart.file.name, engine.dialect()));
  require_rows(mart, rows);
  return rows;
}

void require_rows(const Mart& mart, const MartRows& rows) {
  if (!mart.rows || rows.out == rows.in + mart.rows->more) return;
  const std::uint64_t wanted = rows.in + mart.rows->more;
  throw data_error(fmt::format("mart {} has {} rows, but '{}' makes {}", mart.file.name, rows.out,
                               mart.file.keys.at("reconcile"), wanted))
      .at(mart.file.path.string())
      .hint(rows.out > wanted ? "a join finds several rows where one is meant"
                              : "an inner join or a WHERE loses rows; outer joins keep them");
}

void prove_key(Engine& engine, const Mart& mart) {
  if (mart.key.empty()) return;
  const std::string key = sql_names(mart.key, engine.dialect());
  const std::string breakers = key_breakers(mart, key, engine.dialect());
  const std::string names = join(mart.key, ", ");
  try {
    if (surely_has_key(engine, mart)) return;
    const std::uint64_t broken = count_rows(engine, breakers);
    if (broken == 0) return;
    throw data_error(
        fmt::format("{} keys of mart {} ({}) are missing or stand for several rows, for instance {}", broken,
                    mart.file.name, names,
                    first_row(engine, fmt::format("SELECT {} FROM {} ORDER BY {} LIMIT 1", key, breakers, key))))
        .at(mart.file.path.string())
        .hint("a join finds several rows where one is meant, or the key is another");
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::usage) throw;
    throw usage_error(fmt::format("mart {} has no key ({}): {}", mart.file.name, names, error.what()))
        .at(mart.file.path.string())
        .hint("`-- key:` names columns of the SELECT's result");
  }
}

MartRows make_mart(Engine& engine, const Mart& mart, const MartTable& place) {
  materialize_mart(engine, mart, {place.table});
  if (!place.schema.empty()) {
    engine.execute(fmt::format("CREATE VIEW {} AS SELECT * FROM {}",
                               qualified_name(place.schema, mart.file.name, engine.dialect()), place.table));
  }
  const MartRows rows = count_mart(engine, mart);
  prove_key(engine, mart);
  return rows;
}

}  // namespace rox

#include "load/doubled.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;
/// Fewer may be a slip of whoever wrote them.
constexpr std::uint64_t kFewest = 5;

constexpr const char* kKeep = "if they are meant to be there twice, say copies = \"keep\" in [source] of rox.toml";

std::string key_of(const Table& table) { return exact_names(table.primary_key, kDialect); }

std::string present(const Table& table) {
  std::vector<std::string> parts;
  for (const std::string& column : table.primary_key) parts.push_back(exact_name(column, kDialect) + " IS NOT NULL");
  return join(parts, " AND ");
}

std::string repeated_keys(const Table& table, const std::string& what) {
  return fmt::format("SELECT {} FROM {} WHERE {} GROUP BY {} HAVING count(*) > 1", what,
                     exact_name(table.name, kDialect), present(table), key_of(table));
}

/// A file, and what is wrong with it.
struct Doubled {
  std::string file;
  std::string other;  // empty: itself
  std::uint64_t rows = 0;
};

std::optional<Doubled> first_of(DuckDbConnection& connection, const std::string& sql) {
  std::optional<Doubled> found;
  const auto rows = connection.query(sql);
  while (rows->next()) {
    if (found || rows->rows() == 0) continue;
    found = {text_at(*rows, 0, 0), text_at(*rows, 1, 0), std::stoull(text_at(*rows, 2, 0))};
  }
  return found;
}

std::uint64_t rows_of(const LoadCounts& load, const std::string& file) {
  for (const FileCounts& counts : load.files) {
    if (counts.file == file) return counts.rows;
  }
  return 0;
}

/// The file with the most records that it has several times.
std::optional<Doubled> most_repeated(DuckDbConnection& connection) {
  return first_of(connection,
                  "SELECT rox_file, '', CAST(sum(n) AS BIGINT) AS twins FROM (SELECT rox_file, count(*) AS n FROM "
                  "rox_again GROUP BY rox_file, rox_raw HAVING count(*) > 1) GROUP BY rox_file ORDER BY twins DESC, "
                  "rox_file LIMIT 1");
}

/// The last file all of whose rows have keys of one other.
std::optional<Doubled> sent_again(DuckDbConnection& connection, const Table& table, const LoadCounts& load) {
  std::vector<std::string> sizes;
  for (const FileCounts& file : load.files) {
    if (file.rows >= kFewest) sizes.push_back(fmt::format("({}, {})", sql_literal(file.file, kDialect), file.rows));
  }
  if (sizes.size() < 2) return std::nullopt;
  return first_of(connection,
                  fmt::format("WITH places AS (SELECT DISTINCT {0}, rox_file FROM rox_again), sizes(file, n) AS "
                              "(VALUES {1}), pairs AS (SELECT a.rox_file AS file, b.rox_file AS other, count(*) AS n "
                              "FROM places AS a JOIN places AS b USING ({0}) WHERE a.rox_file <> b.rox_file GROUP BY "
                              "a.rox_file, b.rox_file) SELECT file, other, pairs.n FROM pairs JOIN sizes USING (file) "
                              "WHERE pairs.n = sizes.n ORDER BY file DESC, other DESC LIMIT 1",
                              key_of(table), join(sizes, ", ")));
}

}  // namespace

void refuse_doubled(LoadContext& context, const TableExports& exports, const LoadCounts& load, bool may_repeat) {
  const Table& table = *exports.table;
  if (!table.inferred_keys || table.primary_key.empty() || load.key_holds) return;
  DuckDbConnection& connection = context.connection;
  if (connection.surely_unique(table.name, {table.primary_key}).front()) return;
  const auto repeated = static_cast<std::uint64_t>(
      query_integer(connection, fmt::format("SELECT count(*) FROM ({})", repeated_keys(table, key_of(table)))));
  if (repeated < kFewest) return;
  const std::string key = key_of(table);
  read_again(connection, table, fmt::format("({}) IN ({})", key, repeated_keys(table, fmt::format("({})", key))));
  const std::optional<Doubled> itself = most_repeated(connection);
  const std::optional<Doubled> again = may_repeat ? std::nullopt : sent_again(connection, table, load);
  connection.execute("DROP TABLE rox_again");
  const std::string key_text = join(table.primary_key, ", ");
  if (itself && itself->rows * 2 > rows_of(load, itself->file)) {
    throw data_error(fmt::format("{} of {} records stand more than once in the file, byte for byte, though the key of "
                                 "table {} is {}: they would count twice",
                                 human_count(itself->rows), human_count(rows_of(load, itself->file)), table.name,
                                 key_text))
        .at(printable(itself->file))
        .hint(fmt::format("was it written behind the export of before, instead of in its place? Export it again; {}",
                          kKeep));
  }
  if (again) {
    throw data_error(fmt::format("the file has the same keys of table {} ({}) as {}, all {} of them: its rows would "
                                 "count twice",
                                 table.name, key_text, printable(again->other), human_count(again->rows)))
        .at(printable(again->file))
        .hint(
            fmt::format("was {} sent again, with corrections? Then take the older one out of the folder, or name it in "
                        "[source] ignore of rox.toml; if both are to be read, say of table '{}' in model.toml files "
                        "= \"all\"",
                        printable(again->other), table.name));
  }
}

}  // namespace rox

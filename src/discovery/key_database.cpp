#include "discovery/key_database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "base/temporary_folder.hpp"
#include "base/text.hpp"
#include "engine/duckdb/export_function.hpp"
#include "engine/duckdb/hash_rows.hpp"
#include "source/field_map.hpp"
#include "source/scan.hpp"
#include "sql/quote.hpp"

namespace rox {

namespace {

/// Longer texts are no keys.
constexpr std::uint32_t kLongestKey = 100;
/// In tables up to this size different values are counted; in bigger ones they are estimated first, and counted where
/// the estimate says that they might be unique.
constexpr std::uint64_t kCountedRows = 200'000;
constexpr double kMaybeUnique = 0.9;  // HyperLogLog is off by a few per cent
/// Columns that are measured by one statement: DuckDB takes a hash table, of megabytes for each thread, to count the
/// different values of one.
constexpr std::size_t kMeasuredTogether = 16;
/// Each is taken out of the table again, which costs the more the wider the table is.
constexpr std::size_t kMostFractions = 256;
constexpr int kExamples = 5;
constexpr int kSampledValues = 512;
constexpr std::string_view kTrue = "1";
/// Times that are all on such a mark are periods, not moments.
constexpr int kPeriodSeconds = 900;

class KeyExports : public ExportTables {
 public:
  KeyExports(const std::vector<TableExports>& exports, Dialect dialect)
      : exports_(exports), dialect_(std::move(dialect)) {}

  const Table& table(std::string_view name) override { return *entry(name).table; }
  std::shared_ptr<TableScan> open(const Table& table, std::vector<ScanColumn> columns) override {
    ScanOptions options;
    options.columns = std::move(columns);
    const std::vector<ExportFile>& files = entry(table.name).files;
    for (const ExportFile& file : files) options.maps.push_back(match_header(file, dialect_, table).map);
    return std::make_shared<TableScan>(table, files, dialect_, std::move(options), rejects_);
  }

 private:
  const TableExports& entry(std::string_view name) const {
    return *std::find_if(exports_.begin(), exports_.end(),
                         [&](const TableExports& exports) { return equals_ignore_case(exports.table->name, name); });
  }

  const std::vector<TableExports>& exports_;
  Dialect dialect_;
  IgnoredRejects rejects_;
};

/// DuckDB makes the folder where it spills if it has to, but none above it.
bool can_spill_into(const std::filesystem::path& folder) {
  std::error_code ignored;
  return !folder.empty() && std::filesystem::exists(folder.parent_path(), ignored);
}

/// The columns of fractions, of which only the extremes are asked.
ColumnSet fractions_of(const Table& table) {
  ColumnSet columns;
  for (std::size_t c = 0; c < table.columns.size() && columns.size() < kMostFractions; ++c) {
    const Type& type = table.columns[c].type;
    if (type.kind == TypeKind::decimal && type.scale > 0) columns.push_back(c);
  }
  return columns;
}

bool is_ordered(ValueFamily family) {
  return family == ValueFamily::integer || family == ValueFamily::date || family == ValueFamily::time ||
         family == ValueFamily::timestamp;
}

std::string table_name(std::size_t table) { return fmt::format("t{}", table); }

/// "c0, c2", each after `prefix`.
std::string column_list(const ColumnSet& columns, std::string_view prefix = {}) {
  std::vector<std::string> names;
  for (const std::size_t c : columns) names.push_back(fmt::format("{}c{}", prefix, c));
  return join(names, ", ");
}

std::string all_present(const ColumnSet& columns) {
  std::vector<std::string> conditions;
  for (const std::size_t c : columns) conditions.push_back(fmt::format("c{} IS NOT NULL", c));
  return join(conditions, " AND ");
}

std::string text_of(const ColumnSet& columns) {
  std::vector<std::string> texts;
  for (const std::size_t c : columns) texts.push_back(fmt::format("CAST(c{} AS VARCHAR)", c));
  return fmt::format("concat_ws('/', {})", join(texts, ", "));
}

/// One row of results as texts; empty for NULL.
std::vector<std::string> single_row(Engine& engine, const std::string& sql) {
  auto rows = engine.query(sql);
  std::vector<std::string> values(rows->columns().size());
  while (rows->next()) {
    for (std::size_t c = 0; c < values.size() && rows->rows() > 0; ++c) {
      if (!rows->is_null(c, 0)) rows->text(c, 0, values[c]);
    }
  }
  return values;
}

std::vector<std::string> texts(Engine& engine, const std::string& sql) {
  std::vector<std::string> values;
  auto rows = engine.query(sql);
  while (rows->next()) {
    for (std::size_t r = 0; r < rows->rows(); ++r) rows->text(0, r, values.emplace_back());
  }
  return values;
}

std::optional<std::int64_t> integer_in(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::uint64_t count_in(const std::string& text) { return text.empty() ? 0 : std::stoull(text); }

}  // namespace

ValueFamily family_of(const Column& column) {
  const Type& type = column.type;
  switch (type.kind) {
    case TypeKind::smallint:
    case TypeKind::integer:
    case TypeKind::bigint: return ValueFamily::integer;
    case TypeKind::decimal: return type.scale == 0 ? ValueFamily::integer : ValueFamily::none;
    case TypeKind::varchar:
      return std::max(type.length, column.longest_text()) <= kLongestKey ? ValueFamily::text : ValueFamily::none;
    case TypeKind::date: return ValueFamily::date;
    case TypeKind::timestamp: return ValueFamily::timestamp;
    case TypeKind::uuid: return ValueFamily::uuid;
    case TypeKind::time: return ValueFamily::time;
    case TypeKind::boolean: break;
  }
  return ValueFamily::none;
}

bool are_comparable(ValueFamily child, ValueFamily parent) {
  return child != ValueFamily::none &&
         (child == parent || (child == ValueFamily::integer && parent == ValueFamily::text));
}

struct KeyDatabase::State {
  std::optional<TemporaryFolder> spill;  // unless the caller has a place for it
  DuckDbConnection connection;
  std::vector<TableFacts> facts;
  std::map<std::pair<std::size_t, std::size_t>, std::uint64_t> samples;  // table and column: values in s<t>_<c>

  explicit State(const KeyDatabaseOptions& options) : connection(DuckDbDatabase({}, settings_of(options)).connect()) {}

  DuckDbOptions settings_of(const KeyDatabaseOptions& options) {
    DuckDbOptions settings;
    settings.threads = options.threads;
    settings.memory_limit = options.memory_limit;
    settings.temp_dir = can_spill_into(options.temp_dir) ? options.temp_dir : spill.emplace("keys").path();
    settings.preserve_insertion_order = false;
    return settings;
  }

  std::uint64_t number(const std::string& sql) { return static_cast<std::uint64_t>(query_integer(connection, sql)); }

  /// The child's value, as the parent's column has it.
  std::string comparable(const std::string& value, std::size_t child, std::size_t column, std::size_t parent,
                         std::size_t key) const {
    return facts[child].columns[column].family == facts[parent].columns[key].family
               ? value
               : fmt::format("CAST({} AS VARCHAR)", value);
  }

  void load(std::size_t index, const Table& table) {
    const ColumnSet fractions = fractions_of(table);
    std::vector<std::string> columns;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const bool fraction = std::binary_search(fractions.begin(), fractions.end(), c);
      if (family_of(table.columns[c]) == ValueFamily::none && !fraction) continue;
      columns.push_back(fmt::format("{} AS c{}", exact_name(table.columns[c].name, SqlDialect::duckdb), c));
    }
    // A table without such columns still has rows, and its fractions go once they are measured.
    if (std::all_of(table.columns.begin(), table.columns.end(),
                    [](const Column& column) { return family_of(column) == ValueFamily::none; })) {
      columns.emplace_back("1 AS none");
    }
    connection.execute(fmt::format("CREATE TABLE {} AS SELECT {} FROM read_export({})", table_name(index),
                                   join(columns, ", "), sql_literal(table.name, SqlDialect::duckdb)));
  }

  TableFacts measure(std::size_t index, const Table& table) {
    TableFacts result;
    result.rows = number("SELECT count(*) FROM " + table_name(index));
    result.columns.resize(table.columns.size());
    ColumnSet measured;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      ColumnFacts& column = result.columns[c];
      column.family = family_of(table.columns[c]);
      column.exact = result.rows <= kCountedRows;
      if (column.family != ValueFamily::none) measured.push_back(c);
    }
    measure_fractions(index, table, result);
    if (result.rows == 0) return result;
    for (auto first = measured.begin(); first != measured.end();) {
      const auto end = first + std::min<std::ptrdiff_t>(measured.end() - first, kMeasuredTogether);
      measure_columns(index, {first, end}, result);
      first = end;
    }
    return result;
  }

  /// No key has one: their extremes are all that is asked of them.
  void measure_fractions(std::size_t index, const Table& table, TableFacts& facts) {
    const ColumnSet columns = fractions_of(table);
    if (columns.empty()) return;
    std::vector<std::string> asked;
    for (const std::size_t c : columns) {
      asked.push_back(fmt::format("CAST(min(c{0}) AS VARCHAR), CAST(max(c{0}) AS VARCHAR)", c));
    }
    std::vector<std::string> values =
        single_row(connection, fmt::format("SELECT {} FROM {}", join(asked, ", "), table_name(index)));
    for (std::size_t i = 0; i < columns.size(); ++i) {
      facts.columns[columns[i]].smallest = std::move(values[2 * i]);
      facts.columns[columns[i]].largest = std::move(values[2 * i + 1]);
      connection.execute(fmt::format("ALTER TABLE {} DROP COLUMN c{}", table_name(index), columns[i]));
    }
  }

  void measure_columns(std::size_t index, const ColumnSet& columns, TableFacts& facts) {
    std::vector<std::string> asked;
    for (const std::size_t c : columns) {
      const ColumnFacts& column = facts.columns[c];
      asked.push_back(fmt::format(
          "count(c{}), {}c{}), {}, {}", c, column.exact ? "count(DISTINCT " : "approx_count_distinct(", c,
          is_ordered(column.family) ? fmt::format("CAST(min(c{0}) AS VARCHAR), CAST(max(c{0}) AS VARCHAR)", c)
                                    : "NULL, NULL",
          column.family == ValueFamily::text
              ? fmt::format("avg(length(c{0})), CAST(min(length(c{0})) = max(length(c{0})) AS INTEGER), "
                            "CAST(bool_or(contains(c{0}, ' ')) AS INTEGER)",
                            c)
          : column.family == ValueFamily::timestamp
              ? fmt::format("NULL, NULL, CAST(bool_and(epoch(c{}) % {} = 0) AS INTEGER)", c, kPeriodSeconds)
              : "NULL, NULL, NULL"));
    }
    const std::vector<std::string> values =
        single_row(connection, fmt::format("SELECT {} FROM {}", join(asked, ", "), table_name(index)));
    std::size_t next = 0;
    for (const std::size_t c : columns) {
      ColumnFacts& column = facts.columns[c];
      column.present = count_in(values[next]);
      column.distinct = std::min(count_in(values[next + 1]), column.present);
      column.smallest = values[next + 2];
      column.largest = values[next + 3];
      column.least = integer_in(column.smallest);
      column.most = integer_in(column.largest);
      if (!column.least || !column.most) column.least = column.most = std::nullopt;
      column.length = values[next + 4].empty() ? 0 : std::stod(values[next + 4]);
      column.fixed = values[next + 5] == kTrue;
      (column.family == ValueFamily::timestamp ? column.periods : column.blanks) = values[next + 6] == kTrue;
      next += 7;
      if (column.exact || static_cast<double>(column.distinct) < kMaybeUnique * static_cast<double>(column.present))
        continue;
      column.distinct = number(fmt::format("SELECT count(DISTINCT c{}) FROM {}", c, table_name(index)));
      column.exact = true;
    }
  }
};

KeyDatabase::KeyDatabase(const std::vector<TableExports>& exports, const Dialect& dialect,
                         const KeyDatabaseOptions& options, const std::function<void(std::size_t table)>& progress) {
  state_ = std::make_unique<State>(options);
  register_read_export(state_->connection, std::make_shared<KeyExports>(exports, dialect));
  for (std::size_t i = 0; i < exports.size(); ++i) {
    if (progress) progress(i);
    state_->load(i, *exports[i].table);
    state_->facts.push_back(state_->measure(i, *exports[i].table));
  }
}

KeyDatabase::~KeyDatabase() = default;

const TableFacts& KeyDatabase::facts(std::size_t table) const { return state_->facts[table]; }

std::vector<std::vector<std::uint64_t>> KeyDatabase::sample(std::size_t table, const ColumnSet& columns,
                                                            std::uint64_t rows) {
  const std::uint64_t all = facts(table).rows;
  // Neighbours are alike (the lines of an order), so the first rows refute many a set at once; the rest is spread.
  const std::uint64_t step = all <= rows ? 1 : std::max<std::uint64_t>(2 * all / rows, 1);
  std::vector<std::string> hashes;
  for (const std::size_t c : columns) hashes.push_back(fmt::format("hash(c{})", c));
  return fetch_hashes(state_->connection,
                      fmt::format("SELECT {} FROM {} WHERE rowid < {} OR rowid % {} = 0", join(hashes, ", "),
                                  table_name(table), all <= rows ? all : rows / 2, step));
}

std::uint64_t KeyDatabase::distinct(std::size_t table, const ColumnSet& columns) {
  return state_->number(
      fmt::format("SELECT count(*) FROM (SELECT DISTINCT {} FROM {})", column_list(columns), table_name(table)));
}

KeyDatabase::Groups KeyDatabase::groups(std::size_t table, const ColumnSet& columns) {
  const std::vector<std::string> found = single_row(
      state_->connection, fmt::format("SELECT count(*), CAST(sum(CAST(n AS DOUBLE) * (n - 1) / 2) AS DOUBLE) FROM "
                                      "(SELECT count(*) AS n FROM {} GROUP BY {})",
                                      table_name(table), column_list(columns)));
  return {count_in(found[0]), found[1].empty() ? 0 : std::stod(found[1])};
}

std::uint64_t KeyDatabase::rows_within(std::size_t table, std::size_t column, std::int64_t least, std::int64_t most) {
  return state_->number(
      fmt::format("SELECT count(*) FROM {} WHERE c{} BETWEEN {} AND {}", table_name(table), column, least, most));
}

double KeyDatabase::sampled_coverage(std::size_t child, std::size_t column, std::size_t parent, std::size_t key) {
  const std::string sample = fmt::format("s{}_{}", child, column);
  auto known = state_->samples.find({child, column});
  if (known == state_->samples.end()) {
    state_->connection.execute(fmt::format(
        "CREATE TABLE {} AS SELECT k FROM (SELECT DISTINCT c{} AS k FROM {} WHERE c{} IS NOT NULL) ORDER BY hash(k) "
        "LIMIT {}",
        sample, column, table_name(child), column, kSampledValues));
    known = state_->samples.emplace(std::pair(child, column), state_->number("SELECT count(*) FROM " + sample)).first;
  }
  // The keys are all different: as many of them as the sample has are in it.
  const std::uint64_t hits =
      state_->number(fmt::format("SELECT count(*) FROM {} AS p SEMI JOIN {} AS s ON p.c{} = {}", table_name(parent),
                                 sample, key, state_->comparable("s.k", child, column, parent, key)));
  return known->second == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(known->second);
}

Coverage KeyDatabase::coverage(std::size_t child, const ColumnSet& columns, std::size_t parent,
                               const ColumnSet& parent_columns) {
  std::vector<std::string> equal;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string value = fmt::format("child.c{}", columns[i]);
    equal.push_back(fmt::format(
        "{} = parent.c{}", state_->comparable(value, child, columns[i], parent, parent_columns[i]), parent_columns[i]));
  }
  const std::string keys = fmt::format("(SELECT {0}, count(*) AS n FROM {1} WHERE {2} GROUP BY {0})",
                                       column_list(columns), table_name(child), all_present(columns));
  const std::string orphans =
      fmt::format("{} AS child ANTI JOIN {} AS parent ON {}", keys, table_name(parent), join(equal, " AND "));
  const std::vector<std::string> all =
      single_row(state_->connection, fmt::format("SELECT CAST(sum(n) AS BIGINT), count(*) FROM {}", keys));
  const std::vector<std::string> without =
      single_row(state_->connection, fmt::format("SELECT CAST(sum(n) AS BIGINT), count(*) FROM {}", orphans));
  Coverage found{count_in(all[0]), count_in(without[0]), count_in(all[1]), count_in(without[1]), {}};
  if (found.orphans > 0) {
    found.examples = texts(state_->connection, fmt::format("SELECT {} FROM {} ORDER BY {} LIMIT {}", text_of(columns),
                                                           orphans, column_list(columns, "child."), kExamples));
  }
  return found;
}

std::vector<std::string> KeyDatabase::repeated(std::size_t table, const ColumnSet& columns) {
  return texts(state_->connection,
               fmt::format("SELECT {0} FROM {1} GROUP BY {2} HAVING count(*) > 1 ORDER BY {2} LIMIT {3}",
                           text_of(columns), table_name(table), column_list(columns), kExamples));
}

}  // namespace rox

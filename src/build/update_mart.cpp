#include "build/update_mart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "build/temporary_objects.hpp"
#include "build/touched_part.hpp"
#include "engine/sql/materialize.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

/// Comparing more rows than these takes longer than what reads the mart gains by it.
constexpr std::uint64_t kMostCompared = 1'000'000;

/// How often a row is there now, less how often it was: the name of a column, as SQL.
constexpr const char* kTimes = "\"rox: times\"";

std::string exact(const std::string& name) { return exact_name(name, SqlDialect::duckdb); }

/// Whether two tables' rows have the same in these columns; missing values are the same if `null_safe`.
std::string equal_columns(const std::vector<std::string>& columns, bool null_safe) {
  std::vector<std::string> equal;
  for (const std::string& column : columns) {
    equal.push_back(fmt::format("a.{0} {1} b.{0}", exact(column), null_safe ? "IS NOT DISTINCT FROM" : "="));
  }
  return join(equal, " AND ");
}

class MartUpdater {
 public:
  MartUpdater(DuckDbConnection& connection, const Mart& mart)
      : connection_(connection),
        mart_(mart),
        table_("main." + exact(mart.file.name)),
        inserted_(inserted_name(mart.file.name)),
        deleted_(deleted_name(mart.file.name)),
        columns_(columns_of(table_)) {
    for (const ResultColumn& column : columns_) names_.push_back(column.name);
    for (const std::string& part : mart.key) {
      const auto found = std::find_if(names_.begin(), names_.end(),
                                      [&](const std::string& name) { return equals_ignore_case(name, part); });
      if (found != names_.end()) key_.push_back(static_cast<std::size_t>(found - names_.begin()));
    }
  }

  const Positions& key() const { return key_; }

  MartUpdate update(const BuildChanges& changes) {
    MartUpdate update = bring_up_to_date(changes);
    update.rows = count_mart(connection_, mart_);
    if (update.known && update.inserted > 0 && may_break_key()) prove_key(connection_, mart_);
    return update;
  }

  std::vector<std::string> names_at(const Positions& columns) const {
    std::vector<std::string> names;
    for (const std::size_t column : columns) names.push_back(names_.at(column));
    return names;
  }

 private:
  bool has_key() const { return !key_.empty() && key_.size() == mart_.key.size(); }

  std::vector<ResultColumn> columns_of(const std::string& table) {
    return connection_.columns_of("SELECT * FROM " + table);
  }

  bool has_columns_of(const std::string& table) {
    const std::vector<ResultColumn> others = columns_of(table);
    return std::equal(
        columns_.begin(), columns_.end(), others.begin(), others.end(),
        [](const ResultColumn& a, const ResultColumn& b) { return a.name == b.name && a.type == b.type; });
  }

  std::uint64_t count(const std::string& from) {
    return static_cast<std::uint64_t>(query_integer(connection_, "SELECT count(*) FROM " + from));
  }

  MartUpdate bring_up_to_date(const BuildChanges& changes) {
    std::string why;
    {
      ChangedTables tables(tables_of(connection_), changes);
      const TouchedPart part = find_touched_part(tables, tables.plans({mart_.file.text}).front(), key_);
      if (part.reach == Reach::none) return leave_as_it_is();
      why = part.why;
      if (part.reach == Reach::some) {
        if (auto update = update_part(part)) return *update;
        why = "its SELECT gives other columns than it has";
      }
    }
    return update_whole(why);
  }

  MartUpdate leave_as_it_is() {
    write_no_change();
    MartUpdate update;
    update.how = "no change reaches it";
    return update;
  }

  std::optional<MartUpdate> update_part(const TouchedPart& part) {
    TemporaryObjects objects(connection_);
    const std::string made = objects.expect_table("rox: made");
    materialize_mart(connection_, mart_, {made, true, part.narrowing()});
    if (!has_columns_of(made)) return std::nullopt;
    const std::string after = part.rows_of(made, names_);
    MartUpdate update = compare(part.rows_of(table_, names_), after);
    update.how = fmt::format("{} {} ({})", human_count(part.keys), part.keys == 1 ? "key" : "keys",
                             join(names_at(part.key), ", "));
    if (has_key()) {
      replace_rows(update);
    } else {
      replace_keys(part, after, update);
    }
    return update;
  }

  MartUpdate update_whole(const std::string& why) {
    if (count(table_) > kMostCompared) return make_anew("made whole: " + why);
    TemporaryObjects objects(connection_);
    const std::string made = objects.expect_table("rox: made");
    materialize_mart(connection_, mart_, {made, true});
    if (!has_columns_of(made)) return make_anew("made whole: its SELECT gives other columns than it has");
    MartUpdate update = compare("FROM " + table_, "FROM " + made);
    update.how = "made whole, then compared: " + why;
    const bool is_small = (update.inserted + update.deleted) * 2 <= count(table_);
    if (is_small && has_key()) {
      replace_rows(update);
    } else if (update.inserted + update.deleted > 0) {
      connection_.execute(fmt::format("DROP TABLE {0}; CREATE TABLE {0} AS FROM {1}", table_, made));
    }
    return update;
  }

  MartUpdate make_anew(std::string how) {
    forget_change(connection_, mart_.file.name);
    drop_materialized(connection_, mart_.file.name);
    make_mart(connection_, mart_);
    MartUpdate update;
    update.known = false;
    update.how = std::move(how);
    return update;
  }

  /// Writes the difference of the rows of two SELECTs down as the mart's change.
  MartUpdate compare(const std::string& before, const std::string& after) {
    TemporaryObjects objects(connection_);
    const std::string columns = exact_names(names_, SqlDialect::duckdb);
    const TemporaryObjects::Table difference = objects.add_table(
        "rox: difference", fmt::format("SELECT {0}, sum({1}) AS {1} FROM (SELECT *, 1 AS {1} FROM ({2}) UNION ALL "
                                       "SELECT *, -1 AS {1} FROM ({3})) GROUP BY ALL HAVING sum({1}) <> 0",
                                       columns, kTimes, after, before));
    MartUpdate update;
    if (difference.rows == 0) {
      write_no_change();
      return update;
    }
    const auto write = [&](const std::string& table, const char* sign) {  // each row as often as it is there
      return connection_.execute_counting(fmt::format(
          "CREATE OR REPLACE TABLE {0} AS SELECT {1} FROM (SELECT *, unnest(range({2}{3}::BIGINT)) FROM {4} WHERE "
          "{2}{3} > 0)",
          table, columns, sign, kTimes, difference.name));
    };
    update.inserted = write(inserted_, "");
    update.deleted = write(deleted_, "-");
    return update;
  }

  void write_no_change() {
    for (const std::string& change : {inserted_, deleted_}) {
      connection_.execute(fmt::format("CREATE OR REPLACE TABLE {} AS FROM {} LIMIT 0", change, table_));
    }
  }

  /// The rows of the change, which the mart's key tells apart.
  void replace_rows(const MartUpdate& update) {
    if (update.deleted > 0) {
      connection_.execute(fmt::format("DELETE FROM {} AS a USING {} AS b WHERE {}", table_, deleted_,
                                      equal_columns(names_at(key_), false)));
    }
    if (update.inserted > 0) connection_.execute(fmt::format("INSERT INTO {} FROM {}", table_, inserted_));
  }

  /// Whether a row that was inserted lacks a part of the mart's key, or has that of another row.
  bool may_break_key() {
    if (!has_key()) return !mart_.key.empty();
    std::vector<std::string> missing;
    for (const std::string& name : names_at(key_)) missing.push_back(exact(name) + " IS NULL");
    const std::vector<std::uint64_t> wrong = query_counts(
        connection_,
        {fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} AS a SEMI JOIN {} AS b ON {} GROUP BY {} HAVING count(*) "
                     "> 1 LIMIT 1)",
                     table_, inserted_, equal_columns(names_at(key_), false),
                     exact_names(names_at(key_), SqlDialect::duckdb, "a.")),
         fmt::format("SELECT count(*) FROM {} WHERE {}", inserted_, join(missing, " OR "))});
    return std::any_of(wrong.begin(), wrong.end(), [](std::uint64_t rows) { return rows > 0; });
  }

  /// All rows with the keys that the change has: there may be equal ones among them.
  void replace_keys(const TouchedPart& part, const std::string& after, const MartUpdate& update) {
    if (update.inserted + update.deleted == 0) return;
    const std::vector<std::string> key = names_at(part.key);
    TemporaryObjects objects(connection_);
    const std::string moved =
        objects
            .add_table("rox: moved keys", fmt::format("SELECT {0} FROM {1} UNION SELECT {0} FROM {2}",
                                                      exact_names(key, SqlDialect::duckdb), inserted_, deleted_))
            .name;
    connection_.execute(
        fmt::format("DELETE FROM {} AS a USING {} AS b WHERE {}", table_, moved, equal_columns(key, true)));
    connection_.execute(fmt::format("INSERT INTO {} SELECT a.* FROM ({}) AS a SEMI JOIN {} AS b ON {}", table_, after,
                                    moved, equal_columns(key, true)));
  }

  DuckDbConnection& connection_;
  const Mart& mart_;
  const std::string table_;
  const std::string inserted_;
  const std::string deleted_;
  const std::vector<ResultColumn> columns_;
  std::vector<std::string> names_;
  Positions key_;
};

}  // namespace

MartUpdate update_mart(DuckDbConnection& connection, const Mart& mart, const BuildChanges& changes) {
  return MartUpdater(connection, mart).update(changes);
}

std::string describe_update(DuckDbConnection& connection, const Mart& mart) {
  const MartUpdater updater(connection, mart);
  const Recipe recipe = find_recipe(read_query_plan(connection, mart.file.text, connection.database()), updater.key());
  return recipe.why.empty() ? "by " + join(updater.names_at(recipe.key), ", ") : "whole: " + recipe.why;
}

}  // namespace rox

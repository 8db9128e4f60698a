#include "quality/model_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/clock.hpp"
#include "source/date_values.hpp"
#include "source/values.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;

/// Names as a part of a check's: what a file name or a shell would stumble over becomes '_'. Letters of other scripts
/// stay, which tell one column from another.
std::string plain(std::string_view name) {
  std::string out(name);
  const auto stays = [](unsigned char c) { return c >= 0x80 || std::isalnum(c) != 0 || c == '_' || c == '-'; };
  std::replace_if(
      out.begin(), out.end(), [&](char c) { return !stays(static_cast<unsigned char>(c)); }, '_');
  return out;
}

std::string plain(const std::vector<std::string>& names) {
  std::vector<std::string> parts;
  for (const std::string& name : names) parts.push_back(plain(name));
  return join(parts, "+");
}

// ---- values as literals ----

bool only(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

/// Whether the text is a value of the type, in the one form that every engine takes.
bool is_value(const Type& type, std::string_view text) {
  switch (type.kind) {
    case TypeKind::boolean: return text == "true" || text == "false";
    case TypeKind::smallint:
    case TypeKind::integer:
    case TypeKind::bigint: {
      std::int64_t ignored = 0;
      return only(text, "+-0123456789") && parse_integer(text, ignored) == Parse::ok;
    }
    case TypeKind::decimal: {
      Int128 ignored = 0;
      return only(text, "+-.0123456789") && parse_decimal(text, '.', type.precision, type.scale, ignored) == Parse::ok;
    }
    case TypeKind::date: {
      std::int32_t ignored = 0;
      return text.size() == 10 && only(text, "-0123456789") && parse_date(text, DateOrder::ymd, ignored) == Parse::ok;
    }
    case TypeKind::time: {
      std::int64_t ignored = 0;
      return text.size() >= 5 && only(text, "0123456789:.") && parse_time(text, {}, ignored) == Parse::ok;
    }
    case TypeKind::timestamp: {
      std::int64_t ignored = 0;
      return only(text, "-0123456789 :.") && parse_timestamp(text, DateOrder::ymd, ignored) == Parse::ok;
    }
    case TypeKind::uuid: {
      UInt128 ignored = 0;
      return parse_uuid(text, ignored) == Parse::ok;
    }
    case TypeKind::varchar: return valid_utf8(text);
  }
  return false;
}

std::string literal(const Table& table, const Column& column, std::string_view key, const std::string& text) {
  const Type& type = column.type;
  if (!is_value(type, text)) {
    throw usage_error(
        fmt::format("'{}' of {}.{} is '{}', which {} can't be", key, table.name, column.name, text, to_string(type)))
        .hint(
            "numbers are written 1234.50, dates 2011-09-30, times 10:01:36, timestamps 2011-09-30 10:01:36, booleans "
            "true and false");
  }
  switch (type.kind) {
    case TypeKind::boolean: return text;
    case TypeKind::smallint:
    case TypeKind::integer:
    case TypeKind::bigint:
    case TypeKind::decimal: return text;
    case TypeKind::date: return "DATE " + sql_literal(text, kDialect);
    case TypeKind::time: return "TIME " + sql_literal(text, kDialect);
    case TypeKind::timestamp: return "TIMESTAMP " + sql_literal(text, kDialect);
    case TypeKind::uuid:
    case TypeKind::varchar: return sql_literal(text, kDialect);
  }
  return {};
}

// ---- SQL ----

/// The columns that show a failing row: its key, then those concerned, each once.
std::vector<std::string> shown_columns(const Table& table, const std::vector<std::string>& concerned) {
  std::vector<std::string> shown = table.primary_key;
  if (shown.empty()) return table.column_names();
  for (const std::string& name : concerned) {
    const bool there =
        std::any_of(shown.begin(), shown.end(), [&](const auto& s) { return equals_ignore_case(s, name); });
    if (!there) shown.push_back(name);
  }
  return shown;
}

/// Writes the checks' SQL for one engine.
class CheckSql {
 public:
  explicit CheckSql(SqlDialect dialect) : dialect_(dialect) {}

  std::string name(std::string_view text) const { return sql_name(text, dialect_); }

  std::string present(const std::vector<std::string>& columns, std::string_view row) const {
    std::vector<std::string> parts;
    for (const std::string& column : columns) parts.push_back(fmt::format("{}{} IS NOT NULL", row, name(column)));
    return join(parts, " AND ");
  }

  std::string rows_where(const Table& table, const std::vector<std::string>& concerned,
                         const std::string& condition) const {
    const std::string columns = names(shown_columns(table, concerned));
    return fmt::format("SELECT {} FROM {} WHERE {} ORDER BY {}", columns, name(table.name), condition, columns);
  }

  /// A row for each key that several rows have.
  std::string duplicates(const Table& table, const std::vector<std::string>& key) const {
    const std::string columns = names(key);
    return fmt::format(
        "SELECT {0}, COUNT(*) AS row_count FROM {1} WHERE {2} GROUP BY {0} HAVING COUNT(*) > 1 ORDER BY {0}", columns,
        name(table.name), present(key, ""));
  }

  std::string orphans(const Table& child, const Relation& relation) const {
    std::vector<std::string> equal;
    for (std::size_t i = 0; i < relation.columns.size(); ++i) {
      equal.push_back(fmt::format("parent.{} = child.{}", name(relation.parent_columns[i]), name(relation.columns[i])));
    }
    const std::string columns = names(shown_columns(child, relation.columns), "child.");
    return fmt::format(
        "SELECT {0} FROM {1} AS child LEFT JOIN {2} AS parent ON {3} WHERE {4} AND parent.{5} IS NULL ORDER BY {0}",
        columns, name(child.name), name(relation.table), join(equal, " AND "), present(relation.columns, "child."),
        name(relation.parent_columns.front()));
  }

 private:
  std::string names(const std::vector<std::string>& list, std::string_view prefix = {}) const {
    return sql_names(list, dialect_, prefix);
  }

  SqlDialect dialect_;
};

// ---- checks ----

class ModelChecks {
 public:
  explicit ModelChecks(SqlDialect dialect) : sql_(dialect) {}

  void add_table(const Table& table) {
    if (!table.primary_key.empty()) add_key(table, table.primary_key, CheckKind::primary_key);
    for (const auto& key : table.unique) add_key(table, key, CheckKind::unique);
    for (const Column& column : table.columns) add_not_null(table, column);
    for (const Column& column : table.columns) add_range(table, column);
    for (const Column& column : table.columns) add_accepted(table, column);
    for (const Relation& relation : table.relations) add_relation(table, relation);
  }

  std::vector<Check> take() { return std::move(checks_); }

 private:
  Check& add(const Table& table, CheckKind kind, const std::string& name) {
    Check& check = checks_.emplace_back();
    check.name = plain(table.name) + "." + name;
    for (int i = 2; !names_.insert(to_lower(check.name)).second; ++i) {
      check.name = fmt::format("{}.{}-{}", plain(table.name), name, i);
    }
    check.kind = kind;
    check.tables = {table.name};
    return check;
  }

  void add_key(const Table& table, const std::vector<std::string>& key, CheckKind kind) {
    const bool primary = kind == CheckKind::primary_key;
    Check& check = add(table, kind, primary ? "primary_key" : plain(key) + ".unique");
    const std::string columns = join(key, ", ");
    check.title = fmt::format("{} is unique in {}", columns, table.name);
    check.meaning = fmt::format(
        "several rows of {} have the same {}: joins by it double their rows; a row is shown for each such key",
        table.name, columns);
    if (table.inferred_keys) {
      check.severity = Severity::warn;
      check.meaning += fmt::format(". The key is inferred: `rox model confirm {}` has such rows refused", table.name);
    }
    check.sql = sql_.duplicates(table, key);
    check.key = key;
    check.tested = key;
  }

  void add_not_null(const Table& table, const Column& column) {
    const auto& key = table.primary_key;
    const bool of_inferred_key = table.inferred_keys && std::find(key.begin(), key.end(), column.name) != key.end();
    if (column.nullable && !of_inferred_key) return;
    Check& check = add_condition(table, column, CheckKind::not_null, sql_.name(column.name) + " IS NULL");
    check.title = fmt::format("{}.{} is never missing", table.name, column.name);
    check.meaning = fmt::format("rows of {} have no {}, which {}", table.name, column.name,
                                column.nullable ? "is a part of the inferred key" : "the model requires");
    if (column.nullable) check.severity = Severity::warn;
  }

  void add_range(const Table& table, const Column& column) {
    if (column.min.empty() && column.max.empty()) return;
    std::vector<std::string> conditions;
    std::vector<std::string> words;
    const std::string name = sql_.name(column.name);
    if (!column.min.empty()) {
      conditions.push_back(fmt::format("{} < {}", name, literal(table, column, "min", column.min)));
      words.push_back("at least " + column.min);
    }
    if (!column.max.empty()) {
      conditions.push_back(fmt::format("{} > {}", name, literal(table, column, "max", column.max)));
      words.push_back("at most " + column.max);
    }
    Check& check = add_condition(table, column, CheckKind::range, join(conditions, " OR "));
    check.title = fmt::format("{}.{} is {}", table.name, column.name, join(words, " and "));
    check.meaning = fmt::format("rows of {} have a {} outside of what the model accepts", table.name, column.name);
  }

  void add_accepted(const Table& table, const Column& column) {
    if (column.accepted.empty()) return;
    std::vector<std::string> values;
    for (const std::string& value : column.accepted) values.push_back(literal(table, column, "accepted", value));
    Check& check = add_condition(table, column, CheckKind::accepted,
                                 fmt::format("{} NOT IN ({})", sql_.name(column.name), join(values, ", ")));
    check.title = fmt::format("{}.{} is one of {}", table.name, column.name, join(values, ", "));
    check.meaning = fmt::format("rows of {} have a {} that the model doesn't know", table.name, column.name);
  }

  Check& add_condition(const Table& table, const Column& column, CheckKind kind, const std::string& condition) {
    Check& check = add(table, kind, fmt::format("{}.{}", plain(column.name), to_string(kind)));
    check.condition = condition;
    check.tested = {column.name};
    check.sql = sql_.rows_where(table, {column.name}, condition);
    return check;
  }

  void add_relation(const Table& child, const Relation& relation) {
    Check& check = add(child, CheckKind::relation,
                       fmt::format("{}.references.{}", plain(relation.columns), plain(relation.table)));
    check.severity = relation.enforce ? Severity::error : Severity::warn;
    if (!equals_ignore_case(child.name, relation.table)) check.tables.push_back(relation.table);
    check.title = fmt::format("{}.{} is in {}", child.name, join(relation.columns, ", "), relation.table);
    check.meaning =
        fmt::format("rows of {} refer to a row of {} that isn't there (orphans): inner joins leave them out",
                    child.name, relation.table);
    check.sql = sql_.orphans(child, relation);
    check.tested = relation.columns;
  }

  CheckSql sql_;
  std::vector<Check> checks_;
  std::set<std::string> names_;  // in lower case: file systems may not tell them apart
};

}  // namespace

std::vector<Check> model_checks(const Model& model, SqlDialect dialect) {
  ModelChecks checks(dialect);
  for (const Table& table : model.tables) checks.add_table(table);
  return checks.take();
}

}  // namespace rox

#include "sql/ddl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <string_view>

#include "base/display_width.hpp"
#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "sql/ddl_keys.hpp"
#include "sql/lake_layout.hpp"
#include "sql/quote.hpp"
#include "sql/redshift_layout.hpp"
#include "sql/table_ddl.hpp"

namespace rox {
namespace {

/// One line of a table's brackets: what is separated by commas, and a comment after it or instead of it.
struct Item {
  std::string sql;
  std::string remark;
};

void check_name(std::string_view name, SqlNameUse use, SqlDialect dialect, std::string_view whose) {
  const std::optional<std::string> problem = name_problem(name, use, dialect);
  if (!problem) return;
  throw usage_error(fmt::format("the name of {} '{}' {}", whose, printable(name), *problem))
      .hint(use == SqlNameUse::schema ? "name another schema"
            : use == SqlNameUse::column
                ? "give it another name in model.toml; header = \"…\" keeps what it is called in the export"
                : "give it another name in model.toml");
}

class Script {
 public:
  Script(const Model& model, const DdlOptions& options)
      : model_(model), options_(options), dialect_(options.dialect), order_(creation_order(model)) {
    check_names(model, options.schema, dialect_);
    if (dialect_ == SqlDialect::redshift) layouts_ = redshift_layouts(model);
  }

  DdlScript write() {
    preface();
    if (dialect_ != SqlDialect::spark) out_.sql += "BEGIN;\n\n";
    if (!options_.schema.empty()) {
      out_.sql += fmt::format("CREATE SCHEMA IF NOT EXISTS {};\n\n", sql_name(options_.schema, dialect_));
    }
    if (options_.replace) drop_tables();
    for (const std::size_t i : order_) {
      create_table(i);
      comments(model_.tables[i]);
      out_.sql += '\n';
    }
    if (has_later_keys()) later_keys();
    if (dialect_ != SqlDialect::spark) out_.sql += "COMMIT;\n";
    return std::move(out_);
  }

 private:
  std::string name(std::string_view text) const { return sql_name(text, dialect_); }

  std::string names(const std::vector<std::string>& columns) const {
    std::vector<std::string> list;
    for (const std::string& column : columns) list.push_back(name(column));
    return join(list, ", ");
  }

  std::string table_name(std::string_view table) const {
    return options_.schema.empty() ? name(table) : name(options_.schema) + "." + name(table);
  }

  void comment(std::string_view text) { out_.sql += sql_comment(text); }

  /// SQL as a comment on one line: without the first "-- " it runs.
  static std::string unwrapped(std::string_view sql) { return fmt::format("-- {}\n", printable(sql)); }

  /// DuckDB takes a relation only with its table; the others also later, which makes cycles no matter.
  bool has_later_keys() const {
    return (dialect_ == SqlDialect::postgres || dialect_ == SqlDialect::redshift) &&
           std::any_of(model_.tables.begin(), model_.tables.end(), [](const Table& t) { return !t.relations.empty(); });
  }

  void preface() {
    comment(fmt::format("The model's tables for {}, written by: rox model ddl --dialect {}", engine_title(dialect_),
                        dialect_name(dialect_)));
    switch (dialect_) {
      case SqlDialect::duckdb:
        comment(
            "VARCHAR(n) says what the model allows; DuckDB doesn't check it. Keys that are comments may not hold, or "
            "can't be "
            "declared.");
        break;
      case SqlDialect::postgres:
        comment("Names are in lower case, so that SQL finds them however it writes them without quotes.");
        break;
      case SqlDialect::redshift:
        comment(
            "VARCHAR(n) counts bytes. Keys are declared only where every load holds them: Redshift checks none, and "
            "its planner believes all. ENCODE is left AUTO: naming one column's would end automatic encoding "
            "for the whole table, and row counts and distinct values don't say what compresses better.");
        break;
      case SqlDialect::spark:
        comment(
            "Spark's own tables have no keys: what is known of them is in the properties rox.*, for people and "
            "tools. Of Parquet tables it forgets NOT NULL, too. TIMESTAMP_NTZ is a wall clock, the same in every "
            "session's time zone.");
        break;
    }
    out_.sql += '\n';
  }

  /// Children first. PostgreSQL and Redshift drop tables that refer to each other in one statement; a view of
  /// somebody's on one of them makes it fail, which is better than losing the view.
  void drop_tables() {
    std::vector<std::string> tables;
    for (auto i = order_.rbegin(); i != order_.rend(); ++i) tables.push_back(table_name(model_.tables[*i].name));
    if (dialect_ == SqlDialect::postgres || dialect_ == SqlDialect::redshift) {
      out_.sql += fmt::format("DROP TABLE IF EXISTS {};\n", join(tables, ", "));
    } else {
      for (const std::string& table : tables) out_.sql += fmt::format("DROP TABLE IF EXISTS {};\n", table);
    }
    out_.sql += '\n';
  }

  void create_table(std::size_t i) {
    const Table& table = model_.tables[i];
    if (!layouts_.empty()) explain(layouts_[i]);
    if (dialect_ == SqlDialect::spark)
      comment(fmt::format("As a table of a lake: {}.", explained_layout(lake_layout(model_, table))));
    out_.sql += fmt::format("CREATE TABLE {} (\n", table_name(table.name));
    std::vector<Item> items = column_items(table);
    if (dialect_ != SqlDialect::spark) add_keys(table, items);
    if (dialect_ == SqlDialect::duckdb) add_relations(table, items);
    auto separators = std::count_if(items.begin(), items.end(), [](const Item& item) { return !item.sql.empty(); }) - 1;
    for (const Item& item : items) {
      if (item.sql.empty()) {
        out_.sql += "  " + unwrapped(item.remark);
      } else {
        out_.sql += fmt::format("  {}{}{}\n", item.sql, separators-- > 0 ? "," : "",
                                item.remark.empty() ? "" : "  -- " + item.remark);
      }
    }
    out_.sql += ")" + table_options(i) + ";\n";
  }

  std::vector<Item> column_items(const Table& table) {
    std::size_t name_width = 0;
    std::size_t type_width = 0;
    for (const Column& column : table.columns) {
      name_width = std::max(name_width, display_width(name(column.name)));
      type_width = std::max(type_width, sql_type(column, dialect_).text.size());
    }
    std::vector<Item> items;
    for (const Column& column : table.columns) {
      const SqlType type = sql_type(column, dialect_);
      if (type.too_narrow) {
        out_.warnings.push_back(
            fmt::format("{}.{} is too narrow as {}: {}", table.name, column.name, type.text, type.remark));
      }
      std::string sql = name(column.name);
      sql += std::string(name_width - display_width(sql) + 1, ' ') + type.text;
      std::string rest = column.nullable ? "" : " NOT NULL";
      if (dialect_ == SqlDialect::spark && !column.comment.empty()) {
        rest += " COMMENT " + printable_literal(column.comment, dialect_);
      }
      if (!rest.empty()) sql += std::string(type_width - type.text.size(), ' ') + rest;
      items.push_back({std::move(sql), type.too_narrow ? "TOO NARROW: " + type.remark : type.remark});
    }
    return items;
  }

  void add_keys(const Table& table, std::vector<Item>& items) const {
    std::set<std::string> tables;
    for (const Table& other : model_.tables) tables.insert(to_lower(other.name));
    const auto add = [&](const KeyChoice& choice, const std::string& sql) {
      if (choice.declared) {
        items.push_back({sql, ""});
      } else {
        items.push_back({"", fmt::format("{}  -- {}", sql, choice.why_not)});
      }
    };
    if (!table.primary_key.empty()) {
      add(choose_primary(table), key_sql(table.name, "PRIMARY KEY", table.primary_key, tables, dialect_));
    }
    for (const std::vector<std::string>& key : table.unique) {
      add(choose_unique(table, key, dialect_), key_sql(table.name, "UNIQUE", key, tables, dialect_));
    }
  }

  std::string foreign_key(const Relation& relation) const {
    return fmt::format("FOREIGN KEY ({}) REFERENCES {} ({})", names(relation.columns), table_name(relation.table),
                       names(relation.parent_columns));
  }

  void add_relations(const Table& table, std::vector<Item>& items) const {
    for (const Relation& relation : table.relations) {
      const KeyChoice choice = choose_relation(model_, table, relation, dialect_);
      if (choice.declared) {
        items.push_back({foreign_key(relation), ""});
      } else {
        items.push_back({"", fmt::format("{}  -- {}", foreign_key(relation), choice.why_not)});
      }
    }
  }

  void explain(const RedshiftLayout& layout) {
    constexpr std::array<std::string_view, 3> kStyles{"DISTSTYLE KEY", "DISTSTYLE ALL", "DISTSTYLE AUTO"};
    comment(fmt::format("{}: {}.", kStyles[static_cast<std::size_t>(layout.dist)], layout.dist_reason));
    comment(fmt::format("SORTKEY {}: {}.", layout.sort_key.empty() ? "AUTO" : "(" + names(layout.sort_key) + ")",
                        layout.sort_reason));
  }

  std::string table_options(std::size_t i) const {
    if (dialect_ == SqlDialect::spark) return spark_options(model_.tables[i]);
    if (layouts_.empty()) return "";
    return "\n" + layout_sql(layouts_[i], "\n");
  }

  std::string spark_options(const Table& table) const {
    std::string text = "\nUSING PARQUET";
    if (!table.comment.empty()) text += "\nCOMMENT " + printable_literal(table.comment, dialect_);
    std::vector<std::string> properties;
    const auto add = [&](const std::string& key, const std::string& value) {
      properties.push_back(fmt::format("\n  '{}' = {}", key, printable_literal(value, dialect_)));
    };
    if (!table.primary_key.empty()) add("rox.primary_key", names(table.primary_key));
    for (std::size_t i = 0; i < table.unique.size(); ++i)
      add(fmt::format("rox.unique.{}", i + 1), names(table.unique[i]));
    for (std::size_t i = 0; i < table.relations.size(); ++i) {
      const Relation& relation = table.relations[i];
      add(fmt::format("rox.relation.{}", i + 1),
          fmt::format("({}) -> {} ({}), {}", names(relation.columns), table_name(relation.table),
                      names(relation.parent_columns), relation.enforce ? "no orphans" : "may have orphans"));
    }
    if (!properties.empty()) text += "\nTBLPROPERTIES (" + join(properties, ",") + "\n)";
    return text;
  }

  void comments(const Table& table) {
    if (dialect_ == SqlDialect::spark) return;
    const std::string own = table_name(table.name);
    if (!table.comment.empty()) {
      out_.sql += fmt::format("COMMENT ON TABLE {} IS {};\n", own, printable_literal(table.comment, dialect_));
    }
    for (const Column& column : table.columns) {
      if (column.comment.empty()) continue;
      out_.sql += fmt::format("COMMENT ON COLUMN {}.{} IS {};\n", own, name(column.name),
                              printable_literal(column.comment, dialect_));
    }
  }

  void later_keys() {
    comment(fmt::format("Relations. Those that are comments aren't declared: {}.",
                        dialect_ == SqlDialect::postgres
                            ? "PostgreSQL would refuse the first row without a parent, and the load with it"
                            : "where a declared one is false, Redshift's answers are wrong"));
    for (const std::size_t i : order_) {
      const Table& table = model_.tables[i];
      for (const Relation& relation : table.relations) {
        const KeyChoice choice = choose_relation(model_, table, relation, dialect_);
        const std::string sql = fmt::format("ALTER TABLE {} ADD {};", table_name(table.name), foreign_key(relation));
        out_.sql += choice.declared ? sql + "\n" : unwrapped(fmt::format("{}  -- {}", sql, choice.why_not));
      }
    }
    out_.sql += '\n';
  }

  const Model& model_;
  const DdlOptions& options_;
  SqlDialect dialect_;
  std::vector<std::size_t> order_;
  std::vector<RedshiftLayout> layouts_;
  DdlScript out_;
};

}  // namespace

void check_names(const Model& model, const std::string& schema, SqlDialect dialect) {
  if (!schema.empty()) check_name(schema, SqlNameUse::schema, dialect, "schema");
  for (const Table& table : model.tables) {
    check_name(table.name, SqlNameUse::table, dialect, "table");
    for (const Column& column : table.columns) {
      check_name(column.name, SqlNameUse::column, dialect, fmt::format("table {}'s column", printable(table.name)));
    }
  }
}

DdlScript ddl_script(const Model& model, const DdlOptions& options) { return Script(model, options).write(); }

}  // namespace rox

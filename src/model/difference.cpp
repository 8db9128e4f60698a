#include "model/difference.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "model/format_words.hpp"

namespace rox {

namespace {

using What = Difference::What;

std::string key_text(const std::vector<std::string>& columns) {
  return columns.empty() ? "" : fmt::format("({})", join(columns, ", "));
}

std::string primary_key_text(const Table& table) {
  return key_text(table.primary_key) + (table.primary_key.empty() || !table.inferred_keys ? "" : ", inferred");
}

std::string relation_text(const Relation& relation) {
  return fmt::format("({}) -> {} ({}){}", join(relation.columns, ", "), relation.table,
                     join(relation.parent_columns, ", "), relation.enforce ? ", enforced" : "");
}

bool same_ends(const Relation& a, const Relation& b) {
  return a.columns == b.columns && a.table == b.table && a.parent_columns == b.parent_columns;
}

/// "sales_#.csv, the newest".
std::string file_facts(const Table& table) {
  if (!table.files) return table.file;
  return fmt::format("{}, {}", table.file, *table.files == FileChoice::newest ? "the newest" : "all");
}

/// Compares one table with another, fact by fact.
class TableComparison {
 public:
  TableComparison(const Table& before, const Table& after, std::vector<Difference>& out)
      : before_(before), after_(after), out_(out) {}

  void run() {
    put(What::file, file_facts(before_), file_facts(after_));
    put(What::comment, before_.comment, after_.comment);
    columns();
    put(What::primary_key, primary_key_text(before_), primary_key_text(after_));
    each_missing(before_.unique, after_.unique, [&](const auto& key) { add(What::unique, key_text(key), ""); });
    each_missing(after_.unique, before_.unique, [&](const auto& key) { add(What::unique, "", key_text(key)); });
    relations();
  }

 private:
  template <class T, class Visit>
  static void each_missing(const std::vector<T>& in, const std::vector<T>& from, Visit visit) {
    for (const T& one : in) {
      if (std::find(from.begin(), from.end(), one) == from.end()) visit(one);
    }
  }

  void add(What what, std::string before, std::string after, std::string column = "") {
    out_.push_back({after_.name, std::move(column), what, std::move(before), std::move(after)});
  }
  void put(What what, const std::string& before, const std::string& after) {
    if (before != after) add(what, before, after);
  }

  void columns() {
    std::vector<std::string> order_before;
    std::vector<std::string> order_after;
    for (const Column& column : after_.columns) {
      const std::optional<std::size_t> index = before_.find_column(column.name);
      if (!index) {
        add(What::column, "", column_facts(column), column.name);
        continue;
      }
      order_after.push_back(to_lower(column.name));
      const Column& old = before_.columns[*index];
      std::string facts = column_facts(old);
      std::string new_facts = column_facts(column);
      const auto say = [&](std::string_view key, const std::string& a, const std::string& b) {
        if (a == b) return;
        facts += fmt::format(" {}='{}'", key, a);
        new_facts += fmt::format(" {}='{}'", key, b);
      };
      say("header", old.header_name(), column.header_name());
      say("min", old.min, column.min);
      say("max", old.max, column.max);
      say("accepted", join(old.accepted, ","), join(column.accepted, ","));
      say("comment", old.comment, column.comment);
      if (facts != new_facts) add(What::column, facts, new_facts, column.name);
    }
    for (const Column& column : before_.columns) {
      if (after_.find_column(column.name)) {
        order_before.push_back(to_lower(column.name));
      } else {
        add(What::column, column_facts(column), "", column.name);
      }
    }
    if (order_before != order_after) add(What::order, join(order_before, ", "), join(order_after, ", "));
  }

  void relations() {
    for (const Relation& relation : after_.relations) {
      const auto old = std::find_if(before_.relations.begin(), before_.relations.end(),
                                    [&](const Relation& r) { return same_ends(r, relation); });
      if (old == before_.relations.end()) {
        add(What::relation, "", relation_text(relation));
      } else {
        put(What::relation, relation_text(*old), relation_text(relation));
      }
    }
    for (const Relation& relation : before_.relations) {
      const bool gone = std::none_of(after_.relations.begin(), after_.relations.end(),
                                     [&](const Relation& r) { return same_ends(r, relation); });
      if (gone) add(What::relation, relation_text(relation), "");
    }
  }

  const Table& before_;
  const Table& after_;
  std::vector<Difference>& out_;
};

std::string table_facts(const Table& table) {
  return fmt::format("{}, {} column{}", table.file, table.columns.size(), table.columns.size() == 1 ? "" : "s");
}

}  // namespace

std::string column_facts(const Column& column) {
  std::string facts = to_string(column.type) + (column.nullable ? "" : " not null");
  const auto put = [&](std::string_view key, std::string_view value) { facts += fmt::format(" {}='{}'", key, value); };
  if (column.format.decimal) put("decimal", std::string_view(&*column.format.decimal, 1));
  if (column.format.group) put("group", std::string_view(&*column.format.group, 1));
  if (!column.format.currency.empty()) put("currency", column.format.currency);
  if (column.format.date_order == DateOrder::dmy) put("date_order", "dmy");
  if (column.format.date_order == DateOrder::mdy) put("date_order", "mdy");
  if (const std::string words = format_words(column.format); !words.empty()) put("format", words);
  if (column.format.pivot != kUsualPivot) put("pivot", std::to_string(column.format.pivot));
  return facts;
}

std::string_view to_string(What what) {
  switch (what) {
    case What::table: return "table";
    case What::file: return "file";
    case What::comment: return "comment";
    case What::primary_key: return "primary_key";
    case What::unique: return "unique";
    case What::relation: return "relation";
    case What::order: return "order";
    case What::column: return "column";
  }
  return "";
}

std::string to_string(const Difference& difference) {
  const std::string subject =
      difference.column.empty() ? difference.table : fmt::format("{}.{}", difference.table, difference.column);
  if (difference.what == What::order) return subject + ": columns in another order";
  std::string what;
  if (difference.what == What::table) what = "table ";
  if (difference.what == What::file) what = "file ";
  if (difference.what == What::comment) what = "comment ";
  if (difference.what == What::primary_key) what = "primary key ";
  if (difference.what == What::unique) what = "alternate key ";
  if (difference.what == What::relation) what = "relation ";
  if (difference.before.empty()) return fmt::format("{}: new {}{}", subject, what, difference.after);
  if (difference.after.empty()) return fmt::format("{}: gone, {}{}", subject, what, difference.before);
  return fmt::format("{}: {}{} -> {}", subject, what, difference.before, difference.after);
}

std::vector<Difference> differences(const Model& before, const Model& after) {
  std::vector<Difference> out;
  for (const Table& table : after.tables) {
    const Table* old = before.find_table(table.name);
    if (old == nullptr) {
      out.push_back({table.name, "", What::table, "", table_facts(table)});
    } else {
      TableComparison(*old, table, out).run();
    }
  }
  for (const Table& table : before.tables) {
    if (after.find_table(table.name) == nullptr) out.push_back({table.name, "", What::table, table_facts(table), ""});
  }
  return out;
}

}  // namespace rox

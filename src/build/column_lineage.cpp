#include "build/column_lineage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/error.hpp"
#include "base/text.hpp"
#include "build/bound_selects.hpp"
#include "build/plan_paths.hpp"
#include "engine/duckdb/query_plan.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kUnknownShape = "DuckDB describes its plan in a way that rox doesn't know";

void add_origins(ColumnOrigins& to, const ColumnOrigins& some, bool as_they_are) {
  for (const auto& [column, as_it_is] : some) {
    bool& known = to[column];
    known = known || (as_it_is && as_they_are);
  }
}

/// From where the columns of one plan come.
class OriginFinder {
 public:
  explicit OriginFinder(const PlanNode& root) : index_(root) {}

  /// Throws std::out_of_range if a part of the plan isn't there.
  const ColumnOrigins& find(const PlanNode& node, std::size_t column) {
    const std::pair place{&node, column};
    if (const auto known = known_.find(place); known != known_.end()) return known->second;
    return known_[place] = look_up(node, column);
  }

 private:
  ColumnOrigins look_up(const PlanNode& node, std::size_t column) {
    ColumnOrigins origins;
    switch (node.op) {
      case PlanOperator::values: break;
      case PlanOperator::table:
        if (const std::string& name = node.table_columns.at(column); !name.empty()) origins[{node.table, name}] = true;
        break;
      case PlanOperator::use: return find(index_.definition(node), node.columns.at(column).input);
      case PlanOperator::with: return find(node.children.at(1), node.columns.at(column).input);
      case PlanOperator::unite:
        for (const PlanNode& child : node.children) add_origins(origins, find(child, column), true);
        break;
      case PlanOperator::rows:
      case PlanOperator::window:
      case PlanOperator::join: {
        const PlanColumn& from = node.columns.at(column);
        if (from.source == PlanColumn::Source::input) return find_in_children(node, from.input);
        for (const std::size_t read : from.reads) add_origins(origins, find_in_children(node, read), false);
      }
    }
    return origins;
  }

  /// `column` is counted through the children.
  const ColumnOrigins& find_in_children(const PlanNode& node, std::size_t column) {
    for (const PlanNode& child : node.children) {
      if (column < child.columns.size()) return find(child, column);
      column -= child.columns.size();
    }
    throw std::out_of_range("a column of a plan");
  }

  PlanIndex index_;
  std::map<std::pair<const PlanNode*, std::size_t>, ColumnOrigins> known_;
};

/// Of its columns, in order.
std::vector<ColumnOrigins> origins_in(const QueryPlan& plan) {
  std::vector<ColumnOrigins> origins;
  OriginFinder finder(plan.root);
  for (std::size_t i = 0; i < plan.root.columns.size(); ++i) origins.push_back(finder.find(plan.root, i));
  return origins;
}

/// A value of each parameter, whichever: what is read doesn't depend on it.
ParamValues any_values(const SqlFile& file) {
  ParamValues values;
  for (const SqlParam& param : file.params) {
    if (param.default_value) continue;
    switch (param.type) {
      case ParamType::month: values[param.name] = "2000-01"; break;
      case ParamType::date: values[param.name] = "2000-01-01"; break;
      case ParamType::integer:
      case ParamType::decimal:
      case ParamType::text: values[param.name] = "1"; break;
    }
  }
  return values;
}

Json origins_json(const ColumnOrigins& origins) {
  Json list = Json::array();
  for (const auto& [from, as_it_is] : origins) {
    list.push_back({{"table", from.table}, {"column", from.column}, {"as_it_is", as_it_is}});
  }
  return list;
}

QueryPlan bind(EmptyWarehouse& warehouse, const std::string& select) {
  QueryPlan plan = read_query_plan(warehouse.connection(), select, warehouse.connection().database());
  if (plan.root.columns.empty()) throw usage_error(plan.refusal.empty() ? kUnknownShape : plan.refusal);
  return plan;
}

/// A SELECT that reads what the check tests: its own one shows keys, too.
std::string what_is_tested(const Check& check) {
  if (check.tested.empty()) return check.sql;
  return fmt::format("SELECT {} FROM {}", exact_names(check.tested, SqlDialect::duckdb),
                     exact_name(check.table(), SqlDialect::duckdb));
}

class LineageReader {
 public:
  explicit LineageReader(EmptyWarehouse& warehouse) : warehouse_(warehouse) {}

  void add(const Mart& mart) {
    const std::string& name = mart.file.name;
    try {
      warehouse_.add(mart);
      const QueryPlan plan = bind(warehouse_, mart.file.text);
      add_columns(name, warehouse_.columns_of(name), origins_in(plan), columns_read(plan.root));
    } catch (const Error& error) {
      lineage_.unknown[name] = error.what();
    } catch (const std::out_of_range&) {
      lineage_.unknown[name] = kUnknownShape;
    }
  }

  void add_user(ColumnUserKind kind, const std::string& name, const std::string& select) {
    try {
      for (const auto& [table, read] : columns_read(bind(warehouse_, select).root)) {
        for (const std::string& column : read) lineage_.users[{table, column}].push_back({kind, name, {}});
      }
    } catch (const Error& error) {
      lineage_.unknown[name] = error.what();
    }
  }

  ColumnLineage take() { return std::move(lineage_); }

 private:
  void add_columns(const std::string& mart, const std::vector<std::string>& columns,
                   const std::vector<ColumnOrigins>& origins, const ColumnsRead& reads) {
    if (columns.size() != origins.size()) throw usage_error(kUnknownShape);
    std::map<ColumnName, std::vector<std::string>> users;
    for (const auto& [table, read] : reads) {
      for (const std::string& column : read) users[{table, column}];
    }
    lineage_.marts[mart] = columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      lineage_.origins[{mart, columns[i]}] = origins[i];
      for (const auto& [from, as_it_is] : origins[i]) users[from].push_back(columns[i]);
    }
    for (auto& [column, made] : users) lineage_.users[column].push_back({ColumnUserKind::mart, mart, std::move(made)});
  }

  EmptyWarehouse& warehouse_;
  ColumnLineage lineage_;
};

/// Adds a column and all that it comes from.
void add_with_origins(const ColumnLineage& lineage, const ColumnName& column, std::set<ColumnName>& columns) {
  if (!columns.insert(column).second) return;
  const auto known = lineage.origins.find(column);
  if (known == lineage.origins.end()) return;
  for (const auto& [from, as_it_is] : known->second) add_with_origins(lineage, from, columns);
}

std::set<std::string> tables_of(const std::set<ColumnName>& columns) {
  std::set<std::string> tables;
  for (const ColumnName& column : columns) tables.insert(column.table);
  return tables;
}

bool decides_rows(const std::vector<ColumnUser>& users, const std::set<std::string>& marts) {
  return std::any_of(users.begin(), users.end(), [&](const ColumnUser& user) {
    return user.kind == ColumnUserKind::mart && user.columns.empty() && marts.contains(user.name);
  });
}

}  // namespace

ColumnOrigins ColumnLineage::from_exports(const ColumnName& column) const {
  const auto known = origins.find(column);
  if (known == origins.end()) return {{column, true}};
  ColumnOrigins all;
  for (const auto& [from, as_it_is] : known->second) add_origins(all, from_exports(from), as_it_is);
  return all;
}

std::string ColumnLineage::written(const std::string& mart, const std::string& column) const {
  const auto known = marts.find(mart);
  if (known == marts.end()) return column;
  const auto name = std::find_if(known->second.begin(), known->second.end(),
                                 [&](const std::string& own) { return equals_ignore_case(own, column); });
  return name == known->second.end() ? column : *name;
}

ColumnLineage read_column_lineage(EmptyWarehouse& warehouse, const std::vector<Mart>& marts,
                                  const std::vector<SqlFile>& analyses, const std::vector<Check>& checks) {
  LineageReader reader(warehouse);
  for (const Mart& mart : marts) reader.add(mart);
  for (const SqlFile& analysis : analyses) {
    reader.add_user(ColumnUserKind::analysis, analysis.name, BoundSql(analysis, any_values(analysis)).text());
  }
  for (const Check& check : checks) {
    const auto kind = check.tested.empty() ? ColumnUserKind::check : ColumnUserKind::rule;
    reader.add_user(kind, check.name, what_is_tested(check));
  }
  return reader.take();
}

ColumnsBehind columns_behind(EmptyWarehouse& warehouse, const ColumnLineage& lineage, const std::string& select) {
  ColumnsBehind behind;
  for (const auto& [table, read] : columns_read(bind(warehouse, select).root)) {
    for (const std::string& column : read) add_with_origins(lineage, {table, column}, behind.values);
  }
  std::set<ColumnName> all = behind.values;
  for (std::size_t known = 0; known < all.size();) {
    known = all.size();
    const std::set<std::string> tables = tables_of(all);
    for (const auto& [column, users] : lineage.users) {
      if (decides_rows(users, tables)) add_with_origins(lineage, column, all);
    }
  }
  std::set_difference(all.begin(), all.end(), behind.values.begin(), behind.values.end(),
                      std::inserter(behind.rows, behind.rows.end()));
  return behind;
}

std::set<std::string> checks_of(const ColumnLineage& lineage, const ColumnsBehind& columns) {
  std::set<std::string> checks;
  const auto add = [&](const ColumnName& column, bool with_files) {
    const auto users = lineage.users.find(column);
    if (users == lineage.users.end()) return;
    for (const ColumnUser& user : users->second) {
      if (user.kind == ColumnUserKind::rule || (with_files && user.kind == ColumnUserKind::check)) {
        checks.insert(user.name);
      }
    }
  };
  for (const ColumnName& column : columns.values) add(column, true);
  // A file's check shows keys to tell which rows fail; that it tests them is unlikely.
  for (const ColumnName& column : columns.rows) add(column, false);
  return checks;
}

std::string_view to_string(ColumnUserKind kind) {
  switch (kind) {
    case ColumnUserKind::mart: return "mart";
    case ColumnUserKind::analysis: return "analysis";
    case ColumnUserKind::check:
    case ColumnUserKind::rule: break;
  }
  return "check";
}

Json column_lineage_json(const ColumnLineage& lineage, const ColumnName& column) {
  Json users = Json::array();
  if (const auto known = lineage.users.find(column); known != lineage.users.end()) {
    for (const ColumnUser& user : known->second) {
      users.push_back({{"kind", to_string(user.kind)}, {"name", user.name}, {"columns", user.columns}});
    }
  }
  const auto own = lineage.origins.find(column);
  const bool is_made = own != lineage.origins.end();
  return {{"from", is_made ? origins_json(own->second) : Json::array()},
          {"exports", is_made ? origins_json(lineage.from_exports(column)) : Json::array()},
          {"used_by", std::move(users)}};
}

}  // namespace rox

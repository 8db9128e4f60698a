#include "engine/duckdb/query_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "base/json.hpp"
#include "base/text.hpp"
#include "engine/duckdb/plan_expression.hpp"
#include "sql/lexer.hpp"
#include "sql/quote.hpp"
#include "sql/references.hpp"

namespace rox {
namespace {

PlanColumn passed(std::size_t input) { return {PlanColumn::Source::input, input, {}, {}}; }

PlanColumn computed_from(const JsonValue& expression) {
  return {PlanColumn::Source::computed, 0, {}, columns_in(expression)};
}

PlanColumn column_of(const JsonValue& expression) {
  if (const auto input = passed_column(expression)) return passed(*input);
  if (auto literal = constant_literal(expression)) return {PlanColumn::Source::constant, 0, std::move(*literal), {}};
  return computed_from(expression);
}

std::vector<PlanColumn> all_passed(std::size_t count) {
  std::vector<PlanColumn> columns;
  for (std::size_t i = 0; i < count; ++i) columns.push_back(passed(i));
  return columns;
}

/// Those of `columns` that a map of positions keeps; all, if there is none.
template <typename Column>
std::vector<Column> kept(std::vector<Column> columns, const JsonValue& map) {
  const std::vector<JsonValue> positions = map.elements_or_none();
  if (positions.empty()) return columns;
  std::vector<Column> some;
  for (const JsonValue& position : positions) some.push_back(columns.at(position.count()));
  return some;
}

/// Equalities between two columns that a condition of several parts demands, each in any order.
std::vector<PlanEquality> equalities_in(const JsonValue& condition) {
  if (condition.find("type").text_or("") == "CONJUNCTION_AND") {
    std::vector<PlanEquality> all;
    for (const JsonValue& part : condition.find("children").elements_or_none()) {
      for (const PlanEquality& equality : equalities_in(part)) all.push_back(equality);
    }
    return all;
  }
  if (condition.find("type").text_or("") != "COMPARE_EQUAL") return {};
  std::vector<JsonValue> sides = condition.find("children").elements_or_none();
  if (sides.empty()) sides = {condition.find("left"), condition.find("right")};
  if (sides.size() != 2) return {};
  const auto left = passed_column(sides[0]);
  const auto right = passed_column(sides[1]);
  if (!left || !right) return {};
  return {{*left, *right, false}};
}

/// The rows of `node` that stay have these two columns equal, so joins in it may be seen as joins on them.
void push_equality(PlanNode& node, std::size_t one, std::size_t other) {
  const bool is_inner = node.op == PlanOperator::join && node.by_left && node.by_right;
  if (node.op == PlanOperator::rows && !node.has_unique && node.children.size() == 1) {
    const PlanColumn& a = node.columns.at(one);
    const PlanColumn& b = node.columns.at(other);
    const bool both = a.source == PlanColumn::Source::input && b.source == PlanColumn::Source::input;
    if (both) push_equality(node.children.front(), a.input, b.input);
    return;
  }
  if (!is_inner) return;
  const std::size_t left = node.children[0].columns.size();
  std::size_t low = node.columns.at(one).input;
  std::size_t high = node.columns.at(other).input;
  if (low > high) std::swap(low, high);
  if (high < left) return push_equality(node.children[0], low, high);
  if (low >= left) return push_equality(node.children[1], low - left, high - left);
  node.equalities.push_back({low, high - left, false});
}

/// COUNT(*) OVER (), and nothing said with it that rox doesn't know.
bool counts_all_rows(const JsonValue& window) {
  constexpr std::array<std::string_view, 16> known = {
      "expression_class",      "type",         "alias",        "query_location",
      "query_location_length", "return_type",  "qname",        "name",
      "has_serialize",         "ignore_nulls", "start",        "end",
      "exclude_clause",        "distinct",     "catalog_name", "schema_name"};
  for (const auto& [name, value] : window.members()) {
    const bool is_empty = (value.is_array() && value.elements().empty()) || name == "sql_range_order_type";
    if (!is_empty && std::find(known.begin(), known.end(), name) == known.end()) return false;
  }
  const std::string function = function_name(window);
  const std::string end = window.find("end").text_or("");
  return window.find("type").text_or("") == "WINDOW_AGGREGATE" && (function == "count" || function == "count_star") &&
         window.find("start").text_or("") == "UNBOUNDED_PRECEDING" &&
         (end == "CURRENT_ROW_RANGE" || end == "UNBOUNDED_FOLLOWING") &&
         window.find("exclude_clause").text_or("NO_OTHER") == "NO_OTHER" && !window.find("distinct").flag_or(false);
}

class PlanReader {
 public:
  PlanReader(std::string database, RowCounts row_counts) : database_(std::move(database)), row_counts_(row_counts) {}

  const std::string& refusal() const { return refusal_; }
  /// Whether it is known of all parts from where their columns come.
  bool knows_columns() const { return knows_columns_; }

  /// By what the rows of the whole SELECT, whose plan `root` is, are ordered.
  static std::vector<PlanOrder> order(const JsonValue& json, const PlanNode& root) {
    std::vector<PlanOrder> orders;
    if (json.member("type").text() != "LOGICAL_ORDER_BY") return orders;
    for (const JsonValue& by : json.find("orders").elements_or_none()) {
      const auto input = passed_column(by.member("expression"));
      const auto column = std::find_if(root.columns.begin(), root.columns.end(), [&](const PlanColumn& shown) {
        return input && shown.source == PlanColumn::Source::input && shown.input == *input;
      });
      if (column == root.columns.end()) return {};
      orders.push_back({static_cast<std::size_t>(column - root.columns.begin()),
                        by.find("type").text_or("") == "DESCENDING",
                        by.find("null_order").text_or("") == "NULLS FIRST"});
    }
    return orders;
  }

  /// Those of the root's columns that are COUNT(*) OVER () set apart.
  static std::vector<std::size_t> row_counts(const PlanNode& root) {
    std::vector<std::size_t> counts;
    for (std::size_t i = 0; i < root.columns.size(); ++i) {
      const PlanNode* node = &root;
      std::size_t column = i;
      while (node->op == PlanOperator::rows && node->columns.at(column).source == PlanColumn::Source::input) {
        column = node->columns.at(column).input;
        node = &node->children.at(0);
      }
      if (node->op != PlanOperator::window) continue;
      const auto& apart = node->row_counts;
      if (std::find(apart.begin(), apart.end(), column) != apart.end()) counts.push_back(i);
    }
    return counts;
  }

  /// `keeps_rows`: whether the rows of the node are those of the result, one by one.
  PlanNode read(const JsonValue& json, bool keeps_rows = true) {
    const std::string type = json.member("type").text();
    const bool passes_rows = keeps_rows && (type == "LOGICAL_ORDER_BY" || type == "LOGICAL_PROJECTION");
    std::vector<PlanNode> children;
    for (const JsonValue& child : json.find("children").elements_or_none()) {
      children.push_back(read(child, passes_rows));
    }
    if (type == "LOGICAL_GET" && children.empty()) return table(json);
    if (type == "LOGICAL_DUMMY_SCAN") return values(1);
    if (type == "LOGICAL_EMPTY_RESULT") return values(json.find("return_types").elements_or_none().size());
    if (type == "LOGICAL_EXPRESSION_GET") return expressions(json, std::move(children));
    if (type == "LOGICAL_CTE_REF") return use(json);
    if (type == "LOGICAL_FILTER") return filter(json, std::move(children));
    if (type == "LOGICAL_ORDER_BY") return row_by_row(json, std::move(children));
    if (type == "LOGICAL_PROJECTION") return projection(json, std::move(children));
    if (type == "LOGICAL_AGGREGATE_AND_GROUP_BY") return groups(json, std::move(children));
    if (type == "LOGICAL_DISTINCT") return distinct(json, std::move(children));
    if (type == "LOGICAL_WINDOW") {
      return window(json, std::move(children), keeps_rows && row_counts_ == RowCounts::set_apart);
    }
    if (type == "LOGICAL_COMPARISON_JOIN" || type == "LOGICAL_ANY_JOIN" || type == "LOGICAL_CROSS_PRODUCT") {
      return join(json, type, std::move(children));
    }
    if (type == "LOGICAL_UNION" || type == "LOGICAL_EXCEPT" || type == "LOGICAL_INTERSECT") {
      return unite(json, std::move(children));
    }
    if (type == "LOGICAL_MATERIALIZED_CTE") return with(json, std::move(children));
    const bool only_chooses = type == "LOGICAL_LIMIT" || type == "LOGICAL_TOP_N" || type == "LOGICAL_SAMPLE";
    if (!only_chooses || children.size() != 1) return refuse(unknown_operator(type));
    refuse_rows(unknown_operator(type));
    return row_by_row(json, std::move(children));
  }

 private:
  /// Nothing can be said of a part.
  PlanNode refuse(const std::string& why) {
    refuse_rows(why);
    knows_columns_ = false;
    return {};
  }

  /// Of a part it is known only from where its columns come.
  void refuse_rows(const std::string& why) {
    if (refusal_.empty()) refusal_ = why;
  }

  static std::string unknown_operator(const std::string& type) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> words = {
        {{"LOGICAL_LIMIT", "which rows a LIMIT keeps depends on all rows"},
         {"LOGICAL_TOP_N", "which rows a LIMIT keeps depends on all rows"},
         {"LOGICAL_SAMPLE", "a sample is another one each time"},
         {"LOGICAL_POSITIONAL_JOIN", "a positional join depends on the order of rows"},
         {"LOGICAL_ASOF_JOIN", "an ASOF join finds rows by what is near"},
         {"LOGICAL_RECURSIVE_CTE", "a recursive query depends on all rows"},
         {"LOGICAL_DELIM_JOIN", "this DuckDB doesn't resolve a correlated subquery while binding"},
         {"LOGICAL_DELIM_GET", "this DuckDB doesn't resolve a correlated subquery while binding"}}};
    for (const auto& [name, why] : words) {
      if (name == type) return std::string(why);
    }
    return fmt::format("rox doesn't know a part of its plan ({})", type);
  }

  static PlanNode values(std::size_t columns) {
    PlanNode node;
    node.columns.resize(columns);
    return node;
  }

  PlanNode expressions(const JsonValue& json, std::vector<PlanNode> children) {
    if (children.size() != 1 || children.front().op != PlanOperator::values) {
      return refuse("rox doesn't know VALUES of that kind");
    }
    return values(json.find("expr_types").elements_or_none().size());
  }

  PlanNode table(const JsonValue& json) {
    const JsonValue data = json.find("function_data");
    const std::string function = function_name(json);
    std::vector<JsonValue> indexes = kept(json.find("column_indexes").elements_or_none(), json.find("projection_ids"));
    if (function == "range" || function == "generate_series") return values(indexes.size());
    if (function != "seq_scan") {
      return refuse(fmt::format("it reads {}(), no table", function));
    }
    const bool own = data.find("catalog").text_or("") == database_ && data.find("schema").text_or("") == "main";
    if (!own)
      return refuse(fmt::format("it reads {}, which is no table of the warehouse", data.member("table").text()));
    const std::vector<std::string> names = json.member("names").texts();
    PlanNode node;
    node.op = PlanOperator::table;
    node.table = data.member("table").text();
    for (const JsonValue& index : indexes) {
      const std::uint64_t at = index.find("index").count_or(0);
      node.table_columns.push_back(at < names.size() ? names[at] : std::string());
    }
    node.columns.resize(indexes.size());
    return node;
  }

  static PlanNode use(const JsonValue& json) {
    PlanNode node;
    node.op = PlanOperator::use;
    node.definition = json.member("cte_index").count();
    node.columns = all_passed(json.find("chunk_types").elements_or_none().size());
    return node;
  }

  static PlanNode with(const JsonValue& json, std::vector<PlanNode> children) {
    PlanNode node;
    node.op = PlanOperator::with;
    node.definition = json.member("table_index").count();
    node.columns = all_passed(children.at(1).columns.size());
    node.children = std::move(children);
    return node;
  }

  static PlanNode row_by_row(const JsonValue& json, std::vector<PlanNode> children) {
    PlanNode node;
    node.op = PlanOperator::rows;
    node.columns = kept(all_passed(children.at(0).columns.size()), json.find("projection_map"));
    node.children = std::move(children);
    return node;
  }

  /// A filter that wants nothing but a partner: whether there is one is known then, or the row goes.
  static void settle_mark(PlanNode& child, std::size_t column) {
    if (child.op == PlanOperator::join && child.is_mark && column + 1 == child.columns.size()) child.is_mark = false;
  }

  static PlanNode filter(const JsonValue& json, std::vector<PlanNode> children) {
    for (const JsonValue& condition : json.find("expressions").elements_or_none()) {
      for (const PlanEquality& equality : equalities_in(condition)) {
        push_equality(children.at(0), equality.left, equality.right);
      }
      if (const auto column = passed_column(condition)) settle_mark(children.at(0), *column);
    }
    return row_by_row(json, std::move(children));
  }

  static PlanNode projection(const JsonValue& json, std::vector<PlanNode> children) {
    PlanNode node;
    node.op = PlanOperator::rows;
    for (const JsonValue& expression : json.find("expressions").elements_or_none()) {
      node.columns.push_back(column_of(expression));
    }
    node.children = std::move(children);
    return node;
  }

  static PlanNode groups(const JsonValue& json, std::vector<PlanNode> children) {
    PlanNode node;
    node.op = PlanOperator::rows;
    const std::vector<JsonValue> groups = json.find("groups").elements_or_none();
    const std::vector<JsonValue> sets = json.find("grouping_sets").elements_or_none();
    for (const JsonValue& group : groups) {
      // In a group over several sets a column is missing where it isn't grouped by.
      const auto input = sets.size() < 2 ? passed_column(group) : std::nullopt;
      node.columns.push_back(input ? passed(*input) : computed_from(group));
    }
    node.has_unique = sets.size() < 2;
    for (std::size_t i = 0; i < groups.size() && node.has_unique; ++i) node.unique.push_back(i);
    for (const JsonValue& aggregate : json.find("expressions").elements_or_none()) {
      node.columns.push_back(computed_from(aggregate));
    }
    node.columns.resize(node.columns.size() + json.find("grouping_functions").elements_or_none().size());
    node.children = std::move(children);
    return node;
  }

  PlanNode distinct(const JsonValue& json, std::vector<PlanNode> children) {
    if (json.find("distinct_type").text_or("DISTINCT") != "DISTINCT") {
      refuse_rows("which row DISTINCT ON keeps may depend on the order of rows");
      return row_by_row(json, std::move(children));
    }
    PlanNode node = row_by_row(json, std::move(children));
    node.has_unique = true;
    for (std::size_t i = 0; i < node.columns.size(); ++i) node.unique.push_back(i);
    return node;
  }

  static bool depends_on_equal_rows(const JsonValue& window) {
    constexpr std::array<std::string_view, 4> by_value = {"WINDOW_RANK", "WINDOW_RANK_DENSE", "WINDOW_PERCENT_RANK",
                                                          "WINDOW_CUME_DIST"};
    const std::string type = window.member("type").text();
    if (std::find(by_value.begin(), by_value.end(), type) != by_value.end()) return false;
    if (type != "WINDOW_AGGREGATE") return true;
    const auto by_rows = [&](std::string_view end) {
      return window.find(end).text_or("").find("ROWS") != std::string::npos;
    };
    return by_rows("start") || by_rows("end");
  }

  PlanNode window(const JsonValue& json, std::vector<PlanNode> children, bool counts_apart) {
    PlanNode node;
    node.op = PlanOperator::window;
    node.columns = all_passed(children.at(0).columns.size());
    for (const JsonValue& window : json.member("expressions").elements()) {
      node.columns.push_back(computed_from(window));
      if (counts_apart && counts_all_rows(window)) {
        node.row_counts.push_back(node.columns.size() - 1);
        continue;
      }
      std::vector<std::size_t>& partition = node.partitions.emplace_back();
      for (const JsonValue& by : window.find("partitions").elements_or_none()) {
        if (const auto column = passed_column(by)) partition.push_back(*column);
      }
      if (!window.find("arg_orders").elements_or_none().empty()) refuse_rows("a window orders its arguments");
      if (!depends_on_equal_rows(window)) continue;
      std::vector<std::size_t>& order = node.orders.emplace_back(partition);
      for (const JsonValue& by : window.find("orders").elements_or_none()) {
        if (const auto column = passed_column(by.member("expression"))) order.push_back(*column);
      }
    }
    node.children = std::move(children);
    return node;
  }

  PlanNode join(const JsonValue& json, const std::string& type, std::vector<PlanNode> children) {
    const std::string kind = type == "LOGICAL_CROSS_PRODUCT" ? "INNER" : json.member("join_type").text();
    const bool only_left = kind == "SEMI" || kind == "ANTI" || kind == "MARK";
    const std::size_t left = children.at(0).columns.size();
    PlanNode node;
    node.op = PlanOperator::join;
    node.columns = kept(all_passed(left), json.find("left_projection_map"));
    if (!only_left) {
      std::vector<PlanColumn> right;
      for (std::size_t i = 0; i < children.at(1).columns.size(); ++i) right.push_back(passed(left + i));
      for (PlanColumn& column : kept(std::move(right), json.find("right_projection_map"))) {
        node.columns.push_back(std::move(column));
      }
    }
    if (kind == "MARK") node.columns.push_back(mark(json, left));
    node.by_left = only_left || kind == "INNER" || kind == "LEFT" || kind == "SINGLE";
    node.by_right = kind == "INNER";
    node.pads_right = kind == "LEFT" || kind == "SINGLE" || kind == "FULL" || kind == "OUTER";
    node.one_per_left = only_left || kind == "SINGLE";
    if (!node.by_left && !node.pads_right) return refuse(fmt::format("rox doesn't know its join ({})", kind));
    for (const JsonValue& condition : json.find("conditions").elements_or_none()) add_condition(condition, node);
    node.is_mark = kind == "MARK" && std::any_of(node.equalities.begin(), node.equalities.end(),
                                                 [](const PlanEquality& equality) { return !equality.null_safe; });
    node.children = std::move(children);
    return node;
  }

  /// Whether there is a partner comes from what is compared, of both sides.
  static PlanColumn mark(const JsonValue& json, std::size_t left_columns) {
    PlanColumn mark;
    for (const JsonValue& condition : json.find("conditions").elements_or_none()) {
      for (const std::size_t column : columns_in(condition.find("left"))) mark.reads.push_back(column);
      for (const std::size_t column : columns_in(condition.find("right"))) mark.reads.push_back(left_columns + column);
    }
    return mark;
  }

  static void add_condition(const JsonValue& condition, PlanNode& node) {
    const std::string comparison = condition.find("comparison").text_or("");
    const bool null_safe = comparison == "COMPARE_NOT_DISTINCT_FROM";
    if (comparison != "COMPARE_EQUAL" && !null_safe) return;
    const auto left = passed_column(condition.member("left"));
    const auto right = passed_column(condition.member("right"));
    if (left && right) node.equalities.push_back({*left, *right, null_safe});
  }

  static PlanNode unite(const JsonValue& json, std::vector<PlanNode> children) {
    PlanNode node;
    node.op = PlanOperator::unite;
    node.columns = all_passed(json.member("column_count").count());
    node.children = std::move(children);
    return node;
  }

  const std::string database_;
  const RowCounts row_counts_;
  std::string refusal_;
  bool knows_columns_ = true;
};

/// Plans as JSON, one for each SELECT.
std::vector<std::string> serialized_plans(DuckDbConnection& connection, const std::vector<std::string>& selects) {
  std::vector<std::string> calls;
  for (const std::string& select : selects) {
    calls.push_back(fmt::format("json_serialize_plan({}, skip_null := true, skip_empty := true, optimize := false)",
                                sql_literal(statement_text(select), SqlDialect::duckdb)));
  }
  std::vector<std::string> plans(selects.size());
  if (calls.empty()) return plans;
  const auto rows = connection.query("SELECT " + join(calls, ", "));
  rows->next();
  for (std::size_t i = 0; i < plans.size(); ++i) rows->text(i, 0, plans[i]);
  return plans;
}

QueryPlan refused(std::string why) { return {{}, std::move(why), {}, {}}; }

/// The row's number is no column of the table, and another one in a table that was made anew.
constexpr const char* kRowNumber = "it may read where rows lie (rowid)";

bool may_read_row_number(const std::string& select) { return names_in(select).contains("rowid"); }

QueryPlan plan_in(const std::string& serialized, const std::string& database, RowCounts row_counts) {
  std::string why;
  try {
    const JsonValue answer = parse_json(serialized, "the plan of a SELECT");
    if (answer.find("error").flag_or(false)) {
      return refused("DuckDB doesn't describe its plan: " + answer.find("error_message").text_or("no reason given"));
    }
    const std::vector<JsonValue> plans = answer.member("plans").elements();
    if (plans.size() != 1) return refused("it isn't one SELECT");
    why = find_unrepeatable(plans.front());
    PlanReader reader(database, row_counts);
    PlanNode root = reader.read(plans.front());
    if (why.empty()) why = reader.refusal();
    if (!reader.knows_columns()) return refused(std::move(why));
    std::vector<PlanOrder> order = PlanReader::order(plans.front(), root);
    std::vector<std::size_t> counts = PlanReader::row_counts(root);
    return {std::move(root), std::move(why), std::move(order), std::move(counts)};
  } catch (const std::out_of_range&) {  // a position of a column that isn't there
    return refused(why.empty() ? "DuckDB describes its plan in a way that rox doesn't know" : std::move(why));
  }
}

}  // namespace

QueryPlan read_query_plan(DuckDbConnection& connection, const std::string& select, const std::string& database,
                          RowCounts row_counts) {
  if (may_read_row_number(select)) return refused(kRowNumber);
  try {
    return plan_in(serialized_plans(connection, {select}).front(), database, row_counts);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::usage) throw;
    return refused(std::string("DuckDB describes its plan in a way that rox doesn't know: ") + error.what());
  }
}

std::vector<QueryPlan> read_query_plans(DuckDbConnection& connection, const std::vector<std::string>& selects,
                                        const std::string& database, RowCounts row_counts) {
  std::vector<QueryPlan> plans;
  try {
    const std::vector<std::string> serialized = serialized_plans(connection, selects);
    for (std::size_t i = 0; i < selects.size(); ++i) {
      plans.push_back(may_read_row_number(selects[i]) ? refused(kRowNumber)
                                                      : plan_in(serialized[i], database, row_counts));
    }
  } catch (const Error& error) {  // one by one it shows of which DuckDB says nothing
    if (error.kind() != ErrorKind::usage) throw;
    plans.clear();
    for (const std::string& select : selects)
      plans.push_back(read_query_plan(connection, select, database, row_counts));
  }
  return plans;
}

}  // namespace rox

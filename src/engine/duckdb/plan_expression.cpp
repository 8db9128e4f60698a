#include "engine/duckdb/plan_expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include "sql/quote.hpp"

namespace rox {
namespace {

/// Functions of one row that are no more than their arguments, between blanks. (Not: age of one argument, which counts
/// from today; what depends on a setting, a sequence, the catalog, chance.)
constexpr std::string_view kRepeatable =
    " "
    "!= !~~ !~~* % & * ** + - / // < << <= = > >= >> ^ ^@ | || ~ ~~ ~~* ~~~ __between __cast abs acos add ascii "
    "asin atan atan2 bin bit_count bit_length cbrt ceil ceiling century char_length character_length chr concat "
    "concat_ws constant_or_null contains cos cot damerau_levenshtein date_diff date_part date_sub date_trunc "
    "datediff datepart datesub datetrunc day dayname dayofmonth dayofweek dayofyear decade decimal_division "
    "degrees divide ends_with epoch epoch_ms epoch_ns epoch_us era even exp factorial floor format gcd greatest "
    "greatest_common_divisor hamming hex hour ilike_escape instr isfinite isinf isnan isodow isoyear jaccard "
    "jaro_similarity jaro_winkler_similarity julian last_day lcase lcm least least_common_multiple left length "
    "levenshtein like_escape ln log log10 log2 lower lpad ltrim make_date make_time make_timestamp md5 "
    "microsecond millennium millisecond minute mismatches mod month monthname multiply nfc_normalize "
    "not_ilike_escape not_like_escape octet_length ord overlay pi position pow power prefix printf quarter "
    "radians regexp_escape regexp_extract regexp_full_match regexp_matches regexp_replace repeat replace reverse "
    "right round round_even roundbankers rpad rtrim second sha1 sha256 sign signbit sin split_part sqrt "
    "starts_with strftime string_split strip_accents strlen strpos strptime struct_extract struct_extract_at "
    "struct_pack row substr substring subtract suffix tan time_bucket to_base to_centuries to_days to_decades "
    "to_hex to_hours to_microseconds to_millennia to_milliseconds to_minutes to_months to_quarters to_seconds "
    "to_weeks to_years translate trim trunc try_strptime ucase unbin unhex unicode upper week weekday weekofyear "
    "xor year yearweek list_value list_pack list_extract list_contains array_extract array_slice list_slice split "
    "str_split string_to_array ";

bool is_repeatable(const std::string& function) {
  if (function == "IS DISTINCT FROM" || function == "IS NOT DISTINCT FROM") return true;
  return function.find(' ') == std::string::npos && kRepeatable.find(" " + function + " ") != std::string_view::npos;
}

/// Aggregates for which the order of the rows doesn't matter; the second list only of exact numbers.
constexpr std::array<std::string_view, 15> kAggregates = {
    "count",   "count_star", "min",     "max",    "bool_and",      "bool_or",       "bit_and", "bit_or",
    "bit_xor", "count_if",   "countif", "median", "quantile_disc", "quantile_cont", "quantile"};
constexpr std::array<std::string_view, 4> kSums = {"sum", "avg", "mean", "sum_no_overflow"};

template <typename Names>
bool is_in(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_float(const JsonValue& type) {
  const std::string id = type.find("id").text_or("");
  return id == "DOUBLE" || id == "FLOAT";
}

std::string unrepeatable_aggregate(const JsonValue& expression) {
  const std::string name = function_name(expression);
  if (is_in(kAggregates, name)) return {};
  if (!is_in(kSums, name)) return fmt::format("{}() may depend on the order of rows", name);
  for (const JsonValue& argument : expression.find("children").elements_or_none()) {
    JsonValue type = argument.find("return_type");
    if (type.is_null()) type = argument.find("value").find("type");
    if (is_float(type)) return fmt::format("{}() of floating-point numbers depends on their order", name);
  }
  return {};
}

std::string unrepeatable_function(const JsonValue& expression) {
  const std::string type = expression.find("type").text_or("");
  if (type.rfind("OPERATOR_", 0) == 0 || type.rfind("COMPARE_", 0) == 0) return {};
  const std::string name = function_name(expression);
  if (is_repeatable(name)) return {};
  return fmt::format("it isn't known whether {}() always gives the same", name);
}

std::string unrepeatable(const JsonValue& expression, const std::string& kind) {
  static constexpr std::array<std::string_view, 9> harmless = {
      "BOUND_REF",      "BOUND_CONSTANT", "BOUND_CAST",    "BOUND_COMPARISON", "BOUND_CONJUNCTION",
      "BOUND_OPERATOR", "BOUND_CASE",     "BOUND_BETWEEN", "BOUND_UNNEST"};
  if (is_in(harmless, kind)) return {};
  if (kind == "BOUND_FUNCTION") return unrepeatable_function(expression);
  if (kind == "BOUND_AGGREGATE") return unrepeatable_aggregate(expression);
  if (kind == "BOUND_WINDOW") {
    return expression.find("type").text_or("") == "WINDOW_AGGREGATE" ? unrepeatable_aggregate(expression)
                                                                     : std::string();
  }
  return fmt::format("rox doesn't know an expression of it ({})", kind);
}

/// How many values an integer type has room for; 0 for another type. Unsigned ones are none that exports have.
int integer_width(const JsonValue& type) {
  const std::string id = type.find("id").text_or("");
  constexpr std::array<std::string_view, 5> widths = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"};
  const auto* const found = std::find(widths.begin(), widths.end(), id);
  return found == widths.end() ? 0 : static_cast<int>(found - widths.begin()) + 1;
}

void add_columns(const JsonValue& value, std::set<std::size_t>& columns) {
  if (value.is_array()) {
    for (const JsonValue& element : value.elements()) add_columns(element, columns);
  } else if (value.is_object()) {
    if (value.find("expression_class").text_or("") == "BOUND_REF") columns.insert(value.find("index").count_or(0));
    for (const auto& [name, member] : value.members()) add_columns(member, columns);
  }
}

/// What is cast, if it is a cast.
std::optional<JsonValue> cast_value(const JsonValue& expression) {
  const std::string kind = expression.find("expression_class").text_or("");
  if (kind == "BOUND_CAST") return expression.find("child");
  if (kind != "BOUND_FUNCTION" || expression.find("type").text_or("") != "OPERATOR_CAST") return std::nullopt;
  const std::vector<JsonValue> children = expression.find("children").elements_or_none();
  return children.size() == 1 ? std::optional(children.front()) : std::nullopt;
}

}  // namespace

std::string function_name(const JsonValue& value) {
  const std::vector<JsonValue> path = value.find("qname").find("path").elements_or_none();
  return path.empty() ? value.find("name").text_or("") : path.back().text_or("");
}

std::string find_unrepeatable(const JsonValue& plan) {
  std::string why;
  if (plan.is_array()) {
    for (const JsonValue& element : plan.elements()) {
      if (why = find_unrepeatable(element); !why.empty()) return why;
    }
  } else if (plan.is_object()) {
    if (const std::string kind = plan.find("expression_class").text_or(""); !kind.empty()) {
      if (why = unrepeatable(plan, kind); !why.empty()) return why;
    }
    for (const auto& [name, value] : plan.members()) {
      if (name == "collation" && !value.text_or("").empty()) return "texts are compared by a collation";
      if (!value.is_object() && !value.is_array()) continue;
      if (why = find_unrepeatable(value); !why.empty()) return why;
    }
  }
  return why;
}

std::optional<std::size_t> passed_column(const JsonValue& expression) {
  if (expression.find("expression_class").text_or("") == "BOUND_REF") return expression.find("index").count_or(0);
  const auto inner = cast_value(expression);
  if (!inner) return std::nullopt;
  const int from = integer_width(inner->find("return_type"));
  return from > 0 && integer_width(expression.find("return_type")) >= from ? passed_column(*inner) : std::nullopt;
}

std::vector<std::size_t> columns_in(const JsonValue& expression) {
  std::set<std::size_t> columns;
  add_columns(expression, columns);
  return {columns.begin(), columns.end()};
}

std::optional<std::string> constant_literal(const JsonValue& expression) {
  if (const auto inner = cast_value(expression)) {
    const auto literal = constant_literal(*inner);
    if (!literal) return std::nullopt;
    const bool is_integer = integer_width(expression.find("return_type")) > 0;
    if (inner->find("value").find("is_null").flag_or(false)) return is_integer ? "NULL" : "";
    return is_integer && integer_width(inner->find("value").find("type")) > 0 ? literal : std::string();
  }
  if (expression.find("expression_class").text_or("") != "BOUND_CONSTANT") return std::nullopt;
  const JsonValue value = expression.find("value");
  const bool is_integer = integer_width(value.find("type")) > 0 && !value.find("value").is_object();  // no HUGEINT
  if (value.find("is_null").flag_or(false)) return is_integer ? "NULL" : "";  // a table of it must have a type
  if (is_integer) return std::to_string(value.find("value").integer());
  if (value.find("type").find("id").text_or("") != "VARCHAR") return std::string();
  return sql_literal(value.find("value").text_or(""), SqlDialect::duckdb);
}

}  // namespace rox

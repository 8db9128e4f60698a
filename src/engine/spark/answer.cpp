#include "engine/spark/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <regex>
#include <utility>

#include "base/text.hpp"
#include "sql/lexer.hpp"
#include "sql/sql_location.hpp"

namespace rox {
namespace {

constexpr auto npos = std::string_view::npos;

struct KindOfType {
  std::string_view start;
  ResultKind kind;
};

constexpr std::array kKinds{
    KindOfType{"BOOLEAN", ResultKind::boolean},
    KindOfType{"TINYINT", ResultKind::integer},
    KindOfType{"SMALLINT", ResultKind::integer},
    KindOfType{"INT", ResultKind::integer},
    KindOfType{"BIGINT", ResultKind::integer},
    KindOfType{"DECIMAL", ResultKind::decimal},
    KindOfType{"FLOAT", ResultKind::floating},
    KindOfType{"DOUBLE", ResultKind::floating},
    KindOfType{"DATE", ResultKind::date},
    KindOfType{"TIMESTAMP", ResultKind::timestamp},
    KindOfType{"TIMESTAMP_NTZ", ResultKind::timestamp},
    KindOfType{"STRING", ResultKind::text},
    KindOfType{"CHAR", ResultKind::text},
    KindOfType{"VARCHAR", ResultKind::text},
};

std::string upper_case(std::string_view text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
  return upper;
}

/// https://spark.apache.org/docs/latest/sql-error-conditions-sqlstates.html
ErrorKind kind_of(std::string_view state) {
  for (const std::string_view data : {"21", "22", "23", "KD000", "P0"}) {  // malformed records; raise_error()
    if (state.starts_with(data)) return ErrorKind::data;
  }
  for (const std::string_view usage : {"0A", "42", "46", "54", "56", "07"}) {
    if (state.starts_with(usage)) return ErrorKind::usage;
  }
  return ErrorKind::outside;
}

/// The byte of a line's character, both from 0. Spark counts in UTF-16.
std::size_t byte_of(std::string_view line, std::size_t character) {
  std::size_t at = 0;
  while (at < line.size() && character > 0) {
    const auto lead = static_cast<unsigned char>(line[at]);
    const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    character -= std::min<std::size_t>(character, bytes == 4 ? 2 : 1);
    at += bytes;
  }
  return std::min(at, line.size());
}

/// Of a line's character, both from 0; none if the SQL isn't that long.
std::optional<std::size_t> offset_of(std::string_view sql, std::size_t line, std::size_t character) {
  std::size_t start = 0;
  for (; line > 0; --line) {
    start = sql.find('\n', start);
    if (start == npos) return std::nullopt;
    ++start;
  }
  return start + byte_of(sql.substr(start, sql.find('\n', start) - start), character);
}

/// "(line 1, pos 14)" and "line 1 pos 14" count positions from 0, "(line 1, position 15)" from 1. What is said about a
/// view ("== SQL of VIEW x (line …") is not about `sql`.
SqlLocation place_of(const std::string& message, std::string_view sql) {
  static const std::regex kFrom0(R"(line (\d{1,9}),? pos (\d{1,9}))");
  static const std::regex kFrom1(R"(== SQL \(line (\d{1,9}), position (\d{1,9})\) ==)");
  std::smatch found;
  std::size_t first = 0;
  if (!std::regex_search(message, found, kFrom0)) {
    if (!std::regex_search(message, found, kFrom1)) return {};
    first = 1;
  }
  const std::size_t line = std::stoul(found[1]);
  const std::size_t position = std::stoul(found[2]);
  if (line < 1 || position < first) return {};
  const auto offset = offset_of(sql, line - 1, position - first);
  return offset ? locate_in_sql(sql, *offset) : SqlLocation{};
}

std::string_view hint_of(std::string_view message) {
  if (message.starts_with("[TABLE_OR_VIEW_NOT_FOUND]")) {
    return "Spark sees the tables of the model and the project's marts, by their names alone";
  }
  return "";
}

}  // namespace

ResultColumn spark_column(std::string name, std::string_view type) {
  std::string upper = upper_case(type);
  const std::string_view word = std::string_view(upper).substr(0, upper.find_first_of("(< "));
  const auto* known = std::find_if(kKinds.begin(), kKinds.end(), [&](const KindOfType& k) { return k.start == word; });
  const ResultKind kind = known == kKinds.end() ? ResultKind::other : known->kind;
  return {std::move(name), std::move(upper), kind};
}

Error spark_error(std::string_view message, std::string_view state, std::string_view sql) {
  const std::string all(trim(message));
  // Behind the SQLSTATE come the place, the SQL and the plan; without one, a Java stack.
  std::string text = all.substr(0, std::min({all.find(" SQLSTATE: "), all.find("\n\tat "), all.find("\n\n== ")}));
  const SqlLocation place = place_of(all, sql);
  text += place.picture;
  const std::string_view hint = hint_of(all);
  Error error = Error(kind_of(state), text).at("", place.line, place.column);
  return hint.empty() ? error : std::move(error).hint(std::string(hint));
}

namespace {

/// SELECT TRANSFORM(…) USING 'program', and functions that call any method of Java's.
bool runs_programs(std::string_view sql) {
  bool behind_using = false;
  for (const SqlToken& token : lex_sql(sql)) {
    if (token.kind == SqlTokenKind::blank || token.kind == SqlTokenKind::comment) continue;
    if (behind_using && (token.kind == SqlTokenKind::string || token.kind == SqlTokenKind::quoted_name)) return true;
    behind_using = token.kind == SqlTokenKind::word && equals_ignore_case(token.text, "using");
    for (const std::string_view method : {"reflect", "try_reflect", "java_method"}) {
      if (equals_ignore_case(token.text, method)) return true;
    }
  }
  return false;
}

}  // namespace

bool spark_reads_only(std::string_view sql) {
  const std::string_view first = first_token(sql);
  if (first.empty()) return true;  // Spark says so
  const auto is_one_of = [](std::string_view word, const auto& words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return equals_ignore_case(word, w); });
  };
  constexpr std::array<std::string_view, 9> kReading{"select", "with", "values",   "table",  "from",
                                                     "show",   "desc", "describe", "explain"};
  if (!is_one_of(first, kReading) || runs_programs(sql)) return false;
  if (!equals_ignore_case(first, "with") && !equals_ignore_case(first, "from")) return true;
  // WITH … INSERT and FROM … INSERT write. In parentheses there are only queries.
  constexpr std::array<std::string_view, 4> kWriting{"insert", "update", "delete", "merge"};
  int depth = 0;
  for (const SqlToken& token : lex_sql(sql)) {
    depth += token.text == "(" ? 1 : token.text == ")" ? -1 : 0;
    if (depth == 0 && token.kind == SqlTokenKind::word && is_one_of(token.text, kWriting)) return false;
  }
  return true;
}

}  // namespace rox

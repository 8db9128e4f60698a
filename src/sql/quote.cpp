#include "sql/quote.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "sql/reserved_words.hpp"

namespace rox {
namespace {

std::string quote(std::string_view text, char mark) {
  std::string quoted(1, mark);
  for (char c : text) {
    if (c == mark) quoted += mark;
    quoted += c;
  }
  quoted += mark;
  return quoted;
}

bool is_plain(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

template <typename Write>
std::string list(const std::vector<std::string>& names, std::string_view prefix, const Write& write) {
  std::string all;
  for (const std::string& name : names) {
    if (!all.empty()) all += ", ";
    all += prefix;
    all += write(name);
  }
  return all;
}

}  // namespace

std::string sql_name(std::string_view name, SqlDialect dialect) {
  const std::string own = folds_names(dialect) ? to_lower(name) : std::string(name);
  return is_plain(own) && !is_reserved_word(own, dialect) ? own : exact_name(own, dialect);
}

std::string sql_names(const std::vector<std::string>& names, SqlDialect dialect, std::string_view prefix) {
  return list(names, prefix, [&](const std::string& name) { return sql_name(name, dialect); });
}

std::string qualified_name(std::string_view schema, std::string_view table, SqlDialect dialect) {
  return fmt::format("{}.{}", sql_name(schema, dialect), sql_name(table, dialect));
}

std::string exact_name(std::string_view name, SqlDialect dialect) {
  return quote(name, dialect == SqlDialect::spark ? '`' : '"');
}

std::string exact_names(const std::vector<std::string>& names, SqlDialect dialect, std::string_view prefix) {
  return list(names, prefix, [&](const std::string& name) { return exact_name(name, dialect); });
}

std::string sql_literal(std::string_view text, SqlDialect dialect) {
  if (dialect == SqlDialect::duckdb || dialect == SqlDialect::postgres) return quote(text, '\'');
  // Redshift and Spark read backslashes in a literal; the standard, PostgreSQL and DuckDB don't.
  std::string escaped = replace_all(std::string(text), "\\", "\\\\");
  if (dialect == SqlDialect::redshift) return quote(escaped, '\'');
  // '' within quotes depends on a setting of Spark's, \' doesn't; ${…} would be looked up as a variable.
  escaped = replace_all(std::move(escaped), "'", "\\'");
  escaped = replace_all(std::move(escaped), "\n", "\\n");
  return "'" + replace_all(std::move(escaped), "${", "\\u0024{") + "'";
}

std::string printable_literal(std::string_view text, SqlDialect dialect) {
  std::string clean(text);
  for (char& c : clean) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F) c = ' ';
  }
  return sql_literal(clean, dialect);
}

}  // namespace rox

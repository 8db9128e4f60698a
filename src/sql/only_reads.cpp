#include "sql/only_reads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "sql/lexer.hpp"

namespace rox {
namespace {

using Words = std::vector<std::string_view>;

const Words& queries(SqlDialect dialect) {
  static const Words kServers{"select", "with", "values", "table"};
  static const Words kDuckDb{"select", "with", "values", "table", "from", "pivot", "unpivot"};
  return dialect == SqlDialect::duckdb ? kDuckDb : kServers;
}

const Words& descriptions(SqlDialect dialect) {
  static const Words kServers{"show"};
  static const Words kDuckDb{"show", "describe", "desc", "summarize"};
  return dialect == SqlDialect::duckdb ? kDuckDb : kServers;
}

/// Functions with which a SELECT would run SQL that it has as text, or change what the session may do.
const Words& acting_functions() {
  static const Words kFunctions{"set_config", "query_to_xml", "query_to_xmlschema", "query_to_xml_and_xmlschema",
                                "ts_stat",    "ts_rewrite",   "enable_logging",     "disable_logging"};
  return kFunctions;
}

bool is_one_of(std::string_view text, const Words& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return equals_ignore_case(text, word); });
}

bool is_word(const SqlToken& token, const Words& words) {
  return token.kind == SqlTokenKind::word && is_one_of(token.text, words);
}

std::vector<SqlToken> without_blanks(std::string_view sql) {
  std::vector<SqlToken> tokens = lex_sql(sql);
  std::erase_if(tokens, [](const SqlToken& token) {
    return token.kind == SqlTokenKind::blank || token.kind == SqlTokenKind::comment;
  });
  return tokens;
}

/// Where the pair of parentheses that opens at `at` is closed.
std::size_t closing(const std::vector<SqlToken>& tokens, std::size_t at) {
  int depth = 0;
  for (; at < tokens.size(); ++at) {
    if (tokens[at].text == "(") ++depth;
    if (tokens[at].text == ")" && --depth == 0) break;
  }
  return at;
}

/// Behind `EXPLAIN ANALYZE`, `EXPLAIN (ANALYZE, FORMAT json)` and the like; 0: it is no EXPLAIN.
std::size_t behind_explain(const std::vector<SqlToken>& tokens) {
  if (tokens.empty() || !is_word(tokens.front(), {"explain"})) return 0;
  static const Words kOptions{"analyze", "analyse", "verbose", "format", "costs",     "buffers",     "settings",
                              "wal",     "timing",  "summary", "memory", "serialize", "generic_plan"};
  std::size_t at = 1;
  for (; at < tokens.size(); ++at) {
    if (is_word(tokens[at], {"analyze", "analyse", "verbose"})) continue;
    const bool options = tokens[at].text == "(" && at + 1 < tokens.size() && is_word(tokens[at + 1], kOptions);
    if (!options) break;
    at = closing(tokens, at);
  }
  return at;
}

/// `WITH x AS (INSERT …)`, `WITH x AS (…) DELETE …`, `SELECT … INTO t`.
bool changes_something(const std::vector<SqlToken>& tokens) {
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (is_word(tokens[at], {"into"})) return true;
    if (!is_word(tokens[at], {"insert", "update", "delete", "merge"}) || at == 0 || at + 1 == tokens.size()) continue;
    const bool begins = tokens[at - 1].text == "(" || tokens[at - 1].text == ")";
    const bool goes_on = tokens[at + 1].kind == SqlTokenKind::word || tokens[at + 1].kind == SqlTokenKind::quoted_name;
    if (begins && goes_on) return true;
  }
  return false;
}

/// Also where a name is written with escapes (U&"\0073et_config"), which only such a trick needs.
bool calls_acting_function(const std::vector<SqlToken>& tokens) {
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const SqlToken& token = tokens[at];
    if (is_word(token, acting_functions())) return true;
    if (token.kind != SqlTokenKind::quoted_name || token.text.size() < 2) continue;
    if (is_one_of(token.text.substr(1, token.text.size() - 2), acting_functions())) return true;
    if (at >= 2 && tokens[at - 1].text == "&" && is_word(tokens[at - 2], {"u"})) return true;
  }
  return false;
}

}  // namespace

std::string_view explained_statement(std::string_view sql) {
  const std::vector<SqlToken> tokens = without_blanks(sql);
  const std::size_t at = behind_explain(tokens);
  return at == 0 || at >= tokens.size() ? std::string_view() : sql.substr(tokens[at].offset);
}

bool only_reads(std::string_view sql, SqlDialect dialect) {
  std::vector<SqlToken> tokens = without_blanks(sql);
  const std::size_t explained = behind_explain(tokens);
  auto first = tokens.begin() + static_cast<std::ptrdiff_t>(std::min(explained, tokens.size()));
  while (first != tokens.end() && (first->text == "(" || first->text == ";")) ++first;
  if (first == tokens.end()) return explained == 0;
  const bool reads = is_word(*first, queries(dialect)) || (explained == 0 && is_word(*first, descriptions(dialect)));
  return reads && !changes_something(tokens) && !calls_acting_function(tokens);
}

Error reading_only_error(SqlDialect dialect) {
  return usage_error(fmt::format("only statements that read are possible here: {}",
                                 dialect == SqlDialect::duckdb ? "SELECT, WITH, FROM, DESCRIBE, SHOW, EXPLAIN"
                                                               : "SELECT, WITH, VALUES, TABLE, SHOW, EXPLAIN"))
      .hint("what the warehouse holds is decided by the project's files and changed by `rox run`");
}

}  // namespace rox

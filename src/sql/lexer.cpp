#include "sql/lexer.hpp"

#include <algorithm>

namespace rox {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool in_word(char c) { return starts_word(c) || is_digit(c) || c == '$'; }

/// End of the text that `quote` opened at `at`; the quote doubled stands for itself.
std::size_t quoted_end(std::string_view sql, std::size_t at, char quote) {
  for (std::size_t i = at + 1; i < sql.size(); ++i) {
    if (sql[i] != quote) continue;
    if (i + 1 < sql.size() && sql[i + 1] == quote) {
      ++i;
    } else {
      return i + 1;
    }
  }
  return sql.size();
}

std::size_t block_comment_end(std::string_view sql, std::size_t at) {
  int depth = 0;
  for (std::size_t i = at; i + 1 < sql.size(); ++i) {
    std::string_view two = sql.substr(i, 2);
    if (two == "/*") {
      ++depth;
      ++i;
    } else if (two == "*/") {
      ++i;
      if (--depth == 0) return i + 1;
    }
  }
  return sql.size();
}

std::size_t word_end(std::string_view sql, std::size_t at) {
  while (at < sql.size() && in_word(sql[at])) ++at;
  return at;
}

/// End of $tag$…$tag$ at `at`, or npos if that isn't one ($1 is a positional parameter).
std::size_t dollar_string_end(std::string_view sql, std::size_t at) {
  std::size_t close = at + 1;
  while (close < sql.size() && sql[close] != '$' && in_word(sql[close])) ++close;
  if (close >= sql.size() || sql[close] != '$' || is_digit(sql[at + 1])) return npos;
  std::string_view tag = sql.substr(at, close + 1 - at);
  std::size_t end = sql.find(tag, close + 1);
  return end == npos ? sql.size() : end + tag.size();
}

std::size_t number_end(std::string_view sql, std::size_t at) {
  while (at < sql.size() && (in_word(sql[at]) || sql[at] == '.')) {
    bool exponent =
        (sql[at] == 'e' || sql[at] == 'E') && at + 1 < sql.size() && (sql[at + 1] == '-' || sql[at + 1] == '+');
    at += exponent ? 2 : 1;
  }
  return at;
}

struct Cut {
  SqlTokenKind kind;
  std::size_t end;
};

Cut cut_token(std::string_view sql, std::size_t at) {
  char c = sql[at];
  char next = at + 1 < sql.size() ? sql[at + 1] : '\0';
  if (is_blank(c)) {
    std::size_t end = at;
    while (end < sql.size() && is_blank(sql[end])) ++end;
    return {SqlTokenKind::blank, end};
  }
  if (c == '-' && next == '-') return {SqlTokenKind::comment, std::min(sql.find('\n', at), sql.size())};
  if (c == '/' && next == '*') return {SqlTokenKind::comment, block_comment_end(sql, at)};
  if (c == '\'') return {SqlTokenKind::string, quoted_end(sql, at, '\'')};
  if (c == '"') return {SqlTokenKind::quoted_name, quoted_end(sql, at, '"')};
  if (c == '$' && next != '\0') {
    if (std::size_t end = dollar_string_end(sql, at); end != npos) return {SqlTokenKind::string, end};
  }
  if (starts_word(c)) return {SqlTokenKind::word, word_end(sql, at)};
  if (is_digit(c) || (c == '.' && is_digit(next))) return {SqlTokenKind::number, number_end(sql, at)};
  if (c == ':' && next == ':') return {SqlTokenKind::symbol, at + 2};
  if (c == ':' && starts_word(next)) return {SqlTokenKind::parameter, word_end(sql, at + 1)};
  return {SqlTokenKind::symbol, at + 1};
}

}  // namespace

std::vector<SqlToken> lex_sql(std::string_view sql) {
  std::vector<SqlToken> tokens;
  for (std::size_t at = 0; at < sql.size();) {
    Cut cut = cut_token(sql, at);
    tokens.push_back({cut.kind, at, sql.substr(at, cut.end - at)});
    at = cut.end;
  }
  return tokens;
}

std::string_view statement_text(std::string_view sql) {
  std::size_t end = 0;
  for (const SqlToken& token : lex_sql(sql)) {
    bool trailing = token.kind == SqlTokenKind::blank || token.kind == SqlTokenKind::comment || token.text == ";";
    if (!trailing) end = token.offset + token.text.size();
  }
  return sql.substr(0, end);
}

std::size_t statement_begin(std::string_view sql) {
  std::size_t at = 0;
  while (at < sql.size()) {
    const Cut cut = cut_token(sql, at);
    if (cut.kind != SqlTokenKind::blank && cut.kind != SqlTokenKind::comment && sql[at] != ';') break;
    at = cut.end;
  }
  return at;
}

std::string_view first_token(std::string_view sql) {
  for (const SqlToken& token : lex_sql(sql)) {
    if (token.kind == SqlTokenKind::blank || token.kind == SqlTokenKind::comment || token.text == "(") continue;
    return token.text;
  }
  return {};
}

}  // namespace rox

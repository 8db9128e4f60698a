// SQL cut into tokens: as much of the language as the four dialects share, enough to find parameters,
// names and the end of a statement without being fooled by strings and comments. Every byte of the text
// is in exactly one token.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace rox {

enum class SqlTokenKind {
  blank,
  comment,      // -- to the end of the line, or /* … */ (nested, as PostgreSQL and DuckDB take them)
  string,       // '…' with '' inside, or $tag$…$tag$
  quoted_name,  // "…" with "" inside
  word,         // keywords and plain names
  number,
  parameter,  // :name (but not ::type)
  symbol,
};

struct SqlToken {
  SqlTokenKind kind;
  std::size_t offset;
  std::string_view text;
};

/// Never fails: what is never closed reaches to the end, and the engine will complain about it.
std::vector<SqlToken> lex_sql(std::string_view sql);

/// The statement alone, without the semicolons, blanks and comments after it.
std::string_view statement_text(std::string_view sql);

/// Where the statement begins: the offset of what is behind blanks, comments and semicolons.
std::size_t statement_begin(std::string_view sql);

/// What the statement starts with, mostly a word, behind comments and parentheses; empty if there is nothing.
std::string_view first_token(std::string_view sql);

}  // namespace rox

// Any text as SQL: tokens are the text and nothing but it, references stand where they say, and a file's parameters are
// all filled in.
#include <fmt/format.h>

#include <cstdlib>
#include <string>

#include "base/error.hpp"
#include "require.hpp"
#include "sql/lexer.hpp"
#include "sql/only_reads.hpp"
#include "sql/references.hpp"
#include "sql/sql_file.hpp"

namespace rox {
namespace {

bool has_parameters(std::string_view sql) {
  for (const SqlToken& token : lex_sql(sql)) {
    if (token.kind == SqlTokenKind::parameter) return true;
  }
  return false;
}

void tokens(std::string_view sql) {
  std::size_t at = 0;
  for (const SqlToken& token : lex_sql(sql)) {
    REQUIRE(token.offset == at && !token.text.empty() && token.text.data() == sql.data() + at);
    at += token.text.size();
  }
  REQUIRE(at == sql.size());
}

void statement(std::string_view sql) {
  const std::string_view text = statement_text(sql);
  REQUIRE(sql.starts_with(text));
  REQUIRE(statement_text(text) == text);
  REQUIRE(statement_begin(sql) <= sql.size());
  REQUIRE(sql.find(first_token(sql)) != std::string_view::npos);
  const bool servers = only_reads(sql, SqlDialect::postgres);
  REQUIRE(servers == only_reads(sql, SqlDialect::redshift));
  REQUIRE(sql.ends_with(explained_statement(sql)));
}

void references(std::string_view sql) {
  std::size_t last = 0;
  for (const TableReference& reference : table_references(sql)) {
    REQUIRE(reference.offset >= last && reference.offset < sql.size());
    last = reference.offset;
    const std::string& first = reference.schema.empty() ? reference.name : reference.schema;
    const std::string_view there = sql.substr(reference.offset);
    REQUIRE(there.starts_with('"') || there.starts_with(std::string_view(first).substr(0, first.find('.'))));
  }
}

void file(std::string_view sql) {
  try {
    const BoundSql bound(parse_sql_file("fuzz.sql", std::string(sql)), {});
    REQUIRE(!has_parameters(bound.text()));
  } catch (const Error& error) {
    REQUIRE(error.kind() == ErrorKind::usage);
  }
}

}  // namespace
}  // namespace rox

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view sql(reinterpret_cast<const char*>(data), size);
  rox::tokens(sql);
  rox::statement(sql);
  rox::references(sql);
  rox::file(sql);
  return 0;
}

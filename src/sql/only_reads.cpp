#include "sql/only_reads.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "sql/lexer.hpp"

namespace rox {

bool only_reads(std::string_view sql) {
  const std::string_view first = first_token(sql);
  if (first.empty()) return true;
  constexpr std::array<std::string_view, 6> kReading{"select", "with", "values", "table", "show", "explain"};
  const bool reads = std::any_of(kReading.begin(), kReading.end(),
                                 [&](std::string_view word) { return equals_ignore_case(first, word); });
  const auto tokens = lex_sql(sql);
  return reads && std::none_of(tokens.begin(), tokens.end(), [](const SqlToken& token) {
           return token.kind == SqlTokenKind::word && equals_ignore_case(token.text, "into");
         });
}

Error reading_only_error() {
  return usage_error("only statements that read are possible here: SELECT, WITH, VALUES, TABLE, SHOW, EXPLAIN")
      .hint("what the warehouse holds is decided by the project's files and changed by `rox run`");
}

}  // namespace rox

#include "sql/written_names.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "sql/lexer.hpp"

namespace rox {

std::vector<std::string> written_names(std::string_view sql, std::vector<std::string> names) {
  const std::vector<SqlToken> tokens = lex_sql(sql);
  for (std::string& name : names) {
    const auto written = std::find_if(tokens.begin(), tokens.end(), [&](const SqlToken& token) {
      return token.kind == SqlTokenKind::word && equals_ignore_case(token.text, name);
    });
    if (written != tokens.end()) name = written->text;
  }
  return names;
}

}  // namespace rox

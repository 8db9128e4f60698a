#include "quality/sql_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/error.hpp"
#include "base/text.hpp"
#include "quality/model_checks.hpp"
#include "sql/lexer.hpp"

namespace rox {
namespace {

/// The line of the comment block that starts with `key`; 0 if there is none.
std::uint64_t line_of(const SqlFile& file, std::string_view key) {
  std::uint64_t number = 0;
  std::string_view text = file.text;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    ++number;
    if (line.starts_with("--") && trim(line.substr(2)).starts_with(key)) return number;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return 0;
}

Error error_at(const SqlFile& file, std::string_view key, const std::string& what) {
  return usage_error(what).at(file.path.string(), line_of(file, key));
}

/// A misspelt `severity` would change what a check means, silently. Other keys are the user's own.
void check_keys(const SqlFile& file) {
  const std::vector<std::string> known{"title", "question", "meaning", "severity"};
  for (const auto& [key, value] : file.keys) {
    if (std::find(known.begin(), known.end(), key) != known.end() || !closest(key, known)) continue;
    throw error_at(file, key, fmt::format("unknown key '{}'{}", key, did_you_mean(key, known)))
        .hint("a check's keys are: " + join(known, ", "));
  }
}

void check_params(const SqlFile& file) {
  for (const SqlParam& param : file.params) {
    if (param.default_value) continue;
    throw error_at(file, "param " + param.name, fmt::format("parameter '{}' of a check needs a default", param.name))
        .hint(fmt::format("write it behind the type: -- param {}: integer = 10", param.name));
  }
}

Severity severity_of(const SqlFile& file) {
  const auto found = file.keys.find("severity");
  if (found == file.keys.end()) return Severity::error;
  try {
    return parse_severity(found->second);
  } catch (const Error& error) {
    throw error_at(file, "severity", error.what()).hint(error.hint_text());
  }
}

/// Checks only read, also on a warehouse that could be written to.
void check_reads(const SqlFile& file, const std::vector<SqlToken>& tokens) {
  const auto first = std::find_if(tokens.begin(), tokens.end(), [](const SqlToken& token) {
    return token.kind != SqlTokenKind::blank && token.kind != SqlTokenKind::comment && token.text != "(";
  });
  if (first == tokens.end() || equals_ignore_case(first->text, "select") || equals_ignore_case(first->text, "with"))
    return;
  const auto line = std::count(file.text.begin(), file.text.begin() + static_cast<std::ptrdiff_t>(first->offset), '\n');
  throw usage_error(fmt::format("a check is one SELECT, not {}", first->text))
      .at(file.path.string(), static_cast<std::uint64_t>(line) + 1)
      .hint("let it return the failing rows: SELECT … FROM … WHERE …");
}

/// The model's tables that the SQL names, in the order of their first mention.
std::vector<std::string> tables_in(const std::vector<SqlToken>& tokens, const Model& model) {
  std::vector<std::string> tables;
  for (const SqlToken& token : tokens) {
    std::string_view name = token.text;
    if (token.kind == SqlTokenKind::quoted_name && name.size() >= 2) name = name.substr(1, name.size() - 2);
    if (token.kind != SqlTokenKind::word && token.kind != SqlTokenKind::quoted_name) continue;
    const Table* table = model.find_table(name);
    if (table != nullptr && std::find(tables.begin(), tables.end(), table->name) == tables.end()) {
      tables.push_back(table->name);
    }
  }
  return tables;
}

}  // namespace

Check sql_check(SqlFile file, const Model& model) {
  const std::vector<SqlToken> tokens = lex_sql(file.text);
  check_keys(file);
  check_params(file);
  check_reads(file, tokens);
  Check check;
  check.name = file.name;
  check.kind = CheckKind::sql;
  check.severity = severity_of(file);
  check.title = file.title;
  const auto meaning = file.keys.find("meaning");
  check.meaning = meaning != file.keys.end() ? meaning->second : file.question;
  check.tables = tables_in(tokens, model);
  check.sql = file.text;
  check.file = std::move(file);
  return check;
}

std::vector<Check> read_sql_checks(const std::filesystem::path& dir, const Model& model) {
  std::vector<Check> checks;
  for (SqlFile& file : read_sql_files(dir)) checks.push_back(sql_check(std::move(file), model));
  return checks;
}

std::vector<Check> all_checks(const Model& model, const std::filesystem::path& dir, SqlDialect dialect) {
  std::vector<Check> checks = model_checks(model, dialect);
  std::vector<Check> written = read_sql_checks(dir, model);
  for (const Check& check : written) {
    const bool taken = std::any_of(checks.begin(), checks.end(),
                                   [&](const Check& other) { return equals_ignore_case(other.name, check.name); });
    if (!taken) continue;
    throw usage_error(fmt::format("the model already has a check '{}'", check.name))
        .at(check.file->path.string())
        .hint("give the file another name");
  }
  std::move(written.begin(), written.end(), std::back_inserter(checks));
  return checks;
}

}  // namespace rox

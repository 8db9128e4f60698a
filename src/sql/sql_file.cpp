#include "sql/sql_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

#include "base/file.hpp"
#include "base/file_name.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "sql/lexer.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;

namespace fs = std::filesystem;
constexpr auto npos = std::string_view::npos;

constexpr std::pair<const char*, ParamType> kParamTypes[] = {{"month", ParamType::month},
                                                             {"date", ParamType::date},
                                                             {"integer", ParamType::integer},
                                                             {"decimal", ParamType::decimal},
                                                             {"text", ParamType::text}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name(std::string_view text) {
  auto in_name = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_'; };
  return !text.empty() && !is_digit(text[0]) && std::all_of(text.begin(), text.end(), in_name);
}

// ---- values as literals ----

/// "2011-09-30" as a calendar date, if it is one. Exactly ten characters.
bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  auto number = [&](std::size_t at, std::size_t size) {
    int value = 0;
    for (char c : text.substr(at, size)) value = is_digit(c) ? value * 10 + (c - '0') : -100000;
    return value;
  };
  int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 1 || month < 1 || day < 1) return false;
  return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

/// Digits with an optional sign and, for decimals, a point between digits. No more than an engine's DECIMAL holds.
bool is_number(std::string_view text, bool point_allowed) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  std::size_t point = text.find('.');
  if (point != npos && (!point_allowed || point == 0 || point + 1 == text.size())) return false;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == point) continue;
    if (!is_digit(text[i])) return false;
    ++digits;
  }
  return digits > 0 && digits <= (point_allowed ? 38 : 18);
}

/// In parentheses if negative: "- -5" and "--5" (a comment) are far apart.
std::string number_literal(const std::string& text) {
  std::string digits = text[0] == '+' ? text.substr(1) : text;
  return digits[0] == '-' ? "(" + digits + ")" : digits;
}

std::string expected_form(ParamType type) {
  switch (type) {
    case ParamType::month: return "a month: 2011-09";
    case ParamType::date: return "a date: 2011-09-30";
    case ParamType::integer: return "a whole number of at most 18 digits: 1000";
    case ParamType::decimal: return "a number with a decimal point: 1000.50";
    case ParamType::text: return "text in UTF-8";
  }
  return {};
}

/// The value as a literal of all four dialects; nothing if it isn't one of the type.
std::optional<std::string> literal(ParamType type, const std::string& value) {
  switch (type) {
    case ParamType::month:
      if (!is_date(value + "-01")) return std::nullopt;
      return "DATE " + sql_literal(value + "-01", kDialect);
    case ParamType::date:
      if (!is_date(value)) return std::nullopt;
      return "DATE " + sql_literal(value, kDialect);
    case ParamType::integer:
      if (!is_number(value, false)) return std::nullopt;
      return number_literal(value);
    case ParamType::decimal:
      if (!is_number(value, true)) return std::nullopt;
      return number_literal(value);
    case ParamType::text:
      if (!valid_utf8(value) || value.find('\0') != std::string::npos) return std::nullopt;
      return sql_literal(value, kDialect);
  }
  return std::nullopt;
}

// ---- the comment block ----

SourceLocation place_of(const fs::path& path, std::string_view text, std::size_t offset) {
  std::string_view before = text.substr(0, offset);
  auto line = static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  std::size_t start = before.rfind('\n');
  return {path.string(), line, offset - (start == npos ? 0 : start + 1) + 1};
}

/// "name: type = default  (note)".
SqlParam parse_param(std::string_view text, const SourceLocation& place) {
  auto bad = [&](const std::string& what) {
    return usage_error(what)
        .at(place.file, place.line)
        .hint("write: -- param month: month = 2011-09  (what it is for)");
  };
  std::size_t colon = text.find(':');
  if (colon == npos) throw bad("a parameter needs a name and a type");
  SqlParam param;
  param.name = trim(text.substr(0, colon));
  if (!is_name(param.name)) throw bad(fmt::format("'{}' can't be the name of a parameter", param.name));
  std::string_view rest = trim(text.substr(colon + 1));
  if (std::size_t note = rest.rfind("  ("); note != npos && rest.back() == ')') {
    param.note = rest.substr(note + 3, rest.size() - note - 4);
    rest = trim(rest.substr(0, note));
  }
  std::size_t equals = rest.find('=');
  std::string type(trim(rest.substr(0, equals)));
  std::vector<std::string> known;
  auto found =
      std::find_if(std::begin(kParamTypes), std::end(kParamTypes), [&](const auto& t) { return type == t.first; });
  for (const auto& known_type : kParamTypes) known.emplace_back(known_type.first);
  if (found == std::end(kParamTypes)) {
    throw bad(fmt::format("unknown type '{}' of parameter '{}'{}; there are {}", type, param.name,
                          did_you_mean(type, known), join(known, ", ")));
  }
  param.type = found->second;
  if (equals != npos) param.default_value = std::string(trim(rest.substr(equals + 1)));
  if (param.default_value && !literal(param.type, *param.default_value)) {
    throw bad(fmt::format("the default of '{}', '{}', is not {}", param.name, *param.default_value,
                          expected_form(param.type)));
  }
  return param;
}

void add_key(SqlFile& file, const std::string& key, std::string_view value, const SourceLocation& place) {
  if (key == "title") {
    file.title = value;
  } else if (key == "question") {
    file.question = value;
  } else if (key.starts_with("param ")) {
    SqlParam param = parse_param(std::string(key.substr(6)) + ":" + std::string(value), place);
    for (const SqlParam& other : file.params) {
      if (other.name == param.name) {
        throw usage_error(fmt::format("parameter '{}' is declared twice", param.name)).at(place.file, place.line);
      }
    }
    file.params.push_back(std::move(param));
  } else {
    file.keys[key] = value;
  }
}

/// "key" or "param name" before the colon of a comment line; empty if the line is prose.
std::string key_of(std::string_view line) {
  std::size_t colon = line.find(':');
  if (colon == npos) return {};
  std::string key(trim(line.substr(0, colon)));
  if (key.starts_with("param ")) return key;
  bool word =
      !key.empty() && std::all_of(key.begin(), key.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  return word ? key : std::string();
}

void parse_block(SqlFile& file) {
  std::string key, value;
  SourceLocation key_place;
  auto finish = [&] {
    if (!key.empty()) add_key(file, key, value, key_place);
    key.clear();
  };
  std::string_view text = file.text;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (trim(line).empty()) {
      at = end + 1;
      continue;
    }
    if (!line.starts_with("--")) break;
    std::string_view content = line.substr(2);
    bool continues = !key.empty() && content.starts_with("  ") && !trim(content).empty();
    if (continues) {
      value += ' ';
      value += trim(content);
    } else {
      finish();
      key = key_of(content);
      value = key.empty() ? std::string_view() : trim(content.substr(content.find(':') + 1));
      key_place = place_of(file.path, text, at);
    }
    at = end + 1;
  }
  finish();
}

std::vector<std::string> param_names(const std::vector<SqlParam>& params) {
  std::vector<std::string> names;
  for (const SqlParam& param : params) names.push_back(param.name);
  return names;
}

std::string known_params(const std::vector<std::string>& names) {
  return names.empty() ? "it has no parameters" : "its parameters are: " + join(names, ", ");
}

void check_uses(const SqlFile& file) {
  std::vector<std::string> names = param_names(file.params);
  for (const SqlToken& token : lex_sql(file.text)) {
    if (token.kind != SqlTokenKind::parameter) continue;
    std::string name(token.text.substr(1));
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    SourceLocation place = place_of(file.path, file.text, token.offset);
    throw usage_error(fmt::format("parameter :{} is not declared{}", name, did_you_mean(name, names)))
        .at(place.file, place.line, place.column)
        .hint(fmt::format("add a line on top: -- param {}: text = …", name));
  }
}

}  // namespace

SqlFile parse_sql_file(const fs::path& path, std::string text) {
  SqlFile file;
  file.path = path;
  file.name = path.stem().string();
  if (const auto problem = file_name_problem(file.name)) {
    throw usage_error(fmt::format("'{}' can't be the name of an SQL file: it {}", printable(file.name), *problem))
        .at(printable(path.string()))
        .hint("rename it; what comes of it is called like the file");
  }
  file.text = std::move(text);
  if (file.text.starts_with("\xEF\xBB\xBF")) file.text.erase(0, 3);
  parse_block(file);
  if (file.title.empty()) file.title = file.name;
  auto is_statement = [](const SqlToken& token) {
    return token.kind != SqlTokenKind::blank && token.kind != SqlTokenKind::comment && token.text != ";";
  };
  std::vector<SqlToken> tokens = lex_sql(file.text);
  if (std::none_of(tokens.begin(), tokens.end(), is_statement)) {
    throw usage_error("there is no SQL statement").at(path.string()).hint("write one SELECT below the comment block");
  }
  check_uses(file);
  return file;
}

SqlFile read_sql_file(const fs::path& path) { return parse_sql_file(path, read_file(path, kMostText)); }

namespace {

/// What a project that came from elsewhere could be made for: to show a file of this machine as if it were the
/// project's SQL, or to break out of what its name is written into.
void check_sql_path(const fs::path& path, const fs::path& project) {
  const std::string name = path.filename().string();
  const bool plain =
      std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
  if (!plain) {
    throw usage_error("the name of an SQL file here has control characters")
        .at(path.parent_path().string())
        .hint("give it a name of letters, digits, '_' and '-'");
  }
  std::error_code nowhere;
  const fs::path file = fs::canonical(path, nowhere);
  if (nowhere) return;  // reading it says why
  const fs::path relative = file.lexically_relative(fs::canonical(project, nowhere));
  if (nowhere || relative.empty() || *relative.begin() != "..") return;
  throw usage_error("this is a link that leads out of the project").at(path.string()).hint("put the file itself here");
}

}  // namespace

std::vector<SqlFile> read_sql_files(const fs::path& dir) {
  std::vector<fs::path> paths;
  for (const fs::path& path : entries_of(dir)) {
    const bool hidden = path.filename().string().starts_with('.');
    if (!hidden && path.extension() == ".sql") paths.push_back(path);
  }
  std::vector<SqlFile> files;
  for (const fs::path& path : paths) {
    check_sql_path(path, fs::absolute(dir).parent_path());
    files.push_back(read_sql_file(path));
  }
  return files;
}

SourceLocation place_in(const SqlFile& file, std::size_t offset) { return place_of(file.path, file.text, offset); }

BoundSql::BoundSql(const SqlFile& file, const ParamValues& values) : path_(file.path), original_(file.text) {
  std::vector<std::string> names = param_names(file.params);
  for (const auto& [name, value] : values) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    throw usage_error(fmt::format("{} has no parameter '{}'{}", file.name, name, did_you_mean(name, names)))
        .hint(known_params(names));
  }
  std::map<std::string, std::string, std::less<>> literals;
  for (const SqlParam& param : file.params) {
    auto given = values.find(param.name);
    if (given == values.end() && !param.default_value) {
      throw usage_error(fmt::format("{} needs a value for parameter '{}'", file.name, param.name))
          .hint(fmt::format("--param {}=…, {}", param.name, expected_form(param.type)));
    }
    const std::string& value = given == values.end() ? *param.default_value : given->second;
    std::optional<std::string> text = literal(param.type, value);
    if (!text) {
      throw usage_error(fmt::format("parameter '{}' of {} can't be '{}'", param.name, file.name, value))
          .hint("it takes " + expected_form(param.type));
    }
    literals[param.name] = *text;
  }
  for (const SqlToken& token : lex_sql(original_)) {
    if (token.kind != SqlTokenKind::parameter) {
      text_ += token.text;
      continue;
    }
    const std::string& text = literals.find(token.text.substr(1))->second;
    edits_.push_back({text_.size(), text.size(), token.offset, token.text.size()});
    text_ += text;
  }
}

std::size_t BoundSql::original_offset(std::size_t offset) const {
  std::size_t at = offset;
  for (const Edit& edit : edits_) {
    if (offset < edit.at) break;
    if (offset < edit.at + edit.new_size) return edit.old_at;
    at = offset - (edit.at + edit.new_size) + edit.old_at + edit.old_size;
  }
  return at;
}

Error BoundSql::explain(const Error& error) const {
  std::string what = error.what();
  SourceLocation place{path_.string(), 0, 0};
  if (std::uint64_t line = error.place().line; error.place().file.empty() && line != 0) {
    std::size_t start = 0;
    for (std::uint64_t i = 1; i < line && start != npos; ++i) {
      start = text_.find('\n', start);
      if (start != npos) ++start;
    }
    if (start != npos) {
      std::uint64_t column = error.place().column;
      place = place_of(path_, original_, original_offset(start + (column == 0 ? 0 : column - 1)));
      std::size_t caret = what.rfind("\n\nLINE ");  // the engine's own picture, of the text with literals
      if (caret != std::string::npos) what.resize(caret);
      std::size_t from = original_offset(start);
      std::string source = original_.substr(from, original_.find('\n', from) - from);
      what += "\n  | " + source;
      if (column == 0) {
        place.column = 0;
      } else {
        what += "\n  | " + std::string(place.column - 1, ' ') + "^";
      }
    }
  }
  Error explained = Error(error.kind(), what).at(place.file, place.line, place.column).hint(error.hint_text());
  return error.can_retry() ? std::move(explained).retryable() : explained;
}

}  // namespace rox

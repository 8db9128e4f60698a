#include "build/refused_cast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "sql/lexer.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;

/// A CAST of the mart's SQL.
struct Cast {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string type;                 // "DECIMAL(18, 6)"
  std::set<std::string> mentioned;  // plain() names in what is cast
};

/// "line_total" and "LineTotal" are the same to whoever named one after the other.
std::string plain(std::string_view name) {
  std::string text = to_lower(name);
  std::erase_if(text, [](char c) { return c == '_' || c == '"'; });
  return text;
}

/// `open`: the parenthesis behind CAST.
Cast cast_at(const std::vector<SqlToken>& tokens, std::size_t open) {
  Cast cast;
  cast.begin = tokens[open].offset;
  int depth = 0;
  bool in_type = false;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    const SqlToken& token = tokens[i];
    if (token.text == "(") ++depth;
    if (token.text == ")" && --depth == 0) {
      cast.end = token.offset;
      break;
    }
    if (in_type) {
      cast.type += token.text;
    } else if (depth == 1 && equals_ignore_case(token.text, "as")) {
      in_type = true;
    } else if (token.kind == SqlTokenKind::word || token.kind == SqlTokenKind::quoted_name) {
      cast.mentioned.insert(plain(token.text));
    }
  }
  cast.type = std::string(trim(cast.type));
  return cast;
}

std::vector<Cast> casts_of(std::string_view sql) {
  std::vector<SqlToken> tokens = lex_sql(sql);
  std::erase_if(tokens, [](const SqlToken& token) { return token.kind == SqlTokenKind::comment; });
  std::vector<Cast> casts;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (equals_ignore_case(tokens[i].text, "cast") && tokens[i + 1].text == "(")
      casts.push_back(cast_at(tokens, i + 1));
  }
  return casts;
}

std::set<std::string> names_of(std::string_view sql) {
  std::set<std::string> names;
  for (const SqlToken& token : lex_sql(sql)) {
    if (token.kind == SqlTokenKind::word || token.kind == SqlTokenKind::quoted_name) names.insert(plain(token.text));
  }
  return names;
}

/// Those that the error is about, if it says where it is: the innermost. Else all.
std::vector<Cast> casts_at(std::vector<Cast> casts, const Mart& mart, const SourceLocation& place) {
  if (place.line == 0 || place.column == 0) return casts;
  const auto holds = [&](const Cast& cast) {
    const SourceLocation from = place_in(mart.file, cast.begin);
    const SourceLocation to = place_in(mart.file, cast.end);
    constexpr std::uint64_t kWord = 4;  // the place is that of the word CAST
    return std::pair(from.line, from.column) <= std::pair(place.line, place.column + kWord) &&
           std::pair(place.line, place.column) <= std::pair(to.line, to.column);
  };
  std::vector<Cast> there;
  for (const Cast& cast : casts) {
    if (holds(cast)) there = {cast};
  }
  return there.empty() ? casts : there;
}

/// A column with values that can't become the type of a CAST.
struct Refused {
  const Table* table = nullptr;
  const Column* column = nullptr;
  std::string type;
  std::uint64_t rows = 0;
  std::string value;
  std::string place;  // "orders.csv:15", if it can be told
};

std::string misfit(const Column& column, const std::string& type) {
  const std::string name = exact_name(column.name, kDialect);
  return fmt::format("{0} IS NOT NULL AND TRY_CAST({0} AS {1}) IS NULL", name, type);
}

/// Nothing if all values fit, or so few do that they can't be meant.
std::optional<Refused> refused_of(DuckDbConnection& connection, const Table& table, const Column& column,
                                  const std::string& type) {
  const std::string from = fmt::format("FROM {}", exact_name(table.name, kDialect));
  const std::string name = exact_name(column.name, kDialect);
  auto counts = connection.query(
      fmt::format("SELECT count(*) FILTER (WHERE {}), count({}) {}", misfit(column, type), name, from));
  if (!counts->next()) return std::nullopt;
  const std::uint64_t rows = count_at(*counts, 0, 0);
  if (rows == 0 || rows * 2 > count_at(*counts, 1, 0)) return std::nullopt;
  while (counts->next()) continue;
  Refused refused{&table, &column, type, rows, "", ""};
  const std::string which = misfit(column, type);
  const auto values = query_texts(
      connection, fmt::format("SELECT CAST({0} AS VARCHAR) {1} WHERE {2} ORDER BY {0} LIMIT 1", name, from, which));
  if (!values.empty()) refused.value = values.front();
  return refused;
}

/// Where the first such row stands in the exports.
void look_up(DuckDbConnection& connection, Refused& refused) {
  try {
    auto rows = connection.query(
        fmt::format("SELECT rox_file || ':' || rox_line, CAST({} AS VARCHAR) FROM read_export({}) AS row WHERE {} "
                    "ORDER BY rox_file, rox_line LIMIT 1",
                    exact_name(refused.column->name, kDialect), sql_literal(refused.table->name, kDialect),
                    misfit(*refused.column, refused.type)));
    if (!rows->next() || rows->rows() == 0) return;
    refused.place = text_at(*rows, 0, 0);
    refused.value = text_at(*rows, 1, 0);
    while (rows->next()) continue;
  } catch (const Error&) {  // a mend is wanted, or the export has changed since: the rows are told without it
  }
}

bool may_be_cast(const Column& column) { return is_number(column.type) || column.type.kind == TypeKind::varchar; }

/// The columns to blame; of several those that are named in the CAST itself.
std::vector<Refused> find_refused(DuckDbConnection& connection, const Model& model, const Mart& mart,
                                  const std::vector<Cast>& casts) {
  const std::set<std::string> named = names_of(mart.file.text);
  std::vector<Refused> found;
  std::vector<Refused> in_cast;
  for (const std::string& read : mart.reads) {
    const Table* table = model.find_table(read);
    if (table == nullptr) continue;
    for (const Column& column : table->columns) {
      if (!may_be_cast(column) || !named.contains(plain(column.name))) continue;
      for (const Cast& cast : casts) {
        const auto refused = refused_of(connection, *table, column, cast.type);
        if (!refused) continue;
        found.push_back(*refused);
        if (cast.mentioned.contains(plain(column.name))) in_cast.push_back(*refused);
        break;
      }
    }
  }
  return in_cast.empty() ? found : in_cast;
}

bool is_about_values(const Error& error) {
  static constexpr std::array<std::string_view, 7> kSigns{
      "conversion error",  "out of range",       "numeric field overflow", "invalid input syntax",
      "could not convert", "cast_invalid_input", "cast_overflow"};
  const std::string text = to_lower(error.what());
  return std::any_of(kSigns.begin(), kSigns.end(),
                     [&](std::string_view sign) { return text.find(sign) != std::string::npos; });
}

std::string said_of(const Refused& refused) {
  return fmt::format("{}.{} is {} and {} of its values {} no {}, which the mart makes of it: '{}'{}",
                     refused.table->name, refused.column->name, to_string(refused.column->type),
                     human_count(refused.rows), refused.rows == 1 ? "is" : "are", refused.type,
                     printable(refused.value.substr(0, 60)),
                     refused.place.empty() ? "" : " in " + printable(refused.place));
}

}  // namespace

std::optional<Error> explain_refused_cast(DuckDbConnection& connection, const Model& model, const Mart& mart,
                                          const Error& error) {
  if (!is_about_values(error)) return std::nullopt;
  std::vector<Refused> refused;
  try {
    refused = find_refused(connection, model, mart, casts_at(casts_of(mart.file.text), mart, error.place()));
  } catch (const Error&) {
    return std::nullopt;
  }
  if (refused.empty()) return std::nullopt;
  constexpr std::size_t kMost = 3;
  if (refused.size() > kMost) refused.resize(kMost);
  std::vector<std::string> said;
  for (Refused& one : refused) {
    look_up(connection, one);
    said.push_back(said_of(one));
  }
  return data_error(fmt::format("mart {} can't be made: {}", mart.file.name, join(said, "; ")))
      .at(mart.file.path.string(), error.place().line, error.place().column)
      .hint(fmt::format(
          "nothing was published, no table either. Correct the values in the export; or let the mart make a wider type "
          "of them; or say drift = \"freeze\" in [source] and the old type of {}.{} in model.toml: then such rows are "
          "set aside as rejects",
          refused.front().table->name, refused.front().column->name));
}

}  // namespace rox

#include "build/refused_cast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
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

/// A column, and a CAST that it may come to.
struct Candidate {
  const Column* column = nullptr;
  const Cast* cast = nullptr;
};

/// Of the columns of a table those with a few values that don't fit; if most don't, others are meant.
std::vector<Refused> refused_in(DuckDbConnection& connection, const Table& table,
                                const std::vector<Candidate>& candidates, const std::string& rows_of) {
  std::vector<std::string> counts;
  for (const Candidate& one : candidates) {
    counts.push_back(fmt::format("count(*) FILTER (WHERE {}), count({})", misfit(*one.column, one.cast->type),
                                 exact_name(one.column->name, kDialect)));
  }
  auto rows = connection.query(fmt::format("SELECT {} FROM {}", join(counts, ", "), rows_of));
  std::vector<Refused> found;
  if (!rows->next()) return found;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::uint64_t misfits = count_at(*rows, 2 * i, 0);
    if (misfits == 0 || misfits * 2 > count_at(*rows, 2 * i + 1, 0)) continue;
    found.push_back({&table, candidates[i].column, candidates[i].cast->type, misfits, "", ""});
  }
  while (rows->next()) continue;
  return found;
}

std::string export_of(const Table& table) {
  return fmt::format("read_export({}) AS row", sql_literal(table.name, kDialect));
}

/// The first such row as it stands in the exports.
void look_up(DuckDbConnection& connection, Refused& refused) {
  auto rows = connection.query(fmt::format(
      "SELECT rox_file || ':' || rox_line, CAST({} AS VARCHAR) FROM {} WHERE {} ORDER BY rox_file, rox_line LIMIT 1",
      exact_name(refused.column->name, kDialect), export_of(*refused.table), misfit(*refused.column, refused.type)));
  if (!rows->next() || rows->rows() == 0) return;
  refused.place = text_at(*rows, 0, 0);
  refused.value = text_at(*rows, 1, 0);
  while (rows->next()) continue;
}

bool may_be_cast(const Column& column) { return is_number(column.type) || column.type.kind == TypeKind::varchar; }

using Candidates = std::map<const Table*, std::vector<Candidate>>;

/// What the CASTs may be about: columns that the mart names; those that are named in a CAST itself, if there are some.
Candidates candidates_of(const Model& model, const Mart& mart, const std::vector<Cast>& casts) {
  const std::set<std::string> named = names_of(mart.file.text);
  Candidates all;
  Candidates in_cast;
  for (const std::string& read : mart.reads) {
    const Table* table = model.find_table(read);
    if (table == nullptr) continue;  // a mart
    for (const Column& column : table->columns) {
      if (!may_be_cast(column) || !named.contains(plain(column.name))) continue;
      for (const Cast& cast : casts) {
        all[table].push_back({&column, &cast});
        if (cast.mentioned.contains(plain(column.name))) in_cast[table].push_back({&column, &cast});
      }
    }
  }
  return in_cast.empty() ? all : in_cast;
}

/// The columns to blame. A server's tables aren't here, or not with all their rows: then the exports are read again.
std::vector<Refused> find_refused(DuckDbConnection& connection, const Candidates& candidates) {
  for (const bool in_exports : {false, true}) {
    std::vector<Refused> found;
    for (const auto& one : candidates) {
      try {
        const std::string rows_of = in_exports ? export_of(*one.first) : exact_name(one.first->name, kDialect);
        std::vector<Refused> here = refused_in(connection, *one.first, one.second, rows_of);
        found.insert(found.end(), std::make_move_iterator(here.begin()), std::make_move_iterator(here.end()));
      } catch (const Error&) {  // it isn't there, or can't be that type at all
      }
    }
    if (!found.empty()) return found;
  }
  return {};
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
  std::string example;
  if (!refused.place.empty()) {
    example = fmt::format(": '{}' in {}", printable(refused.value.substr(0, 60)), printable(refused.place));
  }
  return fmt::format("{}.{} is {} and {} of its values {} no {}, which the mart makes of it{}", refused.table->name,
                     refused.column->name, to_string(refused.column->type), human_count(refused.rows),
                     refused.rows == 1 ? "is" : "are", refused.type, example);
}

}  // namespace

std::optional<Error> explain_refused_cast(DuckDbConnection& connection, const Model& model, const Mart& mart,
                                          const Error& error) {
  if (!is_about_values(error)) return std::nullopt;
  const std::vector<Cast> casts = casts_at(casts_of(mart.file.text), mart, error.place());
  std::vector<Refused> refused = find_refused(connection, candidates_of(model, mart, casts));
  if (refused.empty()) return std::nullopt;
  constexpr std::size_t kMost = 3;
  if (refused.size() > kMost) refused.resize(kMost);
  std::vector<std::string> said;
  for (Refused& one : refused) {
    try {
      look_up(connection, one);
    } catch (const Error&) {  // the export has changed since: the rows are told without it
    }
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

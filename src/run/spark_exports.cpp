#include "run/spark_exports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "sql/quote.hpp"

namespace rox {
namespace {

std::string text(std::string_view value) { return printable_literal(value, SqlDialect::spark); }
std::string name_of(const Column& column) { return sql_name(column.name, SqlDialect::spark); }

/// Java's names.
std::string_view charset(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8: return "UTF-8";
    case Encoding::latin1: return "ISO-8859-1";
    case Encoding::windows1252: return "windows-1252";
    case Encoding::utf16le: return "UTF-16LE";
    case Encoding::utf16be: return "UTF-16BE";
    case Encoding::other: break;  // never asked for
  }
  return "UTF-8";
}

/// The text in a regular expression of Java's.
std::string literally(std::string_view value) { return fmt::format("\\Q{}\\E", value); }

/// What is raised for the value `shown` of the column.
std::string failure(const Table& table, const Column& column, const std::string& shown) {
  const std::string what = fmt::format("{}.{} ({}) can't be ", table.name, column.name, to_string(column.type));
  return fmt::format("raise_error(concat({}, {}))", text(what), shown);
}

/// `value` where `condition` holds of it; NULL stays NULL.
std::string checked(const std::string& condition, const std::string& value, const std::string& otherwise,
                    const std::string& input) {
  return fmt::format("CASE WHEN {} IS NULL THEN NULL WHEN {} THEN {} ELSE {} END", input, condition, value, otherwise);
}

std::string in_list(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + text(word);
  return list;
}

/// The last field of a line that ends in CRLF: Spark shall end lines at LF, or it would change the CRLFs in texts too.
std::string without_line_end(const std::string& field) {
  return fmt::format("CASE WHEN {0} RLIKE {1} THEN NULL ELSE regexp_replace({0}, {2}, '') END", field, text("^\\r\\z"),
                     text("\\r\\z"));
}

/// The field without the words for a missing value. Spark tells an empty field (NULL) from one in quotes (''), but not
/// a word in quotes from the word.
std::string clean(const Column& column, const Dialect& dialect, bool is_last) {
  const bool is_text = column.type.kind == TypeKind::varchar;
  std::vector<std::string> words = dialect.null_words;
  const auto empty = std::find(words.begin(), words.end(), "");
  std::string value = is_last ? without_line_end(name_of(column)) : name_of(column);
  if (empty == words.end()) {
    value = fmt::format("coalesce({}, '')", value);
  } else if (is_text) {
    words.erase(empty);  // '' was in quotes: an empty text
  }
  // In blanks a word means missing as well, where the column isn't text.
  if (!is_text) value = fmt::format("trim(BOTH {} FROM {})", text(" \t"), value);
  if (!words.empty()) value = fmt::format("CASE WHEN {0} IN ({1}) THEN NULL ELSE {0} END", value, in_list(words));
  return value;
}

/// Digits with at most `scale` decimals before zeros. Zeros in front are those of codes, which are no numbers.
std::string number_pattern(const Column& column, char decimal) {
  std::string digits = column.format.group ? fmt::format("([1-9][0-9]{{0,2}}({}[0-9]{{3}})+|0|[1-9][0-9]*)",
                                                         literally({&*column.format.group, 1}))
                                           : "(0|[1-9][0-9]*)";
  if (column.type.kind != TypeKind::decimal) return digits;
  const std::string sign = literally({&decimal, 1});
  return fmt::format("(?={}?[0-9]){}?({}(?=[0-9])[0-9]{{0,{}}}0*)?", sign, digits, sign, column.type.scale);
}

/// The number as SQL casts it: no currency, no thousands separators, '.' before the decimals.
std::string plain_number(const Table& table, const Column& column, const Dialect& dialect) {
  const Format& format = column.format;
  const char decimal = format.decimal.value_or(dialect.decimal);
  std::string value = name_of(column);
  const std::string number = number_pattern(column, decimal);
  const auto with_point = [&](const std::string& digits) {
    return fmt::format("replace({}, {}, '.')", digits, text({&decimal, 1}));
  };
  // As a whole number "-0" would lose its sign.
  const bool is_whole = column.type.kind != TypeKind::decimal || column.type.scale == 0;
  const std::string start = is_whole ? "^(?!-0$)" : "^";
  if (!format.group && format.currency.empty()) {
    return checked(fmt::format("{} RLIKE {}", value, text(start + "-?" + number + "$")),
                   column.type.kind == TypeKind::decimal ? with_point(value) : value, failure(table, column, value),
                   value);
  }
  const std::string blanks = "[ \\t\\u00A0]*";
  const std::string currency = format.currency.empty() ? "" : fmt::format("({})?", literally(format.currency)) + blanks;
  const std::string whole =
      start + "[(]?" + blanks + "-?" + blanks + currency + "-?" + number + blanks + currency + "-?" + blanks + "[)]?$";
  const std::string bare =
      format.currency.empty() ? value : fmt::format("replace({}, {}, '')", value, text(format.currency));
  const std::string digits =
      fmt::format("regexp_replace({}, {}, '')", bare, text(fmt::format("[^0-9{}]", literally({&decimal, 1}))));
  return checked(fmt::format("{} RLIKE {}", value, text(whole)),
                 fmt::format("concat(CASE WHEN {} RLIKE '[(-]' THEN '-' ELSE '' END, {})", value, with_point(digits)),
                 failure(table, column, value), value);
}

/// Year, month and day in this order, with '-'; a point before fractions.
std::string iso_time(const Table& table, const Column& column) {
  const char* pattern = "^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})";
  const char* order = "$3-$1-$2";
  switch (column.format.date_order) {
    case DateOrder::ymd:
      pattern = "^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})";
      order = "$1-$2-$3";
      break;
    case DateOrder::dmy: order = "$3-$2-$1"; break;
    case DateOrder::mdy: break;
  }
  const std::string value = name_of(column);
  return checked(fmt::format("{} RLIKE {}", value, text(std::string(pattern) + "([ T][0-9]{1,2}:[0-9]{2}.*)?$")),
                 fmt::format("replace(regexp_replace({}, {}, {}), ',', '.')", value, text(pattern), text(order)),
                 failure(table, column, value), value);
}

/// A wall clock; one with an offset is the clock of UTC.
std::string timestamp(const Column& column) {
  const std::string value = name_of(column);
  return fmt::format(
      "CASE WHEN {0} RLIKE {1} THEN to_timestamp_ntz(regexp_replace({0}, {2}, ' $1'), 'y-M-d h:m[:s] a') "
      "WHEN {0} RLIKE {3} THEN CAST(CAST({0} AS TIMESTAMP_LTZ) AS TIMESTAMP_NTZ) ELSE CAST({0} AS TIMESTAMP_NTZ) END",
      value, text("(?i)[ap]m$"), text(" ?([AaPp][Mm])$"), text(":.*(Z|z| UTC|[+-][0-9]{2}(:?[0-9]{2})?)$"));
}

/// As a text: Spark has no type for it.
std::string time_of_day(const Table& table, const Column& column) {
  const std::string value = name_of(column);
  const std::string pattern = text("^([01]?[0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])([.,][0-9]{1,6}0*)?)?$");
  const auto part = [&](int group) {
    return fmt::format("lpad(regexp_extract({}, {}, {}), 2, '0')", value, pattern, group);
  };
  return checked(fmt::format("{} RLIKE {}", value, pattern),
                 fmt::format("concat_ws(':', {}, {}, concat({}, regexp_replace(replace(regexp_extract({}, {}, 4), ',', "
                             "'.'), '[.]?0*$', '')))",
                             part(1), part(2), part(3), value, pattern),
                 failure(table, column, value), value);
}

std::string boolean(const Table& table, const Column& column) {
  const std::string value = name_of(column);
  return fmt::format(
      "CASE WHEN {0} IS NULL THEN NULL "
      "WHEN lower({0}) IN ('1', 'true', 't', 'yes', 'y', 'sim', 's', 'verdadeiro') THEN true "
      "WHEN lower({0}) IN ('0', 'false', 'f', 'no', 'n', 'não', 'nao', 'falso') THEN false ELSE {1} END",
      value, failure(table, column, value));
}

/// The value ready to be cast.
std::string prepared(const Table& table, const Column& column, const Dialect& dialect) {
  std::string value = name_of(column);
  switch (column.type.kind) {
    case TypeKind::smallint:
    case TypeKind::integer:
    case TypeKind::bigint:
    case TypeKind::decimal: return plain_number(table, column, dialect);
    case TypeKind::date:
    case TypeKind::timestamp: return iso_time(table, column);
    case TypeKind::uuid: return fmt::format("lower(regexp_replace({}, '^[{{](.*)[}}]$', '$1'))", value);
    case TypeKind::boolean:
    case TypeKind::time:
    case TypeKind::varchar: break;
  }
  return value;
}

std::string typed(const Table& table, const Column& column) {
  std::string value = name_of(column);
  const std::string type = sql_type(column, SqlDialect::spark).text;
  switch (column.type.kind) {
    case TypeKind::boolean: return boolean(table, column);
    case TypeKind::smallint:
    case TypeKind::integer:
    case TypeKind::bigint:
    case TypeKind::decimal: return fmt::format("CAST({} AS {})", value, type);
    case TypeKind::timestamp: return timestamp(column);
    case TypeKind::date: {
      const std::string clock = timestamp(column);
      return checked(fmt::format("CAST(CAST({0} AS DATE) AS TIMESTAMP_NTZ) = {0}", clock),
                     fmt::format("CAST({} AS DATE)", clock), failure(table, column, value), value);
    }
    case TypeKind::time: return time_of_day(table, column);
    case TypeKind::uuid:
      return checked(fmt::format("{} RLIKE '^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$'", value), value,
                     failure(table, column, value), value);
    case TypeKind::varchar:
      if (column.type.length == 0) return value;
      return checked(fmt::format("char_length({}) <= {}", value, column.type.length), value,
                     failure(table, column, value), value);
  }
  return value;
}

std::string required(const Table& table, const Column& column, std::string value) {
  if (column.nullable) return value;
  return fmt::format("coalesce({}, raise_error({}))", value,
                     text(fmt::format("{}.{} is missing", table.name, column.name)));
}

}  // namespace

std::map<std::string, std::string> spark_csv_options(const Dialect& dialect) {
  return {
      {"sep", dialect.delimiter},
      {"quote", "\""},
      {"escape", "\""},  // quotes are doubled
      {"header", dialect.header ? "true" : "false"},
      {"encoding", std::string(charset(dialect.encoding))},
      {"lineSep", "\n"},
      {"multiLine", "true"},       // texts may have line ends in them
      {"mode", "FAILFAST"},        // a row with fields too few or too many
      {"nullValue", "\x01"},       // no export's word: NULLs are made in SQL
      {"emptyValue", ""},          // what "" in quotes is
      {"maxCharsPerColumn", "-1"}  // any
  };
}

std::string spark_text_schema(const Table& table) {
  std::string schema;
  for (const Column& column : table.columns) {
    schema += fmt::format("{}{} STRING", schema.empty() ? "" : ", ", name_of(column));
  }
  return schema;
}

std::string spark_typed_select(const Table& table, const Dialect& dialect, const std::string& texts) {
  std::string cleaned, ready, cast;
  for (const Column& column : table.columns) {
    const std::string name = name_of(column);
    const char* comma = cleaned.empty() ? "" : ",\n  ";
    cleaned += fmt::format("{}{} AS {}", comma, clean(column, dialect, &column == &table.columns.back()), name);
    ready += fmt::format("{}{} AS {}", comma, prepared(table, column, dialect), name);
    cast += fmt::format("{}{} AS {}", comma, required(table, column, typed(table, column)), name);
  }
  return fmt::format("SELECT\n  {}\nFROM (SELECT\n  {}\nFROM (SELECT\n  {}\nFROM {}))", cast, ready, cleaned,
                     sql_name(texts, SqlDialect::spark));
}

}  // namespace rox

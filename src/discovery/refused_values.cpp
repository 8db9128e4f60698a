#include "discovery/refused_values.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "discovery/number.hpp"
#include "discovery/type_names.hpp"
#include "discovery/types.hpp"
#include "discovery/words.hpp"
#include "model/format_words.hpp"
#include "source/column_reader.hpp"

namespace rox {
namespace {

constexpr std::uint8_t kMostScale = 18;

bool is_date(const Type& type) { return type.kind == TypeKind::date || type.kind == TypeKind::timestamp; }

/// Reads texts as a run would, if the column had that reading.
class Trial {
 public:
  Trial(const Column& column, const Dialect& dialect) : column_(column), dialect_(dialect) {}

  bool takes(const ColumnReading& reading, std::string_view text) const {
    Column column = column_;
    set_reading(column, reading);
    ColumnReader reader(column, dialect_);
    alignas(16) std::array<char, 16> data{};
    std::uint64_t validity = 0;
    const auto forget = [](void*, std::uint64_t, const char*, std::size_t) {};
    return reader.read({text.data(), text.size(), false, false}, {data.data(), &validity, nullptr, forget}, 0);
  }
  bool takes_all(const ColumnReading& reading, const RowsOfValues& texts) const {
    return std::all_of(texts.begin(), texts.end(), [&](const auto& text) { return takes(reading, text.first); });
  }

 private:
  const Column& column_;
  const Dialect& dialect_;
};

/// The decimals that a number of any size has; none if it is no number as the column writes them.
std::optional<std::uint8_t> decimals_of(const Trial& trial, const Format& format, std::string_view text) {
  if (read_number(text).negative_zero) return std::nullopt;  // a code, as long as the column has no decimals
  for (std::uint8_t scale = 0; scale <= kMostScale; ++scale) {
    if (trial.takes({{TypeKind::decimal, kMostPrecision, scale, 0}, format}, text)) return scale;
  }
  return std::nullopt;
}

// ---- codes ----

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_reference(const Table& table, const std::string& column) {
  const auto has = [&](const auto& key) { return contains(key, column); };
  return has(table.primary_key) || std::any_of(table.unique.begin(), table.unique.end(), has) ||
         std::any_of(table.relations.begin(), table.relations.end(),
                     [&](const Relation& relation) { return contains(relation.columns, column); });
}

/// Names of numbers that nobody adds up.
bool is_code_name(std::string_view name) {
  constexpr std::array<std::string_view, 22> kWords{
      "zip",  "cep", "postal", "postcode", "phone", "telefone", "fone",    "celular", "fax",   "sku",     "ean",
      "gtin", "ncm", "isbn",   "cpf",      "cnpj",  "vat",      "account", "conta",   "batch", "invoice", "lote"};
  if (is_measure_name(name)) return false;
  if (read_column_name(name).key) return true;
  const std::vector<std::string> words = words_of(name);
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
  });
}

/// "SW1A 1AA", "00123", "WEB-17", "+55 (11) 5555": digits, and what makes them no number.
bool looks_like_code(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  if (text.empty() || text.size() > kLongest) return false;
  bool digit = false;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    digit = digit || (c >= '0' && c <= '9');
    if (!letter && !(c >= '0' && c <= '9') && std::string_view("-_/. +()").find(c) == std::string_view::npos)
      return false;
  }
  return digit;
}

/// A whole number that was a code all along: its values are texts. One odd row of a key may be a slip of the hand.
bool is_code_after_all(const Table& table, const Column& column, const Trial& trial, const RowsOfValues& values) {
  const bool reference = is_reference(table, column.name);
  if (!is_whole_number(column.type) || !(column.format == Format{})) return false;
  if (is_version_name(column.name)) {
    return std::any_of(values.begin(), values.end(), [&](const auto& value) {
      return decimals_of(trial, column.format, value.first).value_or(1) > 0;
    });
  }
  if (!reference && !is_code_name(column.name)) return false;
  std::uint64_t codes = 0;
  for (const auto& [value, rows] : values) {
    if (!decimals_of(trial, column.format, value) && looks_like_code(value)) codes += rows;
  }
  return codes >= (reference ? 2U : 1U);
}

// ---- numbers ----

/// The type with room for the column's numbers and for `texts`, all of them numbers with at most `scale` decimals.
std::optional<Type> wider_number(const Column& column, const Trial& trial, const RowsOfValues& texts,
                                 std::uint8_t scale) {
  if (is_whole_number(column.type) && scale == 0) {
    const Type bigint{TypeKind::bigint, 0, 0, 0};
    if (trial.takes_all({bigint, column.format}, texts)) return bigint;
  }
  scale = std::max(scale, column.type.scale);
  // The digits that the column's own values may have, and those of the new ones with room for more.
  const Type own = is_whole_number(column.type) ? Type{TypeKind::decimal, kUsualPrecision, 0, 0} : column.type;
  const int whole = own.precision - own.scale;
  const Type usual = decimal_with_room(0, scale);
  const Type spared{TypeKind::decimal, static_cast<std::uint8_t>(kUsualPrecision - 3), scale, 0};
  const bool own_fits = is_whole_number(column.type) || scale == own.scale || whole + scale <= kUsualPrecision;
  if (own_fits && own.precision <= kUsualPrecision && trial.takes_all({spared, column.format}, texts)) return usual;
  const Type widest{TypeKind::decimal, kMostPrecision, scale, 0};
  return trial.takes_all({widest, column.format}, texts) ? std::optional(widest) : std::nullopt;
}

/// Whether the column's values are written without a point or comma, so that neither is proven to be the decimal sign.
/// (A blank between thousands proves nothing of it, nor do brackets.)
bool has_no_signs(const Column& column) {
  const std::optional<char> group = column.format.group;
  return (is_whole_number(column.type) || column.type.scale == 0) && group != '.' && group != ',' &&
         !column.format.zero_decimals;
}

/// "1.234", where nothing says that the point is the decimal sign: it may be a thousand.
bool may_be_thousands(const Column& column, const Trial& trial, char decimal, std::string_view text) {
  Format grouped = column.format;
  grouped.group = decimal;
  grouped.decimal = decimal == ',' ? '.' : ',';
  return trial.takes({{TypeKind::decimal, kMostPrecision, 0, 0}, grouped}, text);
}

bool is_code(const Table& table, const Column& column) {
  return is_reference(table, column.name) || is_code_name(column.name);
}

/// What is left of `values` once those that `column` would hold as it is written, were it wide enough, are in
/// `numbers`.
struct NumbersApart {
  RowsOfValues numbers;
  RowsOfValues others;
  std::uint8_t scale = 0;  // the most decimals
};

NumbersApart take_numbers(const Table& table, const Column& column, const Trial& trial, char decimal,
                          const RowsOfValues& values) {
  NumbersApart apart;
  NumbersApart with_decimals;
  bool is_proven = !has_no_signs(column);
  for (const auto& [value, rows] : values) {
    const std::optional<std::uint8_t> decimals = decimals_of(trial, column.format, value);
    if (!decimals || (*decimals > 0 && is_whole_number(column.type) && is_code(table, column))) {
      apart.others.emplace(value, rows);
    } else if (*decimals == 0 && value.find(decimal) == std::string::npos) {
      apart.numbers.emplace(value, rows);
    } else {  // "1.000", too, whose decimals are zeros
      with_decimals.numbers.emplace(value, rows);
      with_decimals.scale = std::max(with_decimals.scale, *decimals);
      is_proven = is_proven || !may_be_thousands(column, trial, decimal, value);
    }
  }
  (is_proven ? apart.numbers : apart.others).merge(with_decimals.numbers);
  if (is_proven) apart.scale = with_decimals.scale;
  return apart;
}

std::optional<ColumnReading> wider_number(const Column& column, const Trial& trial, const NumbersApart& apart) {
  if (apart.numbers.empty()) return std::nullopt;
  const std::optional<Type> type = wider_number(column, trial, apart.numbers, apart.scale);
  if (!type || *type == column.type) return std::nullopt;
  return ColumnReading{*type, column.format};
}

// ---- other ways to write ----

std::vector<Format> other_writings(const Column& column, const Dialect& dialect) {
  std::vector<Format> others;
  Format other = column.format;
  if (is_date(column.type) && column.format.date_form == DateForm::separated) {
    for (const DateOrder order : {DateOrder::ymd, DateOrder::dmy, DateOrder::mdy}) {
      if (order == column.format.date_order) continue;
      other.date_order = order;
      others.push_back(other);
    }
  }
  if (column.type.kind == TypeKind::timestamp && column.format.time_form == TimeForm::half_days) {
    Format whole_days = column.format;
    whole_days.time_form = TimeForm::clock;
    others.push_back(whole_days);
  }
  if (column.type.kind == TypeKind::time) {
    for (const TimeForm form : {TimeForm::clock, TimeForm::half_days, TimeForm::letters}) {
      if (form == column.format.time_form) continue;
      other.time_form = form;
      others.push_back(other);
    }
  }
  // Whole numbers without separators are the same in both.
  if (column.type.kind == TypeKind::decimal || (is_whole_number(column.type) && column.format.group)) {
    const char own = column.format.decimal.value_or(dialect.decimal);
    other.decimal = own == ',' ? '.' : ',';
    for (const std::optional<char> group : {std::optional<char>(), std::optional<char>(own)}) {
      other.group = group;
      others.push_back(other);
    }
  }
  return others;
}

/// All of them have to be read so, by any type of the column's kind.
std::optional<Format> rewritten(const Column& column, const Dialect& dialect, const Trial& trial,
                                const RowsOfValues& values) {
  const Type widest = is_date(column.type)                 ? Type{TypeKind::timestamp, 0, 0, 0}
                      : column.type.kind == TypeKind::time ? column.type
                                                           : Type{TypeKind::decimal, kMostPrecision, kMostScale, 0};
  for (const Format& format : other_writings(column, dialect)) {
    if (trial.takes_all({widest, format}, values)) return format;
  }
  return std::nullopt;
}

}  // namespace

RefusedValues read_refused(const Table& table, const Column& column, const Dialect& dialect,
                           const RowsOfValues& values) {
  RefusedValues found;
  if (values.empty()) return found;
  const Dialect own = table.dialect.over(dialect);
  const Trial trial(column, own);
  if (column.type.kind == TypeKind::varchar) {
    if (column.type.length > 0) found.wider = ColumnReading{{TypeKind::varchar, 0, 0, 0}, column.format};
    return found;
  }
  const Type timestamp{TypeKind::timestamp, 0, 0, 0};
  if (column.type.kind == TypeKind::date && std::any_of(values.begin(), values.end(), [&](const auto& value) {
        return trial.takes({timestamp, column.format}, value.first);
      })) {
    found.wider = ColumnReading{timestamp, column.format};
    return found;
  }
  if (is_code_after_all(table, column, trial, values)) {
    found.wider = ColumnReading{{TypeKind::varchar, 0, 0, 0}, {}};
  } else if (is_number(column.type)) {
    const NumbersApart apart = take_numbers(table, column, trial, column.format.decimal.value_or(own.decimal), values);
    found.wider = wider_number(column, trial, apart);
    found.asks_column = std::any_of(apart.others.begin(), apart.others.end(),
                                    [](const auto& value) { return read_number(value.first).styles != 0; });
  }
  if (!found.wider) found.rewritten = rewritten(column, own, trial, values);
  return found;
}

std::optional<ColumnReading> wider_by(const Table& table, const Column& column, const Dialect& dialect,
                                      const Column& inferred, char decimal, const RowsOfValues& values) {
  const Dialect own = table.dialect.over(dialect);
  const char own_decimal = column.format.decimal.value_or(own.decimal);
  const char sign = inferred.format.decimal.value_or(decimal);
  if (!is_number(inferred.type) || (sign != own_decimal && !has_no_signs(column))) return std::nullopt;
  // All else about the writing is as it was.
  Format plain = inferred.format;
  plain.decimal = column.format.decimal;
  plain.group = column.format.group;
  plain.lakh = column.format.lakh;
  const bool keeps_group = !column.format.group || column.format.group == inferred.format.group || has_no_signs(column);
  if (plain != column.format || !keeps_group) return std::nullopt;
  ColumnReading reading{widened(column.type, inferred), inferred.format};
  if (reading.type.scale > 0 && is_whole_number(column.type) && is_code(table, column)) return std::nullopt;
  reading.format.decimal = sign == own.decimal ? std::optional<char>() : sign;
  if (sign == own_decimal) reading.format.decimal = column.format.decimal;
  // A bracket or a minus behind says nothing of the sign between thousands: a blank is one that can be no decimal sign.
  const bool has_separators = std::any_of(values.begin(), values.end(), [](const auto& value) {
    return value.first.find_first_of(".,") != std::string::npos;
  });
  if (has_no_signs(column) && reading.format.group && !has_separators) reading.format.group = ' ';
  const Trial trial(column, own);
  const bool takes_some =
      std::any_of(values.begin(), values.end(), [&](const auto& value) { return trial.takes(reading, value.first); });
  return takes_some ? std::optional(reading) : std::nullopt;
}

std::optional<ColumnReading> with_thousands(const Table& table, const Column& column, const Dialect& dialect,
                                            const RowsOfValues& values) {
  if (column.type.kind != TypeKind::decimal || column.format.group || has_no_signs(column)) return std::nullopt;
  const Dialect own = table.dialect.over(dialect);
  const Trial trial(column, own);
  std::optional<ColumnReading> best;
  std::uint64_t most = 0;
  const char other = column.format.decimal.value_or(own.decimal) == ',' ? '.' : ',';
  using Grouping = std::pair<char, bool>;  // the sign, and whether it stands as in 12,34,567
  for (const auto& [group, lakh] :
       {Grouping{other, false}, Grouping{' ', false}, Grouping{'\'', false}, Grouping{other, true}}) {
    if (lakh && other != ',') continue;
    ColumnReading reading{column.type, column.format};
    reading.format.group = group;
    reading.format.lakh = lakh;
    std::uint64_t taken = 0;
    for (const auto& [value, rows] : values) {
      const std::optional<std::uint8_t> decimals = decimals_of(trial, reading.format, value);
      if (!decimals) continue;
      taken += rows;
      if (trial.takes(reading, value)) continue;
      reading.type = {TypeKind::decimal, kMostPrecision, std::max(*decimals, reading.type.scale), 0};
    }
    if (taken <= most) continue;
    most = taken;
    best = reading;
  }
  return best;
}

bool takes_value(const Table& table, const Column& column, const Dialect& dialect, const ColumnReading& reading,
                 std::string_view value) {
  const Dialect own = table.dialect.over(dialect);
  return Trial(column, own).takes(reading, value);
}

std::string rewriting_text(const Format& rewritten, const Column& column, char decimal) {
  if (is_date(column.type)) {
    if (rewritten.time_form != column.format.time_form) return "times of day without AM and PM";
    switch (rewritten.date_order) {
      case DateOrder::ymd: return "year first";
      case DateOrder::dmy: return "day first";
      case DateOrder::mdy: return "month first";
    }
  }
  if (column.type.kind == TypeKind::time) {
    const std::string words = format_words(rewritten);
    return words.empty() ? "HH:MM" : words;
  }
  return std::string("decimal ") + rewritten.decimal.value_or(decimal);
}

}  // namespace rox

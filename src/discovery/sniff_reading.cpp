#include "discovery/sniff_reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <memory>
#include <set>

#include "source/encoding.hpp"
#include "source/record_stream.hpp"
#include "source/records.hpp"
#include "source/rewrite.hpp"
#include "source/text_bytes.hpp"

namespace rox {
namespace {

constexpr std::size_t kLongestRecord = std::size_t{256} << 10;
constexpr std::size_t kMostPreamble = 50;  // lines above a header
/// Below that, most lines may be what stands above the table.
constexpr double kPoor = 0.8;
/// The header of such a table and its first rows.
constexpr std::size_t kFewestBelow = 3;

/// The width that most records have; of two, the greater.
std::size_t usual_width(const std::vector<SampleRecord>& records) {
  std::map<std::size_t, std::size_t> widths;
  for (const SampleRecord& record : records) {
    if (!record.blank && !record.bad_quotes) ++widths[record.fields.size()];
  }
  std::size_t best = 1;
  std::size_t most = 0;
  for (const auto& [width, count] : widths) {
    if (count < most) continue;
    best = width;
    most = count;
  }
  return best;
}

/// Whether it is a header of one field less than its rows, whose last field is always empty: a delimiter ends each row.
bool lacks_the_last(const SampleRecord& first, const std::vector<SampleRecord>& records, std::size_t width) {
  return first.fields.size() + 1 == width && std::all_of(records.begin(), records.end(), [&](const SampleRecord& r) {
           return r.fields.size() != width || r.fields.back().empty();
         });
}

/// Whether all of it is `valor`, and below that numbers with a decimal comma: one column, that commas seem to cut.
bool is_column_of_decimals(const std::vector<SampleRecord>& above, const Reading& reading) {
  const auto is_number = [](const std::string& text, std::string_view signs) {
    const std::size_t digits = text.find_first_not_of(signs);
    return digits <= 1 && text.find_first_not_of("0123456789", digits) == std::string::npos;
  };
  return reading.dialect.delimiter == "," && reading.width == 2 && above.size() == 1 &&
         above.front().fields.size() == 1 &&
         std::all_of(reading.records.begin(), reading.records.end(), [&](const SampleRecord& record) {
           return record.fields.size() == 2 && is_number(record.fields[0], "+-") && is_number(record.fields[1], "");
         });
}

/// What is more than one sign between fields makes columns that all have the same in them, or nothing.
std::size_t columns_of_signs(const Reading& reading) {
  std::size_t count = 0;
  for (std::size_t i = 0; i + 1 < reading.width; ++i) {
    const std::string& first = reading.records.empty() || reading.records.front().fields.size() <= i
                                   ? std::string()
                                   : reading.records.front().fields[i];
    const bool sign = std::none_of(first.begin(), first.end(),
                                   [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; });
    const bool same = std::all_of(reading.records.begin(), reading.records.end(), [&](const SampleRecord& record) {
      return i >= record.fields.size() || record.fields[i] == first;
    });
    count += sign && same ? 1 : 0;
  }
  return count;
}

bool is_wrapped(const std::string& field, char quote) {
  return field.size() > 1 && field.front() == quote && field.back() == quote;
}

/// Whether a quote opens in one field and closes in a later one, of signs that are said to be none: what cuts them
/// stands inside of quotes.
bool tears_quotes(const SampleRecord& record, char quote) {
  const auto opens = [&](const std::string& f) { return f.size() > 1 && f.front() == quote && f.back() != quote; };
  const auto closes = [&](const std::string& f) { return f.size() > 1 && f.front() != quote && f.back() == quote; };
  const auto open = std::find_if(record.fields.begin(), record.fields.end(), opens);
  return std::any_of(open, record.fields.end(), closes);
}

double score_of(const Reading& reading) {
  if (reading.width < 2) return 0;
  const Dialect& dialect = reading.dialect;
  double good = 0;
  double bad_quotes = 0;
  double loose_quotes = 0;  // a quote that is none of the dialect's stands inside a field
  double torn = 0;
  const bool single = wraps_fields(reading.records, '\'');
  for (const SampleRecord& record : reading.records) {
    good += record.fields.size() == reading.width && !record.bad_quotes ? 1 : 0;
    bad_quotes += record.bad_quotes ? 1 : 0;
    torn += dialect.quote == '\0' && dialect.escape == '\0' && tears_quotes(record, '"') ? 1 : 0;
    for (const std::string& field : record.fields) {
      loose_quotes += is_wrapped(field, '"') || (single && is_wrapped(field, '\'')) ? 1 : 0;
    }
  }
  // Where fields are wrapped in quotes, quotes are no signs like others.
  if (dialect.quote == '\0' && dialect.escape == '\0' && loose_quotes > 0) return 0;
  if (dialect.skip > 0 && reading.records.size() < 2) return 0;
  const double count = std::max<double>(1, static_cast<double>(reading.records.size()));
  const double width = static_cast<double>(reading.width);
  const double score = (good - bad_quotes - torn) / count - loose_quotes / (count * width) / 2 -
                       0.1 * static_cast<double>(columns_of_signs(reading)) / width;
  // Lines above a header are few, and cost a little: a way to read the file without any is better.
  return dialect.skip > 0 ? score - 0.05 : score;
}

/// `all` as a table of that width: above its header stand lines of another shape, if any do: a title, an account, a
/// date.
Reading read_from(const std::vector<SampleRecord>& all, const Dialect& dialect, std::size_t width) {
  Reading reading;
  reading.dialect = dialect;
  reading.width = width;
  std::size_t begin = 0;
  while (begin < all.size() && all[begin].blank) ++begin;
  for (std::size_t i = begin; i < all.size() && i < kMostPreamble; ++i) {
    const bool fits = !all[i].bad_quotes && (all[i].fields.size() == width || lacks_the_last(all[i], all, width));
    if (!fits) continue;
    begin = i;
    break;
  }
  if (begin < all.size()) reading.dialect.skip = static_cast<std::uint32_t>(all[begin].line - 1);
  std::vector<SampleRecord> above;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].blank) (i < begin ? above : reading.records).push_back(all[i]);
  }
  reading.score = is_column_of_decimals(above, reading) ? 0 : score_of(reading);
  return reading;
}

/// A table that is shorter than what stands above it: a statement of two payments below ten lines about the account.
Reading below_many_lines(const std::vector<SampleRecord>& all, const Dialect& dialect, Reading usual) {
  std::set<std::size_t> widths;
  for (const SampleRecord& record : all) widths.insert(record.fields.size());
  Reading best = std::move(usual);
  for (const std::size_t width : widths) {
    if (width <= best.width || width < 3) continue;
    Reading reading = read_from(all, dialect, width);
    const auto good = std::count_if(reading.records.begin(), reading.records.end(),
                                    [&](const SampleRecord& record) { return record.fields.size() == width; });
    if (good < static_cast<std::ptrdiff_t>(kFewestBelow) || reading.score < best.score + 0.1) continue;
    if (names_columns(reading.records.front())) best = std::move(reading);
  }
  return best;
}

}  // namespace

std::string shown_sign(std::string_view sign) {
  if (sign == "\t") return "tab";
  std::string out;
  for (const char c : sign) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte == 0x7F ? fmt::format("\\x{:02X}", byte) : std::string(1, c);
  }
  return "'" + out + "'";
}

std::string Reading::text() const {
  std::string text = fmt::format("delimiter {}", shown_sign(dialect.delimiter));
  if (dialect.quote != '"') text += dialect.quote == '\0' ? ", no quotes" : fmt::format(", quote {}", dialect.quote);
  if (dialect.escape != '\0') text += fmt::format(", escape {}", dialect.escape);
  if (dialect.trim) text += ", trimmed";
  if (dialect.skip > 0) text += fmt::format(", skip {}", dialect.skip);
  return fmt::format("{:5.3f}  {}: {} fields in {} records", score, text, width, records.size());
}

void each_record(RecordStream& stream, const Dialect& dialect, const std::function<void(SampleRecord)>& take) {
  RecordChunk chunk;
  std::string scratch;
  while (stream.next(chunk)) {
    const std::size_t size = chunk.bytes.size();
    chunk.bytes.append(kStructuralPadding, '\0');
    RecordReader reader(std::string_view(chunk.bytes).substr(0, size), dialect.field_delimiter(), chunk.line);
    while (reader.next()) {
      SampleRecord record;
      record.line = reader.line();
      record.blank = reader.state() == RecordState::blank;
      record.bad_quotes = !record.blank && reader.state() != RecordState::good;
      for (const Field& field : reader.fields()) {
        std::string_view text = unescape(field, scratch);
        if (record.fields.empty()) text.remove_prefix(bom_size(text, Encoding::utf8));  // where files were put together
        record.fields.emplace_back(text);
      }
      take(std::move(record));
    }
  }
}

std::vector<SampleRecord> cut_records(std::string_view sample, const Dialect& dialect) {
  std::vector<SampleRecord> records;
  const auto stream = rewrite(std::make_unique<TextBytes>(sample), dialect, kLongestRecord);
  each_record(*stream, dialect, [&](SampleRecord record) { records.push_back(std::move(record)); });
  return records;
}

bool wraps_fields(const std::vector<SampleRecord>& records, char quote) {
  const std::size_t width = usual_width(records);
  std::vector<std::size_t> filled(width);
  std::vector<std::size_t> wrapped(width);
  for (const SampleRecord& record : records) {
    const std::vector<std::string>& fields = record.fields;
    if (fields.size() > width && tears_quotes(record, quote)) return true;  // around what cuts
    const bool ends_inside =
        fields.size() < width && fields.back().starts_with(quote) && !is_wrapped(fields.back(), quote);
    if (ends_inside) return true;  // around the end of a line
    for (std::size_t i = 0; i < std::min(fields.size(), width); ++i) {
      filled[i] += fields[i].empty() ? 0 : 1;
      if (!is_wrapped(fields[i], quote)) continue;
      ++wrapped[i];
      const std::string_view inside = std::string_view(fields[i]).substr(1, fields[i].size() - 2);
      if (inside.find(std::string(2, quote)) != std::string_view::npos ||
          inside.find(std::string{'\\', quote}) != std::string_view::npos) {
        return true;
        // around quotes
      }
    }
  }
  const std::size_t fewest = std::clamp<std::size_t>(records.size() / 2, 1, 3);
  for (std::size_t i = 0; i < width; ++i) {
    if (wrapped[i] >= fewest && wrapped[i] * 2 >= filled[i]) return true;
  }
  return false;
}

Reading read_as(std::string_view sample, const Dialect& dialect) {
  const std::vector<SampleRecord> all = cut_records(sample, dialect);
  Reading reading = read_from(all, dialect, usual_width(all));
  return reading.score < kPoor ? below_many_lines(all, dialect, std::move(reading)) : reading;
}

}  // namespace rox

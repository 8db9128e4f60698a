#include "engine/result/result_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "base/csv.hpp"

namespace rox {
namespace {

constexpr std::size_t kFlushBytes = std::size_t{1} << 16;
constexpr std::int64_t kExactInDouble = (std::int64_t{1} << 53) - 1;

void append_json_string(std::string_view text, std::string& out) {
  out += '"';
  for (char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\u{:04x}", static_cast<int>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void append_json_string_or_null(std::string_view text, std::string& out) {
  if (text.empty()) {
    out += "null";
  } else {
    append_json_string(text, out);
  }
}

/// Whether a value of that kind, written so, is a JSON number that every reader takes exactly.
bool is_json_number(ResultKind kind, std::string_view text) {
  if (kind == ResultKind::floating) return text.find_first_not_of("0123456789+-.e") == std::string_view::npos;
  if (kind != ResultKind::integer) return false;
  std::int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value >= -kExactInDouble &&
         value <= kExactInDouble;
}

/// Calls row(index) for the first `limit` rows and hands `out` on whenever it is large. Returns the rows.
template <typename Row>
std::uint64_t write_rows(Result& result, std::uint64_t limit, std::string& out, const TextSink& sink, Row row) {
  std::uint64_t written = 0;
  while (written < limit && result.next()) {
    for (std::size_t r = 0; r < result.rows() && written < limit; ++r, ++written) {
      row(r, written);
      if (out.size() < kFlushBytes) continue;
      sink(out);
      out.clear();
    }
  }
  return written;
}

void append_json_heading(const Result& result, const JsonHeading& heading, std::string& out) {
  out += "{\"analysis\":";
  append_json_string_or_null(heading.analysis, out);
  out += ",\"title\":";
  append_json_string_or_null(heading.title, out);
  out += ",\"engine\":";
  append_json_string(heading.engine, out);
  out += ",\"columns\":[";
  for (std::size_t i = 0; i < result.columns().size(); ++i) {
    out += i == 0 ? "{\"name\":" : ",{\"name\":";
    append_json_string(result.columns()[i].name, out);
    out += ",\"type\":";
    append_json_string(result.columns()[i].type, out);
    out += '}';
  }
  out += "],\"rows\":[";
}

class CsvPieces {
 public:
  CsvPieces(Result& result, std::uint64_t limit, const CsvLocale& locale = {})
      : result_(&result), limit_(limit), locale_(locale) {}

  bool next(std::string& piece) {
    piece.clear();
    if (!begun_ && locale_.byte_order_mark) piece = "\xEF\xBB\xBF";
    CsvWriter csv(piece, {.delimiter = locale_.delimiter, .quote_empty = true});
    if (!begun_) {
      for (const ResultColumn& column : result_->columns()) csv.add(column.name);
      csv.end_row();
      begun_ = true;
    }
    for (; piece.size() < kFlushBytes && has_row(); ++row_, ++written_) add_row(csv);
    return !piece.empty();
  }

  std::uint64_t written() const { return written_; }

 private:
  /// Whether there is a row to be written, in this batch or the next.
  bool has_row() {
    while (written_ < limit_ && !ended_ && row_ == rows_) {
      ended_ = !result_->next();
      row_ = 0;
      rows_ = ended_ ? 0 : result_->rows();
    }
    return written_ < limit_ && !ended_;
  }

  void add_row(CsvWriter& csv) {
    for (std::size_t c = 0; c < result_->columns().size(); ++c) {
      if (result_->is_null(c, row_)) {
        csv.add_missing();
        continue;
      }
      value_.clear();
      result_->text(c, row_, value_);
      localise(result_->columns()[c].kind);
      csv.add(value_);
    }
    csv.end_row();
  }

  void localise(ResultKind kind) {
    if (kind == ResultKind::decimal || kind == ResultKind::floating) {
      if (locale_.decimal != '.') std::replace(value_.begin(), value_.end(), '.', locale_.decimal);
      return;
    }
    const bool text = kind == ResultKind::text || kind == ResultKind::time || kind == ResultKind::other;
    constexpr std::string_view kFormula = "=+-@\t\r";
    if (locale_.defuse && text && !value_.empty() && kFormula.find(value_.front()) != std::string_view::npos) {
      value_.insert(value_.begin(), '\'');
    }
  }

  Result* result_;
  std::uint64_t limit_;
  CsvLocale locale_;
  std::uint64_t written_ = 0;
  std::size_t row_ = 0;
  std::size_t rows_ = 0;  // of the current batch
  bool begun_ = false;
  bool ended_ = false;
  std::string value_;
};

}  // namespace

void append_json_value(ResultKind kind, std::string_view text, std::string& out) {
  if (kind == ResultKind::boolean || is_json_number(kind, text)) {
    out += text;
  } else {
    append_json_string(text, out);
  }
}

std::uint64_t write_csv(Result& result, const TextSink& sink, std::uint64_t limit) {
  CsvPieces pieces(result, limit);
  for (std::string piece; pieces.next(piece);) sink(piece);
  return pieces.written();
}

NextPiece csv_pieces(Result& result, std::uint64_t limit, const CsvLocale& locale) {
  return [pieces = CsvPieces(result, limit, locale)](std::string& piece) mutable { return pieces.next(piece); };
}

std::uint64_t write_json(Result& result, const JsonHeading& heading, const std::function<double()>& seconds,
                         const TextSink& sink, std::uint64_t limit) {
  std::string out, value;
  append_json_heading(result, heading, out);
  std::uint64_t rows = write_rows(result, limit, out, sink, [&](std::size_t r, std::uint64_t index) {
    out += index == 0 ? "[" : ",[";
    for (std::size_t c = 0; c < result.columns().size(); ++c) {
      if (c != 0) out += ',';
      if (result.is_null(c, r)) {
        out += "null";
        continue;
      }
      value.clear();
      result.text(c, r, value);
      append_json_value(result.columns()[c].kind, value, out);
    }
    out += ']';
  });
  out += fmt::format("],\"seconds\":{:.6f}}}", seconds());
  sink(out);
  return rows;
}

}  // namespace rox

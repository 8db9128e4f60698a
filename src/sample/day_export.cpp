#include "sample/day_export.hpp"

#include <algorithm>
#include <array>

#include "source/reject.hpp"

namespace rox {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 16;
constexpr std::array<std::string_view, 11> kAmounts = {"StandardCost", "ListPrice",         "Weight",    "OrderQty",
                                                       "UnitPrice",    "UnitPriceDiscount", "LineTotal", "SubTotal",
                                                       "TaxAmt",       "Freight",           "TotalDue"};

// The next character of valid UTF-8.
char32_t next_character(std::string_view text, std::size_t& at) {
  auto byte = static_cast<unsigned char>(text[at++]);
  if (byte < 0x80) return byte;
  int more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
  char32_t character = byte & (0x3FU >> more);
  for (; more > 0; --more) character = character << 6 | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  return character;
}

void put_utf16(char32_t unit, std::string& out) {
  out += static_cast<char>(unit & 0xFF);
  out += static_cast<char>(unit >> 8);
}

std::string encoded(std::string_view text, WrittenEncoding encoding) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    char32_t character = next_character(text, i);
    if (encoding == WrittenEncoding::windows_1252) {
      result += character < 0x80 || (character >= 0xA0 && character <= 0xFF) ? static_cast<char>(character) : '?';
    } else if (character < 0x10000) {
      put_utf16(character, result);
    } else {
      put_utf16(0xD800 + ((character - 0x10000) >> 10), result);
      put_utf16(0xDC00 + ((character - 0x10000) & 0x3FF), result);
    }
  }
  return result;
}

std::string_view byte_order_mark(const Writing& writing) {
  if (!writing.marked) return "";
  switch (writing.encoding) {
    case WrittenEncoding::utf8: return kByteOrderMark;
    case WrittenEncoding::windows_1252: return "";
    case WrittenEncoding::utf16: return "\xFF\xFE";
  }
  return "";
}

class Counter {
 public:
  Counter(const Fields& columns, TableTruth& truth) : columns_(columns), truth_(truth) {
    for (const std::string& name : columns) {
      kinds_.push_back(std::find(kAmounts.begin(), kAmounts.end(), name) != kAmounts.end() ? Kind::amount
                       : name.ends_with("Date")                                            ? Kind::date
                                                                                           : Kind::other);
      if (kinds_.back() == Kind::amount) truth_.sums[name] = 0;
    }
  }

  void count(const Fields& row) {
    ++truth_.rows;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i] == "NULL") {
        ++truth_.missing[columns_[i]];
      } else if (kinds_[i] == Kind::amount) {
        truth_.sums[columns_[i]] += read_amount(row[i]);
      } else if (kinds_[i] == Kind::date) {
        count_date(columns_[i], std::string_view(row[i]).substr(0, 10));
      }
    }
  }

 private:
  enum class Kind { amount, date, other };

  void count_date(const std::string& column, std::string_view date) {
    auto [found, is_new] = truth_.dates.try_emplace(column, date, date);
    if (is_new) return;
    if (date < found->second.first) found->second.first = date;
    if (date > found->second.second) found->second.second = date;
  }

  const Fields& columns_;
  TableTruth& truth_;
  std::vector<Kind> kinds_;
};

class DayExportWriter {
 public:
  DayExportWriter(const TableDay& table, const PutBytes& put)
      : table_(table), put_(put), counter_(table.columns, truth_) {}

  TableTruth run() {
    const Writing& writing = table_.writing;
    if (writing.header) {
      piece_ = byte_order_mark(writing);
      put_row(table_.columns);
    }
    if (writing.rows) {
      for (const RowSupply& supply : table_.supplies) write(supply);
    }
    if (!writing.footer.empty()) put_footer();
    if (put_) put_(piece_);
    return std::move(truth_);
  }

 private:
  void write(const RowSupply& supply) {
    TextBuffer text;
    for (std::uint64_t begin = 0; begin < supply.units; begin += supply.chunk) {
      text.clear();
      supply.write(text, begin, std::min(begin + supply.chunk, supply.units));
      for (std::string_view rest = text.text(); !rest.empty();) {
        std::size_t end = rest.find("\r\n");  // no field of the company has a line end
        split_row(rest.substr(0, end), row_);
        write_row();
        rest.remove_prefix(end + 2);
      }
    }
  }

  void write_row() {
    for (const auto& change : table_.changes) {
      if (!change(row_)) return;
    }
    bool twice = table_.twice && table_.twice(row_);
    for (int times = twice ? 2 : 1; times > 0; --times) {
      shown_ = row_;
      for (const auto& put_value : table_.writing.values) put_value(shown_);
      if (is_broken()) {
        break_row();
      } else {
        counter_.count(row_);
      }
      put_row(shown_);
      ++rows_;
    }
  }

  bool is_broken() const {
    std::uint64_t every = table_.writing.break_every;
    return every > 0 && rows_ % every == every / 2;
  }

  void break_row() {
    const Writing& writing = table_.writing;
    bool value = rows_ / writing.break_every % 2 == 0;
    add_broken(rows_ + 2, value ? RejectCode::unparsable : RejectCode::field_count,
               value ? writing.break_column : table_.columns.size() - 1, row_.front());
    if (value) {
      shown_[writing.break_column] = writing.break_value;
    } else {
      shown_.pop_back();
    }
  }

  void put_footer() {
    const std::string& footer = table_.writing.footer;
    add_broken(rows_ + 3, RejectCode::field_count, 1, footer);
    put_row({});
    put_row({footer});
  }

  void add_broken(std::uint64_t line, RejectCode code, std::size_t column, const std::string& key) {
    ++truth_.rejects;
    if (truth_.broken.size() == kMostBroken) return;
    truth_.broken.push_back({line, table_.columns[column], std::string(to_string(code)), key});
  }

  void put_row(const Fields& fields) {
    if (!put_) return;
    const Writing& writing = table_.writing;
    if (fields.size() == table_.columns.size() && !writing.fields.empty()) {
      Fields chosen;
      for (std::size_t i : writing.fields) chosen.push_back(fields[i]);
      join_row(chosen, writing.delimiter, line_);
    } else {
      join_row(fields, writing.delimiter, line_);
    }
    line_ += writing.line_end;
    piece_ += writing.encoding == WrittenEncoding::utf8 ? line_ : encoded(line_, writing.encoding);
    line_.clear();
    if (piece_.size() < kPiece) return;
    put_(piece_);
    piece_.clear();
  }

  const TableDay& table_;
  const PutBytes& put_;
  TableTruth truth_;
  Counter counter_;
  Fields row_, shown_;
  std::uint64_t rows_ = 0;  // written so far
  std::string line_, piece_;
};

}  // namespace

TableTruth write_day_export(const TableDay& table, const PutBytes& put) { return DayExportWriter(table, put).run(); }

}  // namespace rox

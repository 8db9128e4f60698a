// One column's fields, written to its sink: text to typed value, with the reason when that fails.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/dialect.hpp"
#include "model/model.hpp"
#include "source/batch.hpp"
#include "source/column_sink.hpp"
#include "source/fast_values.hpp"
#include "source/missing_words.hpp"
#include "source/number_text.hpp"
#include "source/records.hpp"
#include "source/reject.hpp"
#include "source/values.hpp"

namespace rox {

/// Why a field can't be stored.
struct FieldProblem {
  RejectCode code;
  std::string reason;
};

class ColumnReader {
 public:
  ColumnReader(const Column& column, const Dialect& dialect);

  /// Writes the field to row `row` of `sink`. Returns false for a value that the column can't hold;
  /// explain() says why.
  bool read(const Field& field, const ColumnSink& sink, std::size_t row) {
    if (is_null(field)) return write_null(sink, row);
    if (is_text_ && !field.quoted && is_unstated_null({field.data, field.size})) return false;
    return write_value(field, sink, row) || (!is_text_ && is_null_in_blanks(field) && write_null(sink, row));
  }

  /// Reads column `c` of all records of `batch`, the first one to row `row`. False if one of them can't be stored;
  /// then nothing is said about which, and the batch has to be read record by record.
  bool read_batch(const RecordBatch& batch, std::size_t c, const char* block, const ColumnSink& sink, std::size_t row);

  FieldProblem explain(const Field& field);

  const Column& column() const { return column_; }

 private:
  // A null word of up to eight bytes, to compare in one go.
  struct ShortWord {
    std::uint64_t bits = 0;
    std::uint64_t mask = 0;
    std::size_t size = 0;
  };

  bool is_null(const Field& field) const {
    if (field.quoted && is_text_) return false;
    for (const std::string& word : null_words_) {
      if (field.size == word.size() && (field.size == 0 || std::memcmp(field.data, word.data(), field.size) == 0)) {
        return true;
      }
    }
    return false;
  }

  // The same for text that is readable for kValuePadding bytes past its end.
  bool is_padded_null(std::string_view text) const {
    for (const ShortWord& word : short_words_) {
      if (text.size() == word.size && (fast::load8(text.data()) & word.mask) == word.bits) return true;
    }
    return has_long_words_ && is_null({text.data(), text.size(), false, false});
  }

  // A word that means missing, which nobody has said of this column, nor that it doesn't.
  bool is_unstated_null(std::string_view text) const {
    return !states_nulls_ && may_be_missing_word(text) && is_missing_word(text);
  }
  // A null word that is filled up with blanks, or blanks alone where nothing means missing: of columns of a fixed
  // width.
  bool is_null_in_blanks(const Field& field);
  bool write_null(const ColumnSink& sink, std::size_t row) const;
  bool write_value(const Field& field, const ColumnSink& sink, std::size_t row);
  bool write_text(const Field& field, const ColumnSink& sink, std::size_t row);
  template <class T>
  bool write_integer(std::string_view text, const ColumnSink& sink, std::size_t row);
  template <class T>
  bool write_decimal(std::string_view text, const ColumnSink& sink, std::size_t row);
  bool read_number_text(std::string_view text, bool whole);
  Parse parse_day(std::string_view text, std::int32_t& days);
  Parse parse_moment(std::string_view text, std::int64_t& micros);

  template <class Value>
  bool each_cell(const RecordBatch& batch, std::size_t c, const char* block, const ColumnSink& sink, std::size_t row,
                 Value value);
  template <class T>
  bool read_integers(const RecordBatch& batch, std::size_t c, const char* block, const ColumnSink& sink,
                     std::size_t row);
  template <class T>
  bool read_decimals(const RecordBatch& batch, std::size_t c, const char* block, const ColumnSink& sink,
                     std::size_t row);
  template <class T>
  bool read_whole_decimals(const RecordBatch& batch, std::size_t c, const char* block, const ColumnSink& sink,
                           std::size_t row);
  bool read_texts(const RecordBatch& batch, std::size_t c, const char* block, const ColumnSink& sink, std::size_t row);

  const Column& column_;
  const std::vector<std::string>& null_words_;
  std::vector<ShortWord> short_words_;
  bool has_long_words_ = false;
  bool states_nulls_;  // the column itself: what it doesn't name isn't missing
  char decimal_;
  bool is_text_;
  bool normalize_;
  Parse last_ = Parse::ok;
  NumberFault fault_ = NumberFault::none;  // of the last number
  bool stray_offset_ = false;              // of the last time: it has one against the format, or lacks one
  fast::Memo<std::int32_t> last_day_;
  fast::Memo<std::int64_t> last_time_;
  std::string unescaped_;
  std::string normalized_;
};

}  // namespace rox

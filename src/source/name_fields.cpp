#include "source/name_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "model/name_pattern.hpp"
#include "source/records.hpp"

namespace rox {
namespace {

/// ;"north", for the end of a record: in quotes, so that no word is taken for a missing value.
std::string as_fields(const std::vector<std::string>& values, char delimiter) {
  std::string text;
  for (const std::string& value : values) {
    text += delimiter;
    append_quoted(value, text);
  }
  return text;
}

class NameFields final : public RecordStream {
 public:
  NameFields(std::unique_ptr<RecordStream> records, const Dialect& dialect, const std::vector<std::string>& values)
      : source_(std::move(records)),
        delimiter_(dialect.field_delimiter()),
        has_header_(dialect.header),
        width_(dialect.names.size()),
        names_(as_fields(pattern_columns(dialect.from_name), delimiter_)),
        values_(as_fields(values, delimiter_)) {}

  bool next(RecordChunk& chunk) override {
    if (!source_->next(own_)) return false;
    const std::size_t size = own_.bytes.size();
    own_.bytes.append(kStructuralPadding, '\0');
    chunk.line = own_.line;
    chunk.oversized = own_.oversized;
    chunk.bytes.clear();
    RecordReader reader(std::string_view(own_.bytes).substr(0, size), delimiter_, own_.line);
    while (reader.next()) {
      const bool cut_off = own_.oversized && reader.end_offset() >= size;
      const bool is_value = reader.state() == RecordState::blank && width_ == 1;
      if (!cut_off && (reader.state() == RecordState::good || is_value)) {
        add(reader, chunk.bytes);
      } else {
        chunk.bytes.append(own_.bytes, reader.offset(), reader.end_offset() - reader.offset());
      }
    }
    return true;
  }

  std::uint64_t position() const override { return source_->position(); }

 private:
  void add(const RecordReader& reader, std::string& out) {
    std::string_view raw = reader.raw();
    const bool first = width_ == 0;
    if (first) width_ = reader.field_count();
    if (first && has_header_) header_ = raw;
    // A delimiter at the end of each row, but not of the header, is no field.
    const Field& last = reader.fields().back();
    if (reader.field_count() == width_ + 1 && last.size == 0 && !last.quoted) raw.remove_suffix(1);
    out += raw;
    // The header once more among the rows is one still.
    out += has_header_ && raw == header_ ? names_ : values_;
    out += '\n';
  }

  std::unique_ptr<RecordStream> source_;
  const char delimiter_;
  const bool has_header_;
  std::size_t width_;   // 0 until the first record shows it
  std::string header_;  // as it stands there
  const std::string names_;
  const std::string values_;
  RecordChunk own_;
};

}  // namespace

std::unique_ptr<RecordStream> add_name_fields(std::unique_ptr<RecordStream> records, const ExportFile& file,
                                              const Dialect& dialect) {
  const auto values = pattern_values(dialect.from_name, file.name);
  if (!values) {
    throw data_error(fmt::format("the file's name doesn't fit from_name = \"{}\"", dialect.from_name))
        .at(printable(file.name))
        .hint("rename the file, or let from_name fit it: '*' stands for anything, '#' for a number or a date");
  }
  // Each line feed of a record is one of the export's: lines are counted by them.
  if (std::any_of(values->begin(), values->end(), [](auto& value) { return value.find('\n') != std::string::npos; })) {
    throw data_error("the file's name has a line break where from_name has a column")
        .at(printable(file.name))
        .hint("rename the file");
  }
  return std::make_unique<NameFields>(std::move(records), dialect, *values);
}

}  // namespace rox

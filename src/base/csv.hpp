// CSV as rox writes it, quoted as in RFC 4180. (source/ reads what others wrote.)
#pragma once

#include <string>
#include <string_view>

namespace rox {

struct CsvStyle {
  char delimiter = ',';
  std::string_view line_end = "\n";
  /// "" for an empty text, so that it isn't taken for a missing one.
  bool quote_empty = false;
  /// Quotes around texts that begin or end with a blank, which spreadsheets strip otherwise.
  bool quote_blank_edges = false;
};

/// Appends rows to a text, field by field.
class CsvWriter {
 public:
  explicit CsvWriter(std::string& out, CsvStyle style = {});

  void add(std::string_view text);
  /// Nothing at all: a missing value.
  void add_missing() { begin_field(); }
  void end_row();

 private:
  void begin_field() {
    if (!first_) out_ += style_.delimiter;
    first_ = false;
  }

  std::string& out_;
  CsvStyle style_;
  std::string special_;  // what has to be within quotes
  bool first_ = true;    // in its row
};

}  // namespace rox

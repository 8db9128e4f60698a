#include "base/csv.hpp"

namespace rox {

CsvWriter::CsvWriter(std::string& out, CsvStyle style)
    : out_(out), style_(style), special_{style.delimiter, '"', '\r', '\n'} {}

void CsvWriter::add(std::string_view text) {
  begin_field();
  const bool blank_edge = !text.empty() && (text.front() == ' ' || text.back() == ' ');
  if (text.find_first_of(special_) == std::string_view::npos && !(style_.quote_empty && text.empty()) &&
      !(style_.quote_blank_edges && blank_edge)) {
    out_ += text;
    return;
  }
  out_ += '"';
  for (const char c : text) {
    if (c == '"') out_ += '"';
    out_ += c;
  }
  out_ += '"';
}

void CsvWriter::end_row() {
  out_ += style_.line_end;
  first_ = true;
}

}  // namespace rox

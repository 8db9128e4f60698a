#include "discovery/sniff_sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "discovery/sniff_footer.hpp"
#include "discovery/sniff_header.hpp"
#include "source/workbook/workbook.hpp"

namespace rox {
namespace {

constexpr std::size_t kSample = 200;       // rows
constexpr std::size_t kMostPreamble = 50;  // rows above a header
constexpr std::size_t kNamed = 3;          // of a kind, in what is said

struct Row {
  std::uint64_t number = 0;
  std::map<std::uint32_t, std::string> cells;
};

Row copy_of(const SheetRow& row) {
  Row copy{row.number, {}};
  for (const SheetCell& cell : row.cells) copy.cells.emplace(cell.column, row.text_of(cell));
  return copy;
}

/// The table's columns: from the first to the last, without a gap that is empty in all rows.
struct Region {
  std::size_t header = 0;  // the row in the sample
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

/// Cells that somebody should know of: the first ones, and how many there are.
struct Cells {
  std::vector<std::string> first{};
  std::uint64_t count = 0;

  void add(std::string cell) {
    if (++count <= kNamed) first.push_back(std::move(cell));
  }
  std::string text() const {
    return join(first, ", ") + (count > first.size() ? fmt::format(" and {} more", count - first.size()) : "");
  }
};

std::string place(std::uint32_t column, std::uint64_t row) { return fmt::format("{}{}", column_letters(column), row); }

/// Stretches of columns that have something in them, in any row from `begin` on.
std::vector<std::pair<std::uint32_t, std::uint32_t>> stretches(const std::vector<Row>& rows, std::size_t begin) {
  std::map<std::uint32_t, std::size_t> used;
  for (std::size_t r = begin; r < rows.size(); ++r) {
    for (const auto& [column, text] : rows[r].cells) ++used[column];
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
  for (const auto& [column, count] : used) {
    if (!found.empty() && found.back().second + 1 == column) {
      found.back().second = column;
    } else {
      found.emplace_back(column, column);
    }
  }
  return found;
}

/// How many cells most rows have; of two, the greater.
std::size_t usual_width(const std::vector<Row>& rows) {
  std::map<std::size_t, std::size_t> widths;
  for (const Row& row : rows) ++widths[row.cells.size()];
  return std::max_element(widths.begin(), widths.end(),
                          [](const auto& a, const auto& b) { return a.second <= b.second; })
      ->first;
}

/// How many rows follow each other from that one on, it included, without an empty one.
std::size_t rows_together(const std::vector<Row>& rows, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < rows.size() && rows[end].number == rows[end - 1].number + 1) ++end;
  return end - begin;
}

/// What stands above the header has fewer cells, or is parted from it by an empty row: a title, a date. A header may
/// lack a name, and rows a value.
std::size_t find_header(const std::vector<Row>& rows) {
  constexpr std::size_t kFewest = 3;
  const std::size_t usual = usual_width(rows);
  std::optional<std::size_t> wide;
  for (std::size_t r = 0; r < rows.size() && r < kMostPreamble; ++r) {
    if (rows[r].cells.size() * 2 < usual + 1) continue;
    if (rows_together(rows, r) >= kFewest) return r;
    if (!wide) wide = r;
  }
  return wide.value_or(0);
}

Region find_region(const std::vector<Row>& rows) {
  Region region;
  region.header = find_header(rows);
  std::size_t most = 0;
  for (const auto& [first, last] : stretches(rows, region.header)) {
    std::size_t named = 0;
    for (const auto& [column, text] : rows[region.header].cells) named += column >= first && column <= last ? 1 : 0;
    if (named <= most) continue;
    most = named;
    region.first = first;
    region.last = last;
  }
  return region;
}

SampleRecord record_of(const Row& row, const Region& region) {
  SampleRecord record;
  record.line = row.number;
  record.fields.resize(region.last - region.first + 1);
  record.blank = true;
  for (const auto& [column, text] : row.cells) {
    if (column < region.first || column > region.last) continue;
    record.fields[column - region.first] = text;
    record.blank = false;
  }
  return record;
}

Sample sample_of(const std::vector<Row>& rows, const Region& region) {
  Sample sample;
  sample.width = region.last - region.first + 1;
  for (std::size_t r = region.header; r < rows.size(); ++r) {
    SampleRecord record = record_of(rows[r], region);
    if (!record.blank) sample.records.push_back(std::move(record));
  }
  return sample;
}

/// Whether the header's row has a name in each of the table's columns, and none beside them.
bool names_all_of(const Row& header, const Region& region) {
  return header.cells.size() == region.last - region.first + 1 && header.cells.begin()->first == region.first &&
         header.cells.rbegin()->first == region.last;
}

/// What the rest of the sheet has.
class Survey {
 public:
  /// `above`: how many rows at the top are none of the table, as its header.
  Survey(const Region& region, std::size_t above)
      : region_(region), above_(above), footer_(region.last - region.first + 1) {}

  void add(const SheetRow& row) {
    bool any = false;
    for (const SheetCell& cell : row.cells) {
      if (cell.column < region_.first || cell.column > region_.last) {
        beside.add(place(cell.column, row.number));
        continue;
      }
      any = true;
      if (cell.type == CellType::formula) formulas.add(place(cell.column, row.number));
      if (cell.type == CellType::error)
        errors.add(place(cell.column, row.number) + " " + std::string(row.text_of(cell)));
    }
    if (!any) return;
    ++rows_;
    if (last_ + 1 < row.number && rows_ > 2) {
      below_ = row.number;
      rows_below_ = 0;
    }
    ++rows_below_;
    last_ = row.number;
    if (rows_ > above_) footer_.add(record_of(copy_of(row), region_));
  }

  Cells beside;
  Cells formulas;
  Cells errors;

  const FooterFinder& footer() const { return footer_; }

  /// The first of a few rows that empty ones part from the others.
  std::optional<std::uint64_t> below() const {
    constexpr std::uint64_t kFew = 10;
    return below_ > 0 && rows_below_ <= kFew && rows_below_ * 2 < rows_ ? std::optional(below_) : std::nullopt;
  }
  std::uint64_t rows_below() const { return rows_below_; }
  std::uint64_t last_row() const { return last_; }

 private:
  const Region region_;
  const std::size_t above_;
  FooterFinder footer_;
  std::uint64_t last_ = 0;
  std::uint64_t rows_ = 0;
  std::uint64_t below_ = 0;
  std::uint64_t rows_below_ = 0;
};

void note_survey(const Survey& survey, const SheetReader& reader, FoundDialect& found) {
  const auto note = [&](std::string text) { found.notes.push_back(std::move(text)); };
  if (survey.beside.count > 0) {
    note(fmt::format("{} beside the table: not read (columns = \"{}\")", survey.beside.text(), found.dialect.columns));
  }
  if (const auto row = survey.below()) {
    note(fmt::format("row {} and what follows stands below an empty row: read as rows. To leave it out: {}", *row,
                     skip_end_setting(survey.rows_below())));
  } else if (const auto footer = survey.footer().footer()) {
    note(footer->note_of_rows());
  }
  const auto note_strays = [&](const Strays& strays, std::string_view what) {
    if (strays.count > 0) note(strays.note("row", what));
  };
  note_strays(survey.footer().totals(), "a total");
  note_strays(survey.footer().pages(), "the foot of a page");
  if (survey.formulas.count > 0) {
    note(fmt::format("formulas without a result, read as texts: {}; open the workbook and save it",
                     survey.formulas.text()));
  }
  if (survey.errors.count > 0) note(fmt::format("errors of formulas: {}", survey.errors.text()));
  Cells merged;
  for (const std::string& cells : reader.merged()) {
    std::uint64_t row = 0;
    const std::size_t digits = std::min(cells.find_first_of("0123456789"), cells.size());
    std::from_chars(cells.data() + digits, cells.data() + cells.size(), row);
    if (row > found.dialect.skip) merged.add(cells);  // titles are
  }
  if (merged.count > 0) {
    note(fmt::format("merged cells, whose value is in the first one alone: {}", merged.text()));
  }
}

}  // namespace

FoundDialect sniff_sheet(const ExportFile& file, std::optional<bool> header) {
  FoundDialect found;
  found.is_text = false;
  std::vector<Row> rows;
  SheetRow row;
  auto reader = open_sheet(file);
  while (rows.size() < kSample && reader->next(row)) rows.push_back(copy_of(row));
  if (rows.empty()) return found;
  const Region region = find_region(rows);
  const Sample sample = sample_of(rows, region);
  if (region.header > 0) {
    found.dialect.skip = static_cast<std::uint32_t>(rows[region.header].number - 1);
    found.notes.push_back(fmt::format("the header is row {}; what stands above it is left out (skip = {})",
                                      rows[region.header].number, found.dialect.skip));
  }
  take_header(header ? HeaderVerdict{*header, true} : has_header(sample), sample, found);

  Survey survey(region, (found.dialect.header ? 1U : 0U) + (found.dialect.units ? 1U : 0U));
  reader = open_sheet(file);
  while (reader->next(row)) {
    if (row.number > found.dialect.skip) survey.add(row);
  }
  // A table that fills the sheet is found without them.
  const auto& first = rows[region.header].cells;
  const bool whole = region.first == 0 && survey.beside.count == 0 && first.rbegin()->first == region.last;
  const std::string columns = fmt::format("{}:{}", column_letters(region.first), column_letters(region.last));
  if (!whole || !found.dialect.header) found.dialect.columns = columns;
  // Its names say where it ends, also when there are more of them.
  if (!whole && found.dialect.header && names_all_of(rows[region.header], region)) {
    found.dialect.columns = fmt::format("{}:", column_letters(region.first));
  }
  if (!whole && survey.beside.count == 0) found.notes.push_back(fmt::format("the table is in columns {}", columns));
  found.scores.push_back(fmt::format("rows {} to {}, columns {} to {}", rows[region.header].number, survey.last_row(),
                                     column_letters(region.first), column_letters(region.last)));
  note_survey(survey, *reader, found);
  return found;
}

}  // namespace rox

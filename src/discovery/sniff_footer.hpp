// What is no data below an export's rows, and among them: totals, numbers of pages, lines that count the records. They
// are said and never left out by themselves: on a day without them that would take rows away.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "discovery/column_sums.hpp"
#include "discovery/sniff_header.hpp"
#include "model/dialect.hpp"

namespace rox {

/// How model.toml says that so many lines at the end are no data, to be pasted there.
std::string skip_end_setting(std::uint64_t lines);

/// The last lines of an export that are no data.
struct Footer {
  enum class Kind {
    other,  // not like the rows above: a run rejects it
    total,  // by its words
    sum,    // has the sum of all rows above
    page,
  };

  Kind first = Kind::other;  // of the first of them
  std::size_t lines = 0;     // how many there are
  std::size_t others = 0;    // of them, those of another shape
  std::uint64_t line = 0;    // where they begin

  std::vector<std::string> texts{};  // what stands in the first field of each

  std::string note() const;
  /// How many of them `comment`, which leaves out lines of the file that begin so, lets stand; to be said, too.
  std::string note_beside(const std::string& comment) const;
  /// Of a sheet.
  std::string note_of_rows() const;
};

/// Lines among the rows that look like no data, of one kind.
struct Strays {
  std::vector<std::uint64_t> first{};  // some of them
  std::uint64_t count = 0;
  std::string beginning{};  // what the texts of all begin with

  /// What is to be said of such a `place`, a line or a row, that looks like `what`.
  std::string note(std::string_view place, std::string_view what) const;
  /// The dialect's `comment` that leaves them out of a file, if none of the rows of its beginning goes with them.
  std::optional<std::string> comment(std::string_view sample, const Dialect& dialect) const;
};

/// Looks at an export's records from the first row on, one after another, but not at blank ones.
class FooterFinder {
 public:
  /// `width`: of a row.
  explicit FooterFinder(std::size_t width) : width_(width) {}

  std::size_t width() const { return width_; }

  void add(const SampleRecord& record);

  /// If those were all to the end of the export.
  std::optional<Footer> footer() const;
  /// Whether one of the last records may be the sum of more rows than were shown.
  bool may_have_sum() const;

  /// What stands above those last records.
  const Strays& totals() const { return totals_; }
  const Strays& pages() const { return pages_; }

 private:
  bool is_row(const SampleRecord& record) const;
  std::size_t usual_fill() const;
  bool lacks_values(const SampleRecord& record) const;
  bool is_sparse(const SampleRecord& record) const;
  bool looks_like_total(const SampleRecord& record) const;
  bool looks_like_page(const SampleRecord& record) const;
  bool has_sum(const SampleRecord& record, const ColumnSums& sums, std::uint64_t rows) const;
  void settle(const SampleRecord& record);

  std::size_t width_ = 0;
  std::deque<SampleRecord> last_;
  ColumnSums sums_;                             // of what is above those
  std::uint64_t rows_ = 0;                      // likewise
  std::map<std::size_t, std::uint64_t> fills_;  // how many rows have so many fields with something in them
  Strays totals_;
  Strays pages_;
};

}  // namespace rox

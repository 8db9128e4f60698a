// Mends: records that a person corrected. A mend replaces one bad record of one export when it is
// scanned, as long as that record still is what it was when it was rejected, wherever it stands by now
// (locate_mends.hpp). The export stays untouched.
//
// `rox run` writes rejects/<table>.csv; its last column, `mended`, starts as a copy of `raw`. The user
// corrects it there; `rox stage --replay` moves corrected ones to mends/<table>.csv, which belongs to
// the project from then on. Columns of both: run;table;file;line;offset;field;column;value;code;reason;raw;mended
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace rox {

struct Mend {
  std::string table;
  std::string file;        // file name of the export
  std::uint64_t line = 0;  // where the bad record starts
  std::string raw;         // the bad record
  std::string mended;      // what to read instead: one record in the export's dialect, as UTF-8
};

/// A record that was refused, and where it stood.
struct BadRecord {
  std::string_view file;
  std::uint64_t line = 0;
  std::string_view raw;
};

/// Which of `now` each of `before` is: a record that is the same byte for byte. Of equal ones the place tells which:
/// the same place, else the same file. In other files it is looked for only if its own isn't among `files`, as where
/// each day's export has a name of its own. None of `now` is taken twice.
std::vector<std::optional<std::size_t>> find_again(std::span<const BadRecord> before, std::span<const BadRecord> now,
                                                   const std::set<std::string_view>& files);

/// The mends of one table, found by file and line.
class MendSet {
 public:
  void add(Mend mend);
  bool empty() const { return mends_.empty(); }
  std::size_t size() const { return mends_.size(); }
  /// The mends of `file` in lines [first, last), in order of line.
  std::vector<const Mend*> in_lines(std::string_view file, std::uint64_t first, std::uint64_t last) const;
  /// In order of file and line.
  std::vector<const Mend*> all() const;

 private:
  std::map<std::tuple<std::string, std::uint64_t, std::string>, Mend> mends_;  // by file, line and record
};

}  // namespace rox

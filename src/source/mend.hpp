// Mends: records that a person corrected. A mend replaces one bad record of one export when it is
// scanned, as long as that record still is what it was when it was rejected. The export stays untouched.
//
// `rox run` writes rejects/<table>.csv; its last column, `mended`, starts as a copy of `raw`. The user
// corrects it there; `rox stage --replay` moves corrected ones to mends/<table>.csv, which belongs to
// the project from then on. Columns of both: run;table;file;line;offset;field;column;value;code;reason;raw;mended
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rox {

struct Mend {
  std::string table;
  std::string file;        // file name of the export
  std::uint64_t line = 0;  // where the bad record starts
  std::string raw;         // the bad record
  std::string mended;      // what to read instead: one record in the export's dialect, as UTF-8
};

/// The mends of one table, found by file and line.
class MendSet {
 public:
  void add(Mend mend);
  bool empty() const { return mends_.empty(); }
  std::size_t size() const { return mends_.size(); }
  /// The mends of `file` in lines [first, last), in order of line.
  std::vector<const Mend*> in_lines(std::string_view file, std::uint64_t first, std::uint64_t last) const;
  const std::map<std::pair<std::string, std::uint64_t>, Mend>& all() const { return mends_; }

 private:
  std::map<std::pair<std::string, std::uint64_t>, Mend> mends_;
};

}  // namespace rox

// What stands above the rows once more among them, as where files were put together or a program begins new pages: the
// header, and the line below it that is no record (`units`).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/dialect.hpp"
#include "source/export.hpp"
#include "source/records.hpp"

namespace rox {

/// Whether a line only rules off what is above it, as database shells draw it: "-----+-----", or "|----|---:|" with
/// nothing outside of the frame.
bool is_rule(const std::vector<std::string>& fields);

/// The line below an export's header, if its dialect says that it is no record (`units`); else nothing.
std::vector<std::string> read_units(const ExportFile& file, const Dialect& dialect);

/// Tells records that are that line once more: below a header, where a rule may be of another length, too; the same
/// rule anywhere. What has the same in it as units is a row elsewhere.
class RepeatedUnits {
 public:
  /// `units`: of the file that is read next.
  void begin(const std::vector<std::string>* units) {
    units_ = units;
    below_header_ = false;
  }
  /// The record was the header.
  void note_header() { below_header_ = true; }
  void note_row() { below_header_ = false; }

  /// To be asked of each other record, unless that is known to be a row.
  bool is(const std::vector<Field>& fields);

 private:
  const std::vector<std::string>* units_ = nullptr;
  bool below_header_ = false;
  std::string scratch_;
};

}  // namespace rox

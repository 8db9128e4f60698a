// Drift: exports that no longer have the shape that model.toml says, and what a run did about it ([source] drift).
#pragma once

#include <string>

namespace rox {

/// One thing that drifted. Texts, as it is only ever shown: in the report, the ledger and --json.
struct Drift {
  std::string table;   // empty: of an export that is in no table
  std::string column;  // empty: of the table as a whole
  std::string kind;    // new_column, missing_column, reordered, new_table, retyped, new_export, copied_export,
                       // repeated_export, undated_export, beside, values
  std::string action;  // ignored, null, by_name, added, widened, rejected, refused, loaded
  std::string detail;  // for people

  bool operator==(const Drift&) const = default;
};

/// "Sale.Note: new in Sale.csv, ignored".
std::string to_string(const Drift& drift);

}  // namespace rox

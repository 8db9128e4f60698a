// The steps of a run as values: what each is, and what it did.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rox {

/// In the order in which a run does them.
enum class StepKind {
  evolve,     // the model takes over what changed exports prove
  load,       // a table from its exports
  relate,     // enforced relations and orphan reports
  upload,     // a loaded table as files to the target's bucket
  copy,       // a loaded table to the target's server
  transform,  // a mart
  check,      // what has to hold in the data
  guard,      // what is expected of them by now
  publish,    // what was built becomes the warehouse
  analyze,    // an answer
  stage,      // a table from its exports to Parquet
};

/// "load", "relate", "transform", …
std::string_view to_string(StepKind kind);

/// Whether steps of that kind make the next warehouse: they are published together, or none of them is.
constexpr bool makes_warehouse(StepKind kind) { return kind <= StepKind::publish; }

/// Which step: its name is "load.Person", "relations", "upload.Person", "copy.Person", "transform.dim_date", "checks",
/// "guards", "publish", "analyze.q1_order_lines". Names are what ledgers, accounts and schedulers know steps by.
struct StepId {
  StepKind kind = StepKind::load;
  std::string subject;  // the table's, mart's or analysis's name; empty where there is one such step

  std::string name() const;
  /// Empty if it is no step's name.
  static std::optional<StepId> parse(std::string_view name);

  auto operator<=>(const StepId&) const = default;
};

struct Step : StepId {
  std::string fingerprint;
  bool due = true;
  std::string reason;                // why it is due, or why not
  std::vector<std::string> needs{};  // names of the steps that come before it because of what they make
};

/// What went through a step. rows_in = rows_out + rejects for a load.
struct Counts {
  std::uint64_t rows_in = 0;
  std::uint64_t rows_out = 0;
  std::uint64_t rejects = 0;
  std::uint64_t bytes = 0;

  Counts& operator+=(const Counts& more);
  bool operator==(const Counts&) const = default;
};

enum class StepStatus {
  running,
  done,
  unchanged,  // nothing to do: its inputs are what they were
  resumed,    // done already by a run that didn't end, whose work this one continued
  failed,
  skipped,  // not tried, because something before it failed
};

std::string_view to_string(StepStatus status);

/// What one step of a run did.
/// How many rows of a table changed. Those of a mart that others take the place of are deleted and inserted ones.
struct RowChanges {
  std::uint64_t inserted = 0;
  std::uint64_t updated = 0;
  std::uint64_t deleted = 0;

  bool operator==(const RowChanges&) const = default;
};

struct StepResult {
  std::string step;  // its name
  StepStatus status = StepStatus::running;
  double seconds = 0;
  Counts counts;
  std::string error;
  std::string how{};                    // for people, where there are several ways: "1 inserted, 2 updated, 0 deleted"
  std::optional<RowChanges> changed{};  // of a table or a mart that wasn't made whole
};

bool is_kind(const StepResult& result, StepKind kind);

}  // namespace rox

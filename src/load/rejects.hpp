// The rejects of a run: collected while tables load, limited, then kept in the accounts (ledger/reject_rows.hpp) and
// rejects/<table>.csv.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "source/reject.hpp"

namespace rox {

struct RejectLimits {
  std::optional<std::uint64_t> rows = 1000;        // more than that, of all tables together, stop the run
  double share = 1;                                // more than that of a table's rows do, and more than a few of them
  std::uint64_t bytes = std::uint64_t{256} << 20;  // so do texts of rejects that fill more memory than that
  bool stop_at_first = false;                      // [source] on_reject = "fail"
};

/// Holds every reject of a run. Thread-safe.
class RejectStore : public RejectSink {
 public:
  /// `kept`: the rejects of tables that this run doesn't load. They count towards the limit, so that a
  /// full load and one of a single table end alike.
  RejectStore(RejectLimits limits, std::uint64_t kept) : limits_(limits), count_(kept) {}

  /// So many of the kept ones will be added after all.
  void forget_kept(std::uint64_t rejects);

  /// Throws data_error past the limit; what came before stays.
  void add(Reject reject) override;

  /// The table is read once more: those that it has count no longer.
  void forget(const std::string& table);

  /// Throws data_error if `more` rejects would be past the limit. `what`: what they are, for the message.
  void expect(std::uint64_t more, const std::string& what) const;

  /// Throws data_error if more than the share of the table's records are rejected, `more` counted as rejects, too.
  void expect_share(const std::string& table, std::uint64_t records, std::uint64_t more = 0) const;

  /// The rejects of one table in order of file and line; valid until one is added to it. There may be many: no copy.
  const std::vector<Reject>& of_table(const std::string& table) const;

 private:
  // With the mutex held. `way_out`: the setting that would let more rejects in.
  [[noreturn]] void refuse_number(std::uint64_t count, const std::string& why) const;
  [[noreturn]] void refuse_most(const std::string& table, std::uint64_t records, std::uint64_t rejects,
                                const std::vector<Reject>& list) const;
  std::string with_examples(const std::string& why) const;
  [[noreturn]] void refuse(const std::string& why, const std::string& way_out) const;

  RejectLimits limits_;
  mutable std::mutex mutex_;
  std::uint64_t count_;
  std::uint64_t bytes_ = 0;
  mutable std::map<std::string, std::vector<Reject>> rejects_;  // sorted when somebody asks for them
};

/// Replaces a table's file of rejects; without rejects there is no such file. What somebody has already written into
/// the column 'mended' stays, for records that are still rejected.
void write_reject_file(const std::filesystem::path& file, const std::string& run, const std::vector<Reject>& rejects,
                       char delimiter);

}  // namespace rox

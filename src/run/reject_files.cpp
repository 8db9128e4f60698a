#include "run/reject_files.hpp"

#include <fmt/format.h>

#include <set>
#include <tuple>

#include "base/file.hpp"
#include "ledger/reject_rows.hpp"
#include "load/rejects.hpp"
#include "source/reject_file.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

using RecordId = std::tuple<std::string, std::uint64_t, std::string>;  // file, line, record

std::set<RecordId> records_of(const std::vector<RejectRow>& rows, SqlDialect dialect) {
  std::set<RecordId> records;
  for (const RejectRow& row : rows) records.emplace(row.file, row.line, kept_text(row.raw, dialect));
  return records;
}

/// Whether the file has these rejects, but for those that mends took.
bool has_all(const fs::path& file, const fs::path& mends, const std::vector<Reject>& rejects, SqlDialect dialect) {
  const std::set<RecordId> there = records_of(read_reject_file(file), dialect);
  const std::set<RecordId> moved = records_of(read_reject_file(mends), dialect);
  std::set<RecordId> wanted;
  for (const Reject& reject : rejects) wanted.emplace(reject.file, reject.line, reject.raw);
  for (const RecordId& record : wanted) {
    if (!there.contains(record) && !moved.contains(record)) return false;
  }
  for (const RecordId& record : there) {
    if (!wanted.contains(record)) return false;
  }
  return true;
}

class Restoration {
 public:
  Restoration(const Project& project, TargetState& state, const std::function<std::shared_ptr<Engine>()>& reader)
      : project_(project), state_(state), reader_(reader) {}

  void restore(const LoadedTable& table, bool just_written) {
    const fs::path file = file_of(table.table);
    const auto kept = state_.rejects.find(table.table);
    const bool known = kept != state_.rejects.end() && kept->second.fingerprint == table.run;
    if (known && stands(kept->second, file, state_.outputs)) return;
    if (table.counts.rejects == 0 && !file_identity(file)) return;
    if (!just_written) compare(table, file);
    state_.rejects[table.table] = {table.run, state_.outputs.look(file)};
  }

  std::vector<std::string> warnings() { return std::move(warnings_); }

 private:
  fs::path file_of(const std::string& table) const { return project_.reject_file(table); }

  void compare(const LoadedTable& table, const fs::path& file) {
    if (const auto there = file_identity(file); there && there->bytes == 0)
      remove_file(file);  // cut off: nobody's work
    std::vector<Reject> rejects;
    SqlDialect dialect = SqlDialect::duckdb;
    if (table.counts.rejects > 0) {
      const std::shared_ptr<Engine> engine = reader_();
      rejects = read_reject_rows(*engine, table.table);
      dialect = engine->dialect();
    }
    if (has_all(file, project_.mend_file(table.table), rejects, dialect)) return;
    write_reject_file(file, table.run, rejects, project_.source.dialect.field_delimiter());
    warnings_.push_back(fmt::format("{} wasn't what run {} left, and is again",
                                    file.lexically_relative(project_.root).string(), table.run));
  }

  const Project& project_;
  TargetState& state_;
  const std::function<std::shared_ptr<Engine>()>& reader_;
  std::vector<std::string> warnings_;
};

}  // namespace

std::vector<std::string> restore_reject_files(const Project& project, const WarehouseState& warehouse,
                                              TargetState& state, const std::string& run,
                                              const std::function<std::shared_ptr<Engine>()>& reader) {
  Restoration restoration(project, state, reader);
  std::vector<std::string> failed;
  for (const auto& [name, table] : warehouse.tables) {
    try {
      restoration.restore(table, table.run == run);
    } catch (const Error& error) {
      failed.push_back(fmt::format("the rejects of {} can't be compared: {}", name, error.report()));
    }
  }
  std::vector<std::string> warnings = restoration.warnings();
  warnings.insert(warnings.end(), failed.begin(), failed.end());
  return warnings;
}

}  // namespace rox

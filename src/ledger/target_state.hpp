// `.rox/state/<target>.json`: what a target holds, as the accounts in it say, so that a run with nothing to do needs
// not open DuckDB; and hashes of files. It is believed only while the warehouse is the very file that it was written
// for, and never of a server. Losing it costs time, nothing else.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/hash_cache.hpp"
#include "ledger/accounts.hpp"
#include "ledger/kept_file.hpp"
#include "project/project.hpp"

namespace rox {

/// `.rox/state/<target>.json`.
struct TargetState {
  std::optional<FileIdentity> warehouse_file;  // what `warehouse` describes
  WarehouseState warehouse;
  std::map<std::string, KeptFile> answers;  // by analysis
  KeptFile checked;                         // the report of the checks that passed last,
  std::string checked_run;                  // of that run
  std::map<std::string, KeptFile> rejects;  // rejects/<table>.csv, by table; made from: the run that loaded it
  HashCache outputs;                        // of the files above, and of staged ones
  HashCache files;                          // of exports and mends
  /// Exports, by file name, with the hashes that they had when the model took over what they prove (evolve.hpp).
  std::map<std::string, std::string> seen_exports;
  /// What of .rox was damaged, so that it was set aside, for who reports what was done. Not kept.
  std::vector<std::string> warnings;
};

/// A file that is missing, damaged (which `warnings` says) or of another version reads as an empty state.
TargetState read_target_state(const std::filesystem::path& state_dir, const std::string& target);
void write_target_state(const std::filesystem::path& state_dir, const std::string& target, const TargetState& state);

/// Whether the file, though nobody can read it, is one that rox put there: the very file that the state is about,
/// however damaged, or one with DuckDB's mark that got its number (another device's: after a reboot).
bool is_own_warehouse(const TargetState& state, const std::filesystem::path& file);

/// What the warehouse holds: from the sidecar if that is about this very file, else from the warehouse. Throws
/// usage_error if the file is a DuckDB database that rox didn't make.
WarehouseState read_warehouse(const Target& target, const TargetState& sidecar, const RunConfig& run);

}  // namespace rox

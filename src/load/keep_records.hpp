// Loads of tables whose records are remembered (marks_file.hpp): the next load reads only what changed.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/hash_cache.hpp"
#include "ledger/accounts.hpp"
#include "load/load_changes.hpp"
#include "load/load_table.hpp"

namespace rox {

/// What a database with tables goes with.
struct RecordKeeping {
  std::filesystem::path folder;                     // of the marks
  std::map<std::string, std::string> recipes;       // by table: what makes rows of its records, but for the records
  std::map<std::string, std::string> fingerprints;  // by table: that it will have
  const std::map<std::string, LoadedTable>* before = nullptr;  // by table: what changes are counted from
  const std::map<std::string, LoadedTable>* there = nullptr;   // by table: what the database has
  const HashCache* hashes = nullptr;                           // of the exports
  unsigned threads = 1;
  ChangeLimits limits{};
  bool load_changes = true;  // false: tables are loaded whole
  BaseRows* rows = nullptr;  // that changes are applied to; none: those of the database itself
};

struct KeptLoad {
  LoadCounts load;
  std::optional<ChangedLoad> changed{};  // how much, if that was all that was read
  std::string why_whole{};               // if it wasn't, though there are marks of what was loaded before
  std::string new_rows{};                // ChangeLoader::new_rows()

  /// For people; empty of a table that was never loaded before.
  std::string how() const;
};

/// Brings the table up to date, or replaces it.
KeptLoad load_kept(LoadContext& context, const TableExports& exports, const RecordKeeping& keeping);

}  // namespace rox

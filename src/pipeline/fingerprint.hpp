// Fingerprints: what a table's content, an orphan report or an answer depends on, as one hash. A step whose
// fingerprint is the one that its result was made with has nothing to do.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.hpp"
#include "model/model.hpp"
#include "quality/check.hpp"
#include "source/dialect.hpp"

namespace rox {

/// Hashes of files, remembered so that a file is read again only if it may have changed: another size, time of
/// change, inode or device. A file that was changed just before it was hashed could be changed again
/// within the clock's grain, without a trace; such entries aren't believed (as in git's index).
class HashCache {
 public:
  struct Entry {
    FileIdentity identity;
    std::int64_t hashed_ns = 0;  // the clock before the file was read
    std::string hash;

    bool operator==(const Entry&) const = default;
  };

  HashCache() = default;
  explicit HashCache(std::map<std::string, Entry> entries) : entries_(std::move(entries)) {}

  /// Brings the entries of `files` up to date, reading several at a time, and forgets all others. Throws
  /// data_error for a file that changes meanwhile.
  void refresh(const std::vector<std::filesystem::path>& files, unsigned threads);

  /// The hash of a file that refresh() was given.
  const std::string& hash(const std::filesystem::path& file) const;

  const std::map<std::string, Entry>& entries() const { return entries_; }

 private:
  std::map<std::string, Entry> entries_;
};

/// What one table is loaded from.
struct TableInputs {
  const Table* table = nullptr;
  std::vector<std::pair<std::string, std::string>> files;  // name and content hash, in order
  std::string mends;                                       // hash of its mends; empty without any
};

/// The fingerprints of all tables, by name. A table with an enforced relation depends on its parent too.
std::map<std::string, std::string> table_fingerprints(const std::vector<TableInputs>& inputs, const Dialect& dialect);

/// Of one relation's orphan report.
std::string relation_fingerprint(const Relation& relation, const std::string& child, const std::string& parent);

/// Of a mart: its SQL, and the fingerprints of what it reads (`reads`, all of them in `fingerprints`).
std::string mart_fingerprint(std::string_view sql, const std::vector<std::string>& reads,
                             const std::map<std::string, std::string>& fingerprints);

/// The names that the SQL may mean, in lower case. Texts count: some functions take a table's name as one.
std::set<std::string> names_in(std::string_view sql);

/// Of an answer: its SQL, and the fingerprints of the tables and marts that the SQL names (the schema rox stands for
/// all). A column or text of the same name counts too: then the answer is computed once more often than it had to be.
/// (table_references() would be closer, but an analysis may be written in any SQL that its engine takes.)
std::string answer_fingerprint(std::string_view sql, const std::map<std::string, std::string>& tables);

/// Of the checks of a run: what they ask, and all they may read, which is every table and mart.
std::string checks_fingerprint(const std::vector<Check>& checks, const std::map<std::string, std::string>& tables);

}  // namespace rox

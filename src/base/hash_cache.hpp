// Hashes of files that are read again only if they may have changed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/file.hpp"

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

  /// The hash of a file as it is now, and no error if there is none: it is "" then. Other entries stay.
  std::string look(const std::filesystem::path& file);

  /// Files that are gone have no entry any more.
  void forget_missing();

  /// The hash of a file that refresh() was given.
  const std::string& hash(const std::filesystem::path& file) const;
  /// The hashes of its beginnings (base/hash.hpp), if refresh() had to read it; they aren't remembered beyond that.
  std::vector<std::uint64_t> beginnings(const std::filesystem::path& file) const;

  const std::map<std::string, Entry>& entries() const { return entries_; }

 private:
  std::map<std::string, Entry> entries_;
  std::map<std::string, std::vector<std::uint64_t>> beginnings_;
};

}  // namespace rox

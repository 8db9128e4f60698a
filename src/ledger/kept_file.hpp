// Results that lie in files beside the warehouse (answers, reports of checks, rejects): what a file was made from, and
// what it was when it was written. The fingerprint counts only while the file is still that one, so a file that was
// never written, was damaged, or is of another run isn't taken for the result.
#pragma once

#include <filesystem>
#include <string>

namespace rox {

class HashCache;

struct KeptFile {
  std::string fingerprint;  // what it was made from
  std::string hash;         // hash_file() of it, once it was written

  bool operator==(const KeptFile&) const = default;
};

/// Whether `file` is there as it was written. Reads it if it may have changed since `hashes` saw it.
bool stands(const KeptFile& kept, const std::filesystem::path& file, HashCache& hashes);

}  // namespace rox

// `.rox/state/<target>.sums`: what the bytes of a local warehouse were when it was published, so that a disk that
// changed some is noticed (run/storage_check.hpp).
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/chunk_sums.hpp"

namespace rox {

/// Those of the warehouse as it is about to be published, still under another name. Call keep_storage_sums() once it
/// has its own.
void write_storage_sums(const std::filesystem::path& state_dir, const std::string& target, const ChunkSums& sums);
void keep_storage_sums(const std::filesystem::path& state_dir, const std::string& target);

/// Those of the warehouse that is about to be replaced, which stays as the spare (build/spare.hpp), if they are known.
void keep_spare_sums(const std::filesystem::path& state_dir, const std::string& target);
std::optional<ChunkSums> read_spare_sums(const std::filesystem::path& state_dir, const std::string& target);

/// What a run left that was killed in between: those of the next warehouse become its own if it was published, and are
/// nobody's otherwise.
void settle_storage_sums(const std::filesystem::path& state_dir, const std::string& target,
                         const std::filesystem::path& warehouse);

/// Those of this very file; empty if none are known.
std::optional<ChunkSums> read_storage_sums(const std::filesystem::path& state_dir, const std::string& target,
                                           const std::filesystem::path& warehouse);

}  // namespace rox

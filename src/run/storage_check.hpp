// Whether what rox wrote is still on the disk as it was written: the warehouse, answers, rejects, staged files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "ledger/target_state.hpp"
#include "project/project.hpp"

namespace rox {

enum class StoredVerdict {
  intact,
  damaged,  // other bytes, or fewer
  missing,
  changed,  // somebody else wrote it since, or it isn't known what it was
};

std::string_view to_string(StoredVerdict verdict);

struct StoredFile {
  std::filesystem::path file;
  StoredVerdict verdict = StoredVerdict::intact;
  std::uint64_t bytes = 0;
  std::string detail;  // where, and what to do
};

/// Reads all of it.
std::vector<StoredFile> check_storage(const Project& project, const Target& target);

/// Before a build copies the warehouse: throws an outside_error if bytes of it, as many as [run] verify_storage says,
/// aren't what they were when it was published. `seed` chooses them.
void require_intact(const Project& project, const Target& target, std::uint64_t seed);

}  // namespace rox

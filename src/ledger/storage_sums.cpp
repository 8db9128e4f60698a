#include "ledger/storage_sums.hpp"

#include <fmt/format.h>

namespace rox {
namespace {

namespace fs = std::filesystem;

fs::path sums_file(const fs::path& state_dir, const std::string& target) {
  return state_dir / "state" / (target + ".sums");
}

/// Until the warehouse is published, the old one may have to be looked at still.
fs::path next_sums_file(const fs::path& state_dir, const std::string& target) {
  return state_dir / "state" / (target + ".next.sums");
}

fs::path spare_sums_file(const fs::path& state_dir, const std::string& target) {
  return state_dir / "state" / (target + ".spare.sums");
}

}  // namespace

void write_storage_sums(const fs::path& state_dir, const std::string& target, const ChunkSums& sums) {
  make_directories(state_dir / "state");
  write_file(next_sums_file(state_dir, target), chunk_sums_text(sums));
}

void keep_storage_sums(const fs::path& state_dir, const std::string& target) {
  rename_file(next_sums_file(state_dir, target), sums_file(state_dir, target));
}

void keep_spare_sums(const fs::path& state_dir, const std::string& target) {
  const fs::path sums = sums_file(state_dir, target);
  remove_file(spare_sums_file(state_dir, target));
  if (file_identity(sums)) write_file(spare_sums_file(state_dir, target), read_file(sums));
}

std::optional<ChunkSums> read_spare_sums(const fs::path& state_dir, const std::string& target) {
  const fs::path file = spare_sums_file(state_dir, target);
  if (!file_identity(file)) return std::nullopt;
  return parse_chunk_sums(read_file(file));
}

void settle_storage_sums(const fs::path& state_dir, const std::string& target, const fs::path& warehouse) {
  const fs::path next = next_sums_file(state_dir, target);
  if (!file_identity(next)) return;
  const auto sums = parse_chunk_sums(read_file(next));
  if (sums && sums->file == file_identity(warehouse)) {
    keep_storage_sums(state_dir, target);
  } else {
    remove_file(next);
  }
}

std::optional<ChunkSums> read_storage_sums(const fs::path& state_dir, const std::string& target,
                                           const fs::path& warehouse) {
  const auto identity = file_identity(warehouse);
  // A run that was killed right after it had published left them under the next one's name.
  for (const fs::path& file : {sums_file(state_dir, target), next_sums_file(state_dir, target)}) {
    if (!identity || !file_identity(file)) continue;
    auto sums = parse_chunk_sums(read_file(file));
    if (sums && sums->file == identity) return sums;
  }
  return std::nullopt;
}

}  // namespace rox

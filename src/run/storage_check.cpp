#include "run/storage_check.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "ledger/storage_sums.hpp"
#include "store/manifest.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

/// How many chunks a run looks at unless it is to look at all: 64 MiB.
constexpr std::uint64_t kSampledChunks = 64;

constexpr const char* kRebuild = "`rox run --full-refresh` rebuilds it from the exports";

StoredFile check_warehouse(const Project& project, const Target& target) {
  StoredFile stored{target.local().path, StoredVerdict::intact, 0, ""};
  const auto identity = file_identity(stored.file);
  if (!identity) {
    stored.verdict = StoredVerdict::missing;
    stored.detail = "`rox run` makes it";
    return stored;
  }
  stored.bytes = identity->bytes;
  const auto sums = read_storage_sums(project.state_dir(), target.name, stored.file);
  if (!sums) {
    stored.verdict = StoredVerdict::changed;
    stored.detail =
        "it isn't the file that rox published, or it isn't known what that was; the next run that changes "
        "the warehouse notes it";
    return stored;
  }
  if (const auto offset = find_damage(stored.file, *sums, project.run.threads)) {
    stored.verdict = StoredVerdict::damaged;
    stored.detail = fmt::format("first at byte {} or up to 1 MiB after it; {}", *offset, kRebuild);
  }
  return stored;
}

StoredFile check_file(const fs::path& file, const std::string& hash, const char* way_out) {
  StoredFile stored{file, StoredVerdict::intact, 0, ""};
  const auto identity = file_identity(file);
  if (!identity) {
    stored.verdict = StoredVerdict::missing;
  } else {
    stored.bytes = identity->bytes;
    if (hash_file(file) != hash) stored.verdict = StoredVerdict::damaged;
  }
  if (stored.verdict != StoredVerdict::intact) stored.detail = way_out;
  return stored;
}

}  // namespace

std::string_view to_string(StoredVerdict verdict) {
  switch (verdict) {
    case StoredVerdict::intact: return "intact";
    case StoredVerdict::damaged: return "damaged";
    case StoredVerdict::missing: return "missing";
    case StoredVerdict::changed: return "changed";
  }
  return "";
}

std::vector<StoredFile> check_storage(const Project& project, const Target& target) {
  std::vector<StoredFile> stored;
  if (target.is_local()) stored.push_back(check_warehouse(project, target));
  const TargetState state = read_target_state(project.state_dir(), target.name);
  for (const auto& [name, kept] : state.answers) {
    stored.push_back(check_file(project.answer_file(name), kept.hash, "`rox run` answers it again"));
  }
  for (const auto& [table, kept] : state.rejects) {
    if (kept.hash.empty()) continue;
    stored.push_back(check_file(project.reject_file(table), kept.hash, "`rox run` compares it"));
    // People write into these.
    if (stored.back().verdict == StoredVerdict::damaged) stored.back().verdict = StoredVerdict::changed;
  }
  if (const auto manifest = read_manifest(project.staged_dir())) {
    for (const StagedTable& table : manifest->tables) {
      for (const StagedFile& file : table.files) {
        stored.push_back(check_file(project.staged_dir() / file.path, file.xxh3, "`rox stage` writes it again"));
      }
    }
  }
  return stored;
}

void require_intact(const Project& project, const Target& target, std::uint64_t seed) {
  if (project.run.verify_storage == VerifyStorage::off) return;
  const fs::path& warehouse = target.local().path;
  const auto sums = read_storage_sums(project.state_dir(), target.name, warehouse);
  if (!sums) return;
  const std::uint64_t most = project.run.verify_storage == VerifyStorage::whole ? UINT64_MAX : kSampledChunks;
  const auto offset = find_damage(warehouse, *sums, project.run.threads, most, seed);
  if (!offset) return;
  throw outside_error(fmt::format("the warehouse is damaged: bytes after {} aren't what was published", *offset))
      .at(warehouse.string())
      .hint(fmt::format("look after the disk; {}", kRebuild));
}

}  // namespace rox

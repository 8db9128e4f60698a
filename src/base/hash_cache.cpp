#include "base/hash_cache.hpp"

#include <fmt/format.h>

#include <chrono>
#include <set>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/parallel.hpp"

namespace rox {
namespace {

/// Coarser than any file system's clock (FAT: two seconds).
constexpr std::int64_t kClockGrain = 2'000'000'000;

std::int64_t now_ns() {
  using namespace std::chrono;
  return duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count();
}

struct Hashed {
  HashCache::Entry entry;
  std::vector<std::uint64_t> beginnings;
};

Hashed hash_unchanged(const std::filesystem::path& file) {
  Hashed hashed;
  HashCache::Entry& entry = hashed.entry;
  entry.hashed_ns = now_ns();
  const auto before = file_identity(file);
  if (!before)
    throw data_error(fmt::format("{} is gone", file.string())).hint("run again once the exports are complete");
  entry.identity = *before;
  FileHash found = hash_file_and_beginnings(file);
  entry.hash = std::move(found.hash);
  hashed.beginnings = std::move(found.beginnings);
  if (file_identity(file) != before) {
    throw data_error(fmt::format("{} changed while it was read", file.string()))
        .hint("run again once the export is complete");
  }
  return hashed;
}

bool is_current(const HashCache::Entry& entry, const std::filesystem::path& file) {
  return entry.identity.modified_ns + kClockGrain < entry.hashed_ns && file_identity(file) == entry.identity;
}

}  // namespace

void HashCache::refresh(const std::vector<std::filesystem::path>& files, unsigned threads) {
  std::map<std::string, Entry> current;
  std::vector<std::filesystem::path> stale;
  // Members of one archive are one file.
  for (const std::filesystem::path& file : std::set(files.begin(), files.end())) {
    auto known = entries_.find(file.string());
    if (known != entries_.end() && is_current(known->second, file)) {
      current.insert(*known);
    } else {
      stale.push_back(file);
    }
  }
  std::vector<Hashed> fresh(stale.size());
  for_each_index(stale.size(), threads, [&](std::size_t i) { fresh[i] = hash_unchanged(stale[i]); });
  for (std::size_t i = 0; i < stale.size(); ++i) {
    current[stale[i].string()] = std::move(fresh[i].entry);
    beginnings_[stale[i].string()] = std::move(fresh[i].beginnings);
  }
  entries_ = std::move(current);
}

std::string HashCache::look(const std::filesystem::path& file) {
  const auto known = entries_.find(file.string());
  if (known != entries_.end() && is_current(known->second, file)) return known->second.hash;
  if (!file_identity(file)) {
    entries_.erase(file.string());
    return "";
  }
  return (entries_[file.string()] = hash_unchanged(file).entry).hash;
}

void HashCache::forget_missing() {
  std::erase_if(entries_, [](const auto& entry) { return !file_identity(entry.first); });
}

std::vector<std::uint64_t> HashCache::beginnings(const std::filesystem::path& file) const {
  const auto known = beginnings_.find(file.string());
  return known == beginnings_.end() ? std::vector<std::uint64_t>() : known->second;
}

const std::string& HashCache::hash(const std::filesystem::path& file) const { return entries_.at(file.string()).hash; }

}  // namespace rox

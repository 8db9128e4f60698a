#include "store/staging_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <system_error>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAside = ".staging-";
constexpr std::string_view kPart = "part-";
constexpr std::string_view kEnding = ".parquet";
constexpr std::size_t kHashDigits = 16;

/// "part-0001-0123456789abcdef.parquet"
bool is_part(std::string_view name) {
  if (!name.starts_with(kPart) || !name.ends_with(kEnding)) return false;
  name = name.substr(kPart.size(), name.size() - kPart.size() - kEnding.size());
  const std::size_t dash = name.find('-');
  return dash != std::string_view::npos && dash >= 4 && name.size() - dash - 1 == kHashDigits &&
         name.substr(0, dash).find_first_not_of("0123456789") == std::string_view::npos &&
         name.substr(dash + 1).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void remove_aside(const fs::path& folder) {
  std::error_code error;
  fs::remove_all(folder, error);
  if (error) throw system_error(fmt::format("can't remove {}", folder.string()), error.value());
}

}  // namespace

void tidy_staging_folder(const fs::path& folder, const Manifest& manifest) {
  std::set<std::string> named;
  for (const StagedTable& table : manifest.tables) {
    for (const StagedFile& file : table.files) named.insert(file.path);
  }
  remove_unfinished(folder);
  for (const fs::path& entry : entries_of(folder)) {
    std::error_code ignored;
    if (!fs::is_directory(fs::symlink_status(entry, ignored))) continue;
    const std::string table = entry.filename().string();
    if (table.starts_with(kAside)) {
      remove_aside(entry);
      continue;
    }
    bool removed = false;
    for (const fs::path& file : entries_of(entry)) {
      const std::string name = file.filename().string();
      if (!is_part(name) || named.contains(fmt::format("{}/{}", table, name))) continue;
      remove_file(file);
      removed = true;
    }
    if (removed) fs::remove(entry, ignored);  // if nothing else is in it
  }
}

bool staged_files_are_there(const fs::path& folder, const StagedTable& table, HashCache& hashes) {
  return std::all_of(table.files.begin(), table.files.end(),
                     [&](const StagedFile& file) { return hashes.look(folder / file.path) == file.xxh3; });
}

StagingBatch::StagingBatch(fs::path folder, const std::string& run)
    : folder_(std::move(folder)), aside_(folder_ / fmt::format("{}{}", kAside, run)) {
  make_directories(aside_);
}

StagingBatch::~StagingBatch() {
  std::error_code ignored;  // what stays is removed by the next staging
  fs::remove_all(aside_, ignored);
}

StagedFile StagingBatch::add(const std::string& table, std::size_t number, const fs::path& written,
                             std::uint64_t rows) {
  sync_path(written);
  StagedFile file;
  file.rows = rows;
  file.bytes = fs::file_size(written);
  file.xxh3 = hash_file(written);
  const std::string name = written.filename().string();
  file.path = fmt::format("{}/{}{:04}-{}{}", table, kPart, number, file.xxh3.substr(0, kHashDigits),
                          name.substr(std::min(name.find('.'), name.size())));
  moves_.emplace_back(written, folder_ / file.path);
  return file;
}

void StagingBatch::move_in() {
  for (const auto& [from, to] : moves_) {
    make_directories(to.parent_path());
    rename_file(from, to);
  }
  moves_.clear();
  sync_path(folder_);
}

void StagingBatch::publish(const Manifest& manifest) {
  move_in();
  write_file(manifest_file(folder_), manifest_text(manifest));
  tidy_staging_folder(folder_, manifest);
}

}  // namespace rox

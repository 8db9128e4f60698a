#include "inbox/mirror.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "ledger/ledger.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

/// In front of a name while it is linked anew; exports are never hidden.
constexpr std::string_view kFresh = ".rox-new-";

/// Bytes that were written before a power cut may never have reached the disk, so each start of the machine begins
/// anew.
std::string boot_id() {
  const fs::path file = "/proc/sys/kernel/random/boot_id";
  return fs::exists(file) ? read_any_file(file) : "";
}

std::string partial_name(const std::string& source, const std::string& name, std::uint64_t bytes,
                         const std::string& version) {
  static const std::string kBoot = boot_id();
  return hash_text(fmt::format("{}\n{}\n{}\n{}\n{}", kBoot, source, name, bytes, version));
}

/// A link where the file system has them, else a copy.
void link_or_copy(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_hard_link(from, to, error);
  if (error) clone_file(from, to);
}

bool is_same_file(const fs::path& a, const fs::path& b) {
  const auto first = file_identity(a);
  return first && first == file_identity(b);
}

/// Removes what isn't in `kept` (names below the folder), and folders that are empty then.
void remove_others(const fs::path& folder, const std::string& below, const std::set<std::string>& kept) {
  for (const fs::path& entry : entries_of(folder)) {
    const std::string name = below + entry.filename().string();
    std::error_code error;
    if (fs::is_directory(fs::symlink_status(entry, error))) {
      remove_others(entry, name + "/", kept);
      fs::remove(entry, error);  // unless something is in it
    } else if (!kept.contains(name)) {
      remove_file(entry);
    }
  }
}

}  // namespace

Mirror::Mirror(const Project& project)
    : content_(project.inbox_dir() / "content"),
      partial_(project.inbox_dir() / "partial"),
      exports_(project.source.path) {
  for (const fs::path& folder : {content_, partial_, exports_}) make_directories(folder);
}

fs::path Mirror::partial(const std::string& source, const FarFile& file) const {
  return partial_ / partial_name(source, file.name, file.bytes, file.version);
}

void Mirror::keep(const fs::path& partial, const std::string& sha256) const {
  if (has(sha256)) {
    remove_file(partial);
    return;
  }
  fs::rename(partial, content(sha256));
}

void Mirror::sync() const {
  const UniqueFd folder = open_file(content_, O_RDONLY | O_DIRECTORY);
  if (::syncfs(folder.get()) != 0) throw system_error("can't write " + content_.string() + " to the disk", errno);
}

bool Mirror::has(const std::string& sha256) const { return file_identity(content(sha256)).has_value(); }

std::uint64_t Mirror::size(const std::string& sha256) const {
  const auto identity = file_identity(content(sha256));
  return identity ? identity->bytes : 0;
}

void Mirror::show(const Arrivals& arrivals) const {
  std::set<std::string> shown;
  for (const auto& [name, named] : arrivals) {
    if (named.taken) shown.insert(name);
  }
  remove_others(exports_, "", shown);
  for (const auto& [name, named] : arrivals) {
    if (!named.taken) continue;
    const fs::path place = exports_ / name;
    const fs::path from = content(named.taken->sha256);
    if (is_same_file(place, from)) continue;
    make_directories(place.parent_path());
    const fs::path fresh = place.parent_path() / (std::string(kFresh) + place.filename().string());
    remove_file(fresh);
    link_or_copy(from, fresh);
    fs::rename(fresh, place);
  }
}

void Mirror::tidy(const Arrivals& arrivals, const std::string& source) const {
  std::set<std::string> contents;
  std::set<std::string> partials;
  for (const auto& [name, named] : arrivals) {
    if (named.taken) contents.insert(named.taken->sha256);
    if (!named.pending) continue;
    contents.insert(named.pending->sha256);
    partials.insert(partial_name(source, name, named.pending->bytes, named.pending->version));
  }
  remove_others(content_, "", contents);
  remove_others(partial_, "", partials);
}

fs::path fetch_lock(const Project& project) { return project.inbox_dir() / "lock"; }

bool show_arrivals(const Project& project, const Mirror& mirror, const Arrivals& arrivals,
                   std::chrono::milliseconds wait) {
  std::optional<FileLock> no_run;
  try {
    no_run.emplace(lock_file(project.state_dir()), "a fetch", wait);
  } catch (const Error& error) {
    if (!error.can_retry()) throw;
    return false;
  }
  mirror.show(arrivals);
  return true;
}

}  // namespace rox

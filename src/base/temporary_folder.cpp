#include "base/temporary_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "base/error.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "rox-tmp-";
constexpr std::string_view kRandom = "-XXXXXX";
constexpr std::size_t kLongestParent = 60;  // addresses of sockets have at most 107 bytes

/// Whether a folder of that purpose (empty: any) has such a name.
bool is_name_of(std::string_view name, std::string_view purpose) {
  if (!name.starts_with(kPrefix) || name.size() < kPrefix.size() + kRandom.size()) return false;
  name.remove_prefix(kPrefix.size());
  const std::string_view random = name.substr(name.size() - kRandom.size());
  const std::string_view named = name.substr(0, name.size() - kRandom.size());
  return random.front() == '-' && (purpose.empty() ? !named.empty() : named == purpose);
}

fs::path parent_folder(TemporaryFolder::Use use) {
  std::error_code unusable;
  fs::path parent = fs::temp_directory_path(unusable);
  const bool too_long = use == TemporaryFolder::Use::sockets && parent.native().size() > kLongestParent;
  return unusable || too_long || parent.is_relative() ? fs::path("/tmp") : parent;
}

}  // namespace

TemporaryFolder::TemporaryFolder(std::string_view purpose, Use use) : TemporaryFolder(purpose, parent_folder(use)) {}

TemporaryFolder::TemporaryFolder(std::string_view purpose, const fs::path& parent) {
  make_directories(parent);
  remove_abandoned_folders(parent, purpose);
  for (;;) {
    std::string name = (parent / fmt::format("{}{}{}", kPrefix, purpose, kRandom)).string();
    if (::mkdtemp(name.data()) == nullptr) throw system_error(fmt::format("can't make a folder {}", name), errno);
    path_ = name;
    // Somebody may have taken it for abandoned before it was locked: then another one is made.
    lock_ = UniqueFd(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (lock_ && lock_or_lose(lock_)) return;
  }
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;  // nobody misses what can't be removed
  fs::remove_all(path_, ignored);
}

void remove_abandoned_folders(const fs::path& parent, std::string_view purpose) {
  std::error_code ignored;  // what can't be looked at or removed isn't ours
  for (const auto& entry : fs::directory_iterator(parent, ignored)) {
    struct stat info {};
    const bool ours = is_name_of(entry.path().filename().string(), purpose) &&
                      ::lstat(entry.path().c_str(), &info) == 0 && S_ISDIR(info.st_mode) &&
                      (info.st_mode & 0777) == 0700 && info.st_uid == ::geteuid();
    if (ours && is_abandoned(entry.path())) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace rox

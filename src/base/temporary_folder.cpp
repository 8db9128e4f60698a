#include "base/temporary_folder.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "base/error.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestParent = 60;  // addresses of sockets have at most 107 bytes

fs::path parent_folder(TemporaryFolder::Use use) {
  std::error_code unusable;
  fs::path parent = fs::temp_directory_path(unusable);
  const bool too_long = use == TemporaryFolder::Use::sockets && parent.native().size() > kLongestParent;
  return unusable || too_long || parent.is_relative() ? fs::path("/tmp") : parent;
}

}  // namespace

TemporaryFolder::TemporaryFolder(std::string_view purpose, Use use) {
  std::string name = (parent_folder(use) / fmt::format("rox-{}-XXXXXX", purpose)).string();
  if (::mkdtemp(name.data()) == nullptr) throw system_error(fmt::format("can't make a folder {}", name), errno);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;  // nobody misses what can't be removed
  fs::remove_all(path_, ignored);
}

}  // namespace rox

#include "pipeline/warehouse.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <string_view>
#include <system_error>
#include <vector>

namespace rox {
namespace {

std::string copy_prefix(const std::filesystem::path& warehouse) {
  return fmt::format(".{}.", warehouse.filename().string());
}

std::filesystem::path wal_of(const std::filesystem::path& database) { return database.string() + ".wal"; }

}  // namespace

PrivateCopy::PrivateCopy(std::filesystem::path warehouse, const std::string& run, bool fresh)
    : warehouse_(std::move(warehouse)),
      copy_(warehouse_.parent_path() / fmt::format("{}{}.tmp", copy_prefix(warehouse_), run)) {
  make_directories(warehouse_.parent_path());
  if (!fresh) clone_file(warehouse_, copy_);
}

PrivateCopy::~PrivateCopy() {
  if (published_) return;
  std::error_code ignored;  // what stays is removed by the next run
  std::filesystem::remove(copy_, ignored);
  std::filesystem::remove(wal_of(copy_), ignored);
}

FileIdentity PrivateCopy::publish() {
  if (std::filesystem::exists(wal_of(copy_))) {
    throw std::logic_error("the private copy still has a write-ahead log: it wasn't checkpointed");
  }
  sync_path(copy_);
  // Changes that another program made to the old warehouse and never checkpointed: they don't fit the new one.
  remove_file(wal_of(warehouse_));
  rename_file(copy_, warehouse_);
  published_ = true;
  return file_identity(warehouse_).value();
}

void remove_leftovers(const std::filesystem::path& warehouse) {
  const std::string prefix = copy_prefix(warehouse);
  std::vector<std::filesystem::path> leftovers;
  std::error_code ignored;  // no folder, no leftovers
  for (const auto& entry : std::filesystem::directory_iterator(warehouse.parent_path(), ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix) && (name.ends_with(".tmp") || name.ends_with(".tmp.wal"))) {
      leftovers.push_back(entry.path());
    }
  }
  for (const std::filesystem::path& leftover : leftovers) remove_file(leftover);
}

}  // namespace rox

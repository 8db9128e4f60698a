#include "build/private_copy.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "build/build_database.hpp"

namespace rox {

std::filesystem::path private_copy(const std::filesystem::path& warehouse) {
  return warehouse.parent_path() / fmt::format(".{}.next", warehouse.filename().string());
}

bool make_private_copy(const std::filesystem::path& warehouse, bool fresh) {
  make_directories(warehouse.parent_path());
  return !fresh && clone_file(warehouse, private_copy(warehouse));
}

FileIdentity publish_private_copy(const std::filesystem::path& warehouse) {
  const std::filesystem::path copy = private_copy(warehouse);
  if (std::filesystem::exists(wal_of(copy))) {
    throw std::logic_error("the private copy still has a write-ahead log: it wasn't checkpointed");
  }
  sync_path(copy);
  // Changes that another program made to the old warehouse and never checkpointed: they don't fit the new one.
  remove_file(wal_of(warehouse));
  rename_file(copy, warehouse);
  return file_identity(warehouse).value();
}

}  // namespace rox

#include "ledger/kept_file.hpp"

#include "base/hash_cache.hpp"

namespace rox {

bool stands(const KeptFile& kept, const std::filesystem::path& file, HashCache& hashes) {
  return !kept.hash.empty() && hashes.look(file) == kept.hash;
}

}  // namespace rox

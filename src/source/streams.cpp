#include "source/streams.hpp"

namespace rox {

std::string first_bytes(ByteStream& bytes, std::size_t most) {
  std::string head(most, '\0');
  std::size_t size = 0;
  while (size < head.size()) {
    const std::size_t got = bytes.read(head.data() + size, head.size() - size);
    if (got == 0) break;
    size += got;
  }
  head.resize(size);
  return head;
}

}  // namespace rox

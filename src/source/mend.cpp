#include "source/mend.hpp"

namespace rox {

void MendSet::add(Mend mend) {
  std::pair key{mend.file, mend.line};
  mends_.insert_or_assign(std::move(key), std::move(mend));
}

std::vector<const Mend*> MendSet::in_lines(std::string_view file, std::uint64_t first, std::uint64_t last) const {
  std::vector<const Mend*> found;
  auto end = mends_.lower_bound({std::string(file), last});
  for (auto at = mends_.lower_bound({std::string(file), first}); at != end; ++at) found.push_back(&at->second);
  return found;
}

}  // namespace rox

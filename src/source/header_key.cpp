#include "source/header_key.hpp"

#include "base/text.hpp"
#include "base/unicode.hpp"

namespace rox {

std::string header_key(std::string_view name) { return composed_and_folded(trim(name)); }

}  // namespace rox

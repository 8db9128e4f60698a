#include "repository.hpp"

namespace rox::test {

std::filesystem::path repository() { return ROX_REPOSITORY; }

std::filesystem::path program() { return ROX_PROGRAM; }

}  // namespace rox::test

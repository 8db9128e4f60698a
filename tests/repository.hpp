// Where the repository and the built program are.
#pragma once

#include <filesystem>

namespace rox::test {

std::filesystem::path repository();
std::filesystem::path program();

}  // namespace rox::test

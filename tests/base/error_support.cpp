#include "base/error_support.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace rox::test {

std::string data_error_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    return error.report();
  }
  return "no error";
}

}  // namespace rox::test

#include "base/file_name.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace rox {
namespace {

TEST(FileName, IsWhatAFileInAFolderCanBeCalled) {
  for (const char* name : {"Sale", "order details", "Preço (R$)", "a.b", "-x", "a\\b", "con"}) {
    EXPECT_EQ(file_name_problem(name), std::nullopt) << name;
    EXPECT_EQ(file_named("folder", name, ".csv").parent_path(), "folder");
  }
  for (const std::string& name :
       {std::string(), std::string("."), std::string(".."), std::string(".hidden"), std::string("a/b"),
        std::string("/a"), std::string("../../precious"), std::string("a/"), std::string("a\nb"),
        std::string("a\r\nX: 1"), std::string("\x1b[31m"), std::string("a\0b", 3), std::string("\xFF"),
        std::string(201, 'x')}) {
    EXPECT_NE(file_name_problem(name), std::nullopt) << name;
    EXPECT_THROW(file_named("folder", name, ".csv"), Error) << name;
  }
}

}  // namespace
}  // namespace rox

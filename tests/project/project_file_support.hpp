// A rox.toml in a folder of its own.
#pragma once

#include "base/error.hpp"
#include "base/file.hpp"
#include "project/project.hpp"
#include "temp_dir.hpp"

namespace rox::test {

class ProjectFileTest : public TempDirTest {
 protected:
  Project read(const std::string& text) {
    write_file(dir_ / "rox.toml", text);
    return read_project(dir_);
  }
  std::string error_of(const std::string& text) {
    try {
      read(text);
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::usage);
      return e.report();
    }
    return "no error";
  }
};

}  // namespace rox::test

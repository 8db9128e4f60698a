// A test for each tests/cases/SUBJECT/NAME.case: cases_SUBJECT.NAME. Their language: case_file.hpp.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cases/case_files.hpp"
#include "cases/case_run.hpp"
#include "repository.hpp"
#include "temp_dir.hpp"

namespace rox::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kKeep = "ROX_KEEP_CASES";

fs::path cases_folder() { return repository() / "tests/cases"; }

/// The files of a case's kind, in an order that doesn't depend on the disk.
std::set<fs::path> files_of_cases() {
  std::set<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(cases_folder())) {
    if (entry.path().extension() == ".case") files.insert(entry.path());
  }
  return files;
}

/// The current folder is another one as long as this lives.
class InFolder {
 public:
  explicit InFolder(const fs::path& folder) : before_(fs::current_path()) { fs::current_path(folder); }
  ~InFolder() {
    std::error_code ignored;
    fs::current_path(before_, ignored);
  }
  InFolder(const InFolder&) = delete;
  InFolder& operator=(const InFolder&) = delete;

 private:
  fs::path before_;
};

std::string by_hand() {
  const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
  return fmt::format("by hand: {} --gtest_filter={}.{}   ({}=1 keeps its folder)",
                     fs::read_symlink("/proc/self/exe").string(), test->test_suite_name(), test->name(), kKeep);
}

class CaseTest : public testing::Test {
 public:
  explicit CaseTest(fs::path file) : file_(std::move(file)) {}

 private:
  void TestBody() override {
    const TempDir temp;
    const fs::path folder = temp.path() / "work";
    fs::create_directory(folder);
    const std::string text = read_bytes(file_);
    CaseOutcome outcome;
    {
      const InFolder here(folder);
      outcome = run_case(text);
    }
    if (std::getenv(kKeep) != nullptr) keep(folder);
    if (!outcome.skipped.empty()) GTEST_SKIP() << "skipped: " << outcome.skipped;
    if (!outcome.failure) return;
    ADD_FAILURE_AT(file_.c_str(), static_cast<int>(outcome.failure->line)) << text.substr(0, text.find('\n')) << "\n"
                                                                           << outcome.failure->text << "\n"
                                                                           << by_hand();
  }

  static void keep(const fs::path& folder) {
    const fs::path kept = fs::path(folder.parent_path().string() + "-kept");
    fs::rename(folder, kept);
    fmt::print(stderr, "its folder is {}\n", kept.string());
  }

  fs::path file_;
};

/// Before main(), as TEST() does it. Without a repository there is nothing to test: then it ends the program.
bool register_cases() noexcept {
  for (const fs::path& file : files_of_cases()) {
    const std::string suite = "cases_" + file.parent_path().filename().string();
    testing::RegisterTest(suite.c_str(), file.stem().c_str(), nullptr, nullptr, file.c_str(), 1,
                          [file]() -> testing::Test* { return std::make_unique<CaseTest>(file).release(); });
  }
  return true;
}

[[maybe_unused]] const bool kRegistered = register_cases();

TEST(Cases, AreFoundWhereTheyAre) {
  EXPECT_FALSE(files_of_cases().empty());
  for (const fs::path& file : files_of_cases()) {
    EXPECT_EQ(file.parent_path().parent_path(), cases_folder()) << "a case is in a folder of its subject";
  }
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(cases_folder())) {
    const fs::path& path = entry.path();
    const bool in_fixtures = path.string().find("/fixtures/") != std::string::npos;
    const std::set<std::string> known{".case", ".cpp", ".hpp"};
    if (!entry.is_regular_file() || in_fixtures) continue;
    EXPECT_TRUE(known.contains(path.extension())) << "no case: " << path;
  }
}

}  // namespace
}  // namespace rox::test

#include "base/error.hpp"

#include <gmock/gmock.h>

#include <new>
#include <stdexcept>
#include <system_error>

namespace rox {
namespace {

TEST(ErrorKind, is_a_word_and_back) {
  EXPECT_EQ(to_string(ErrorKind::data), "data");
  EXPECT_EQ(to_string(ErrorKind::usage), "usage");
  EXPECT_EQ(to_string(ErrorKind::outside), "outside");
  for (const ErrorKind kind : {ErrorKind::data, ErrorKind::usage, ErrorKind::outside}) {
    EXPECT_EQ(parse_error_kind(to_string(kind)), kind);
  }
  EXPECT_EQ(parse_error_kind("bug"), std::nullopt);
  EXPECT_EQ(parse_error_kind(""), std::nullopt);
}

TEST(Report, of_any_exception_says_whose_fault_it_is) {
  EXPECT_EQ(report_of(usage_error("no such table").at("model.toml", 3).hint("name one")),
            "model.toml:3: no such table\n  hint: name one");
  EXPECT_EQ(report_of(std::bad_alloc()), "out of memory\n  hint: lower [run] memory_limit or threads in rox.toml");
  const std::system_error full(std::make_error_code(std::errc::no_space_on_device), "t.csv");
  EXPECT_EQ(report_of(full), full.what());
  EXPECT_EQ(report_of(std::out_of_range("at")),
            "this is a bug in rox: at\n  hint: please report it, with the command and this text");
}

TEST(StandardError, is_outside_unless_it_is_a_bug) {
  const std::optional<Error> memory = standard_error(std::bad_alloc());
  ASSERT_TRUE(memory);
  EXPECT_EQ(memory->kind(), ErrorKind::outside);
  EXPECT_FALSE(standard_error(std::logic_error("x")));
  const std::system_error no_thread(std::make_error_code(std::errc::resource_unavailable_try_again));
  const auto says_so = testing::AllOf(testing::StartsWith("can't start a thread: "), testing::HasSubstr("ulimit -u"));
  EXPECT_THAT(standard_error(no_thread)->report(), says_so);
  // As oneTBB says it.
  const std::runtime_error no_worker("pthread_create has failed: Resource temporarily unavailable");
  EXPECT_THAT(standard_error(no_worker)->report(), says_so);
  EXPECT_EQ(bug_text(std::logic_error("x")), "this is a bug in rox: x");
}

}  // namespace
}  // namespace rox

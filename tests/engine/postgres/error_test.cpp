#include "engine/postgres/error.hpp"

#include <gmock/gmock.h>

namespace rox {
namespace {

using testing::HasSubstr;

struct Said {
  const char* state;
  ErrorKind kind;
  bool can_retry;
  const char* hint;  // a part of it
};

TEST(PostgresError, ItsStateSaysWhoseErrorItIsAndWhetherTryingAgainHelps) {
  const Said all[] = {
      {"42P01", ErrorKind::usage, false, "as the server says"},
      {"22P02", ErrorKind::data, false, "as the server says"},
      {"23505", ErrorKind::data, false, "as the server says"},
      {"25006", ErrorKind::usage, false, "rox run"},
      {"28P01", ErrorKind::outside, false, "PGPASSWORD"},
      {"42501", ErrorKind::outside, false, "CREATE on the database"},
      {"53100", ErrorKind::outside, false, "disk"},
      {"53300", ErrorKind::outside, true, "no free connection"},
      {"57P03", ErrorKind::outside, true, "starting or stopping"},
      {"57014", ErrorKind::outside, false, "cancelled"},
      {"40001", ErrorKind::outside, true, "run again"},
      {"99999", ErrorKind::outside, false, "as the server says"},
  };
  for (const Said& said : all) {
    const Error error = postgres_error({said.state, "it failed", "", "as the server says"}, "");
    EXPECT_EQ(error.kind(), said.kind) << said.state;
    EXPECT_EQ(error.can_retry(), said.can_retry) << said.state;
    EXPECT_THAT(error.hint_text(), HasSubstr(said.hint)) << said.state;
  }
}

TEST(PostgresError, HasItsPlaceInTheStatementCountedInCharacters) {
  // The server counts characters: "é" is one of them, and two bytes.
  const std::string sql = "SELECT 'é',\n  nme FROM t";
  const Error error = postgres_error({"42703", "column \"nme\" does not exist", "", "", "15"}, sql);
  EXPECT_EQ(error.place().line, 2U);
  EXPECT_EQ(error.place().column, 3U);
  EXPECT_THAT(error.what(), HasSubstr("nme FROM t"));
}

TEST(PostgresError, SaysTheDetail) {
  const Error error = postgres_error({"23505", "duplicate key", "Key (id)=(7) already exists."}, "");
  EXPECT_THAT(error.what(), HasSubstr("Key (id)=(7) already exists."));
}

TEST(ConnectionError, IsKnownByLibpqsTextAlone) {
  struct {
    const char* text;
    bool can_retry;
    const char* hint;
  } const all[] = {
      {"connection to server at \"db\", port 5432 failed: FATAL:  password authentication failed for user \"x\"", false,
       "PGPASSWORD"},
      {"FATAL:  database \"nope\" does not exist", false, "create the database"},
      {"FATAL:  role \"nope\" does not exist", false, "check the user"},
      {"FATAL:  sorry, too many clients already", true, "no free connection"},
      {"FATAL:  the database system is starting up", true, "starting or stopping"},
      {"could not connect to server: Connection refused", true, "up and reachable"},
      {"SSL error: certificate verify failed", false, "PGSSLROOTCERT"},
      {"SSL SYSCALL error: EOF detected", true, "up and reachable"},
      {"", true, "up and reachable"},
  };
  for (const auto& said : all) {
    const Error error = connection_error(said.text);
    EXPECT_EQ(error.kind(), ErrorKind::outside) << said.text;
    EXPECT_EQ(error.can_retry(), said.can_retry) << said.text;
    EXPECT_THAT(error.hint_text(), HasSubstr(said.hint)) << said.text;
    EXPECT_THAT(error.what(), testing::Not(HasSubstr("FATAL"))) << said.text;
  }
}

}  // namespace
}  // namespace rox

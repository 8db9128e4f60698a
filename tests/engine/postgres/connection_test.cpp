#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "engine/postgres/postgres.hpp"
#include "temp_dir.hpp"
#include "temp_variable.hpp"

namespace rox {
namespace {

using testing::HasSubstr;
using testing::Not;

class PostgresCredentials : public test::TempDirTest {
 protected:
  static std::string report_of(const PostgresConfig& config) {
    try {
      PostgresOptions options;
      options.patient = false;
      PostgresConnection{config, options};
      return "connected";
    } catch (const Error& error) {
      return error.report();
    }
  }
};

TEST_F(PostgresCredentials, InVariablesAreRefusedAndNotShown) {
  for (const char* variable : {"PGDATABASE", "PGHOST", "PGUSER", "PGSERVICE"}) {
    for (const char* value :
         {"postgresql://u:HUNTER2@127.0.0.1:1/d", "host=127.0.0.1 password=HUNTER2", "u:HUNTER2@h"}) {
      const test::TempVariable set(variable, value);
      const std::string report = report_of({});
      EXPECT_THAT(report, HasSubstr(variable));
      EXPECT_THAT(report, Not(HasSubstr("HUNTER2")));
    }
  }
}

TEST_F(PostgresCredentials, InAServiceFileAreNotShown) {
  write_file(dir_ / "services", "[bad]\nhost=u:HUNTER2@nowhere.invalid\nport=1\n");
  const test::TempVariable file("PGSERVICEFILE", (dir_ / "services").string());
  PostgresConfig config;
  config.service = "bad";
  EXPECT_THAT(report_of(config), Not(HasSubstr("HUNTER2")));
}

}  // namespace
}  // namespace rox

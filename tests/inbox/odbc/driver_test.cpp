#include "inbox/odbc/driver.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"

namespace rox {
namespace {

using testing::HasSubstr;
using testing::Not;

RemoteSource source_of(const std::string& scheme) {
  RemoteSource source;
  source.scheme = scheme;
  source.host = "erp.example.com";
  source.folder = "erp";
  return source;
}

std::string hint_without(const RemoteSource& source, const std::vector<std::string>& installed) {
  try {
    choose_odbc_driver(source, installed);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::outside);
    return error.report();
  }
  return "";
}

TEST(OdbcDriver, IsTheBestThatIsInstalled) {
  EXPECT_EQ(choose_odbc_driver(source_of("mariadb"), {"FreeTDS", "MariaDB Unicode", "MySQL ODBC 9.0 Unicode Driver"}),
            "MariaDB Unicode");
  EXPECT_EQ(choose_odbc_driver(source_of("mariadb"), {"MySQL ODBC 9.0 ANSI Driver", "MySQL ODBC 9.0 Unicode Driver"}),
            "MySQL ODBC 9.0 Unicode Driver");
  EXPECT_EQ(
      choose_odbc_driver(source_of("sqlserver"), {"ODBC Driver 17 for SQL Server", "ODBC Driver 18 for SQL Server"}),
      "ODBC Driver 18 for SQL Server");
  RemoteSource named = source_of("sqlserver");
  named.driver = "/opt/libtds.so";
  EXPECT_EQ(choose_odbc_driver(named, {}), "/opt/libtds.so");
  EXPECT_EQ(choose_odbc_driver(source_of("odbc"), {}), "");
}

TEST(OdbcDriver, IsAPackageOfDebianWhereItIsMissing) {
  EXPECT_THAT(hint_without(source_of("mariadb"), {}), HasSubstr("apt-get install odbc-mariadb"));
  EXPECT_THAT(hint_without(source_of("sqlserver"), {"SQLite3"}), HasSubstr("apt-get install tdsodbc"));
  EXPECT_THAT(hint_without(source_of("sqlserver"), {"SQLite3"}), HasSubstr("SQLite3"));
  RemoteSource named = source_of("odbc");
  named.driver = "Oracle";
  EXPECT_THAT(hint_without(named, {"SQLite3"}), HasSubstr("'Oracle'"));
}

TEST(OdbcDriver, IsToldWhereAndWho) {
  RemoteSource source = source_of("mariadb");
  source.port = "3307";
  source.driver_options = {"READ_TIMEOUT = 5"};
  const std::string text = odbc_connection_string(source, "MariaDB Unicode", {"a;b", "p}w;"});
  EXPECT_THAT(text, HasSubstr("DRIVER={MariaDB Unicode};SERVER=erp.example.com;PORT=3307;DATABASE=erp;"));
  EXPECT_THAT(text, HasSubstr("UID={a;b};PWD={p}}w;};READ_TIMEOUT=5;CHARSET=utf8mb4;"));
  EXPECT_THAT(text, Not(HasSubstr("READ_TIMEOUT=600")));
  EXPECT_THAT(text, Not(HasSubstr("SSLCA")));
  source.ca = "/etc/ca.pem";
  EXPECT_THAT(odbc_connection_string(source, "MariaDB Unicode", {}), HasSubstr("SSLCA=/etc/ca.pem;SSLVERIFY=1;"));
}

TEST(OdbcDriver, HasThePortAsItsMakerWantsIt) {
  RemoteSource source = source_of("sqlserver");
  source.port = "1433";
  EXPECT_THAT(odbc_connection_string(source, "FreeTDS", {}), HasSubstr("SERVER=erp.example.com;PORT=1433;"));
  EXPECT_THAT(odbc_connection_string(source, "ODBC Driver 18 for SQL Server", {}),
              HasSubstr("SERVER={erp.example.com,1433};DATABASE"));
}

TEST(OdbcDriver, IsToldNothingThatItTakesForSomethingElse) {
  const RemoteSource source = source_of("sqlserver");
  EXPECT_THAT(odbc_connection_string(source, "FreeTDS", {"a", "p}w;"}), HasSubstr("PWD={p}w;};"));
  try {
    odbc_connection_string(source, "/usr/lib/libtdsodbc.so", {"a", "hunter2};SERVER=elsewhere"});
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.report(), Not(HasSubstr("hunter2")));
  }
}

TEST(OdbcDriver, IsWhatTheDataSourceSays) {
  RemoteSource source = source_of("odbc");
  source.folder.clear();
  EXPECT_EQ(odbc_connection_string(source, "", {"erp", ""}), "DSN=erp.example.com;UID=erp;");
}

}  // namespace
}  // namespace rox

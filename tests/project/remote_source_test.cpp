#include "project/remote_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "base/toml.hpp"
#include "project/project.hpp"

namespace rox {
namespace {

using testing::HasSubstr;
using testing::Not;

RemoteSource read(const std::string& lines) {
  return *parse_project("[source]\n" + lines + "\n", "/project").source.remote;
}

std::string refusal(const std::string& lines) {
  try {
    read(lines);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.report();
  }
  return "";
}

TEST(RemoteSource, IsAnAddressInItsParts) {
  const RemoteSource sftp = read("url = \"sftp://erp.example.com:2222/out/2026%20x/orders_#.csv.gz\"");
  EXPECT_EQ(sftp.scheme, "sftp");
  EXPECT_EQ(sftp.host, "erp.example.com");
  EXPECT_EQ(sftp.port, "2222");
  EXPECT_EQ(sftp.folder, "out/2026 x/");
  EXPECT_EQ(sftp.pattern, "orders_#.csv.gz");
  const RemoteSource bucket = read("url = \"S3://lake\"");
  EXPECT_EQ(bucket.scheme, "s3");
  EXPECT_EQ(bucket.host, "lake");
  EXPECT_EQ(bucket.folder + bucket.pattern, "");
  EXPECT_EQ(read("url = \"ftps://[::1]:990/a/\"").host, "::1");
  const RemoteSource database = read("url = \"postgres://h:5433/erp\"\ntables = \"sales.*\"");
  EXPECT_TRUE(database.is_database());
  EXPECT_EQ(database.folder, "erp");
  const RemoteSource mysql = read("url = \"mysql://h:3307/erp\"");
  EXPECT_EQ(mysql.scheme, "mariadb");
  EXPECT_EQ(mysql.port, "3307");
  EXPECT_TRUE(mysql.is_odbc());
  EXPECT_EQ(read("url = \"mssql://h/erp\"").scheme, "sqlserver");
  EXPECT_EQ(read("url = \"odbc://erp\"").host, "erp");
  const RemoteSource share = read("url = \"file:///mnt/ERP%20out/orders_#.csv\"");
  EXPECT_EQ(share.folder, "mnt/ERP out/");
  EXPECT_EQ(share.pattern, "orders_#.csv");
  EXPECT_EQ(read("url = \"file://localhost/mnt/out/\"").host, "");
  EXPECT_THAT(refusal("url = \"file://server/share/\""), HasSubstr("a share is read where it is mounted"));
}

TEST(RemoteSource, ShowsTheMirrorAsTheFolder) {
  EXPECT_EQ(parse_project("[source]\nurl = \"s3://lake/\"", "/project").source.path, "/project/.rox/inbox/exports");
}

TEST(RemoteSource, SaysNoCredential) {
  for (const char* url :
       {"sftp://erp:hunter2@host/out/", "sftp://hunter2@host/out/", "https://host/out/?sig=hunter2",
        "https://host/out/x.csv?token=hunter2", "https://host/out@hunter2/", "postgresql://a:hunter2@h/d"}) {
    const std::string said = refusal(std::string("url = \"") + url + "\"");
    EXPECT_THAT(said, HasSubstr("isn't shown")) << url;
    EXPECT_THAT(said, Not(HasSubstr("hunter2"))) << url;
  }
  EXPECT_THAT(refusal("url = \"sftp://h/\"\nuser = \"erp:hunter2\""), Not(HasSubstr("hunter2")));
  for (const char* option : {"PWD=hunter2", "Password = hunter2", "TLSKEYPWD=hunter2", "UID=hunter2"}) {
    const std::string said = refusal(std::string("url = \"mariadb://h/d\"\ndriver_options = [\"") + option + "\"]");
    EXPECT_THAT(said, HasSubstr("isn't shown")) << option;
    EXPECT_THAT(said, Not(HasSubstr("hunter2"))) << option;
  }
  EXPECT_THAT(refusal("url = \"sftp://h/\"\npassword = \"hunter2\""), Not(HasSubstr("hunter2")));
}

TEST(RemoteSource, RefusesWhatCantBe) {
  for (const char* lines : {"url = \"http://h/x\"",
                            "url = \"h/x\"",
                            "url = \"sftp:///x\"",
                            "url = \"sftp://h:0/x\"",
                            "url = \"sftp://h:x/x\"",
                            "url = \"sftp://h/*/x.csv\"",
                            "url = \"sftp://-oProxyCommand=x/\"",
                            "url = \"sftp://h/a\\nb/\"",
                            "path = \"a\"\nurl = \"sftp://h/\"",
                            "path = \"a\"\nuser = \"b\"",
                            "url = \"sftp://h/\"\ntake = \"now\"",
                            "url = \"https://h/\"\nafter_load = \"delete\"",
                            "url = \"sftp://h/\"\nafter_load = \"move\"\nmoved_to = \"../x\"",
                            "url = \"sftp://h/\"\nconnections = 0",
                            "url = \"sftp://h/\"\nbandwidth = \"much\"",
                            "url = \"sftp://h/\"\ngone = \"x\"",
                            "url = \"sftp://h/\"\ndone = \"\"",
                            "url = \"mariadb://h\"",
                            "url = \"odbc:///d\"",
                            "url = \"sftp://h/\"\ndriver = \"x\"",
                            "url = \"postgresql://h/d\"\ndriver_options = [\"a=b\"]",
                            "url = \"mariadb://h/d\"\ndriver_options = [\"a\"]",
                            "url = \"mariadb://h/d\"\ndriver_options = [\"a=b;c=d\"]",
                            "url = \"sqlserver://h/d\"\nca = \"ca.pem\"",
                            "url = \"mariadb://h/d\"\nafter_load = \"delete\""}) {
    EXPECT_NE(refusal(lines), "") << lines;
  }
}

TEST(RemoteSource, IsWrittenAsItIsRead) {
  for (const char* lines :
       {"url = \"sftp://h/out/*.csv\"",
        "url = \"sftp://h/\"\nuser = \"erp\"\nidentity = \"key\"\nknown_hosts = "
        "\"/k\"\npassword_command = \"pass erp\"\n"
        "take = \"done\"\ndone = \".ok\"\nstill = 3\nunfinished = [\"*.x\"]\nafter_load = "
        "\"move\"\nmoved_to = \"old\"\n"
        "gone = \"drop\"\nconnections = 2\nbandwidth = \"3MB\"\nmax_file = \"1GB\"\nmax_files = 7",
        "url = \"https://h/\"\nca = \"ca.pem\"\nindex = \"files.txt\"",
        "url = \"s3://b/p/\"\nregion = \"eu-central-1\"\nprofile = \"p\"\nendpoint = \"https://s\"",
        "url = \"postgresql://h/d\"\ntables = [\"a.*\", \"b.c\"]",
        "url = \"sqlserver://h/d\"\ndriver = \"FreeTDS\"\ndriver_options = [\"TDS_Version=7.3\"]"}) {
    const RemoteSource source = read(lines);
    EXPECT_EQ(read(remote_source_text(source, "/project")), source) << remote_source_text(source, "/project");
  }
}

}  // namespace
}  // namespace rox

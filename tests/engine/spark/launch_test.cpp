#include "engine/spark/launch.hpp"

#include <gmock/gmock.h>

namespace rox {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

TEST(SparkLaunch, SettingsThatDecideAnswersComeAfterTheUsers) {
  const SparkFolder folder;
  const Command command =
      spark_command({"spark://127.0.0.1:7077", "/opt/spark-submit", {"spark.sql.ansi.enabled=false"}}, folder);
  const auto& arguments = command.arguments;
  EXPECT_EQ(arguments.front(), "/opt/spark-submit");
  EXPECT_THAT(arguments, Contains("spark://127.0.0.1:7077"));
  EXPECT_THAT(arguments, Contains("spark.driver.host=127.0.0.1"));
  const auto users = std::find(arguments.begin(), arguments.end(), "spark.sql.ansi.enabled=false");
  const auto ours = std::find(arguments.begin(), arguments.end(), "spark.sql.ansi.enabled=true");
  ASSERT_NE(users, arguments.end());
  EXPECT_LT(users, ours);
}

TEST(SparkLaunch, AClusterElsewhereIsNotToldThisMachinesLoopback) {
  const SparkFolder folder;
  EXPECT_THAT(spark_command({"spark://cluster:7077", "spark-submit", {}}, folder).arguments,
              Not(Contains(HasSubstr("127.0.0.1"))));
}

TEST(SparkLaunch, StartErrorsSayWhatToInstall) {
  const SparkConfig config;
  EXPECT_THAT(start_error(config, "JAVA_HOME is not set").hint_text(), HasSubstr("openjdk-17"));
  EXPECT_THAT(start_error(config, "java.lang.UnsupportedClassVersionError: x").hint_text(), HasSubstr("Java 17"));
  EXPECT_THAT(start_error(config, "ModuleNotFoundError: No module named 'pyspark'").hint_text(), HasSubstr("pyspark"));
  EXPECT_THAT(start_error(config, "26/11/25 INFO Foo: bar\nException in thread main: boom\n\tat a.b(C.java)").what(),
              AllOf(HasSubstr("boom"), Not(HasSubstr("INFO")), Not(HasSubstr("C.java"))));
}

}  // namespace
}  // namespace rox

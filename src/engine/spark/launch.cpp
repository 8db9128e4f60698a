#include "engine/spark/launch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace rox {
namespace {

constexpr std::size_t kShownLines = 5;
constexpr std::size_t kMostOfLine = 300;

constexpr const char* kInstallSpark =
    "pip install pyspark==4.1.4, or set [engine.spark] submit to Spark's spark-submit";
constexpr const char* kInstallJava =
    "Spark 4 needs Java 17 or later: apt-get install openjdk-17-jre-headless, or set JAVA_HOME";

bool is_local(std::string_view master) { return master.starts_with("local"); }

/// Whether all that belongs to it runs on this machine.
bool is_here(std::string_view master) {
  return is_local(master) || master.starts_with("spark://127.") || master.starts_with("spark://localhost:") ||
         master.starts_with("spark://[::1]:");
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(trim(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool says_something(std::string_view line) {
  constexpr std::array<std::string_view, 4> kStack{"at ", "... ", "File \"", "Traceback "};
  if (line.empty() || contains(line, " INFO ") || contains(line, " WARN ") || line.starts_with("WARNING:"))
    return false;
  return std::none_of(kStack.begin(), kStack.end(), [&](std::string_view start) { return line.starts_with(start); });
}

}  // namespace

Command spark_command(const SparkConfig& config, const SparkFolder& folder) {
  std::vector<std::pair<std::string, std::string>> environment;
  std::vector<std::string> conf = {
      "spark.app.name=rox",
      "spark.ui.enabled=false",
      "spark.ui.showConsoleProgress=false",
      "spark.log.level=WARN",
  };
  if (is_here(config.master)) {
    conf.emplace_back("spark.driver.host=127.0.0.1");
    conf.emplace_back("spark.driver.bindAddress=127.0.0.1");
    environment.emplace_back("SPARK_LOCAL_IP", "127.0.0.1");  // else it asks what the machine's own name means
  }
  if (is_local(config.master)) conf.push_back("spark.local.dir=" + folder.folder.string());
  conf.insert(conf.end(), config.conf.begin(), config.conf.end());
  for (const char* setting : {
           "spark.sql.ansi.enabled=true",
           "spark.sql.ansi.doubleQuotedIdentifiers=true",  // as in every other engine
           "spark.sql.variable.substitute=false",          // ${…} in a text is text
           "spark.sql.runSQLOnFiles=false",                // no FROM csv.`/etc/passwd`
           "spark.sql.session.timeZone=UTC", "spark.sql.timestampType=TIMESTAMP_NTZ",
           "spark.sql.catalogImplementation=in-memory",
           "spark.sql.legacy.javaCharsets=true",  // exports in windows-1252
       }) {
    conf.emplace_back(setting);
  }
  conf.push_back("spark.sql.warehouse.dir=" + (folder.folder / "warehouse").string());

  Command command;
  command.arguments = {config.submit, "--master", config.master, "--deploy-mode", "client"};
  for (std::string& setting : conf) {
    command.arguments.emplace_back("--conf");
    command.arguments.push_back(std::move(setting));
  }
  command.arguments.insert(command.arguments.end(),
                           {folder.script().string(), folder.socket().string(), config.master});
  command.environment = std::move(environment);
  command.install_hint = kInstallSpark;
  return command;
}

Error start_error(const SparkConfig& config, std::string_view log) {
  if (contains(log, "JAVA_HOME is not set") || contains(log, "bin/java: No such file")) {
    return outside_error("Spark needs Java, and there is none").hint(kInstallJava);
  }
  if (contains(log, "UnsupportedClassVersionError") || contains(log, "Unrecognized option: --add-opens")) {
    return outside_error("this Java is too old for Spark").hint(kInstallJava);
  }
  if (contains(log, "Cannot run program \"python")) {
    return outside_error("Spark found no Python to run rox's session with")
        .hint("apt-get install python3, or set PYSPARK_PYTHON to Python 3.10 or later");
  }
  if (contains(log, "No module named 'pyspark'") || contains(log, "SPARK_HOME") ||
      contains(log, "Spark jars directory")) {
    return outside_error(fmt::format("'{}' is not a whole Spark\n{}", config.submit, last_lines(log)))
        .hint(kInstallSpark);
  }
  if (contains(log, "All masters are unresponsive")) {
    return outside_error(fmt::format("no Spark master answers at {}", config.master))
        .hint("start it, or set [engine.spark] master in rox.toml; local[*] needs no cluster");
  }
  return outside_error(fmt::format("Spark did not start on {}\n{}", config.master, last_lines(log)))
      .hint(
          "is [engine.spark] in rox.toml right (master, submit, conf)? `spark-submit --version` shows whether Spark "
          "works at all");
}

std::string last_lines(std::string_view log) {
  std::deque<std::string_view> shown;
  for (const std::string_view line : lines_of(log)) {
    if (!says_something(line) || (!shown.empty() && shown.back() == line)) continue;
    shown.push_back(line);
    if (shown.size() > kShownLines) shown.pop_front();
  }
  std::string text;
  for (const std::string_view line : shown) {
    text +=
        fmt::format("{}  {}", text.empty() ? "" : "\n", line.substr(0, valid_utf8_prefix(line.substr(0, kMostOfLine))));
  }
  return text;
}

}  // namespace rox

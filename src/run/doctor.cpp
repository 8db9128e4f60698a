#include "run/doctor.hpp"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/process.hpp"
#include "base/terminal.hpp"
#include "cloud/resources.hpp"
#include "cloud/session.hpp"
#include "engine/lake/lake.hpp"
#include "engine/open.hpp"
#include "inbox/arrivals.hpp"
#include "inbox/look.hpp"
#include "inbox/odbc/driver.hpp"
#include "ledger/ledger.hpp"
#include "source/export_folder.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

Finding failed(const std::string& what, const Error& error) {
  return {what, Health::missing, placed_text(error), error.hint_text()};
}

/// A finding that `look` makes, or what kept it from that.
Finding found(const std::string& what, const std::function<Finding()>& look) {
  try {
    return look();
  } catch (const Error& error) {
    return failed(what, error);
  }
}

/// Another program: the first line that it says of its version.
Finding program(const std::string& what, const std::vector<std::string>& command, Health if_not,
                const std::string& way_out) {
  try {
    const ProcessResult said = run_process({command, {}, {}, {}, way_out});
    const std::string& text = said.output.empty() ? said.errors : said.output;
    if (said.exit_code == 0) return {what, Health::good, text.substr(0, text.find('\n'))};
    return {what, if_not, fmt::format("{} ends with {}", command.front(), said.exit_code), way_out};
  } catch (const Error&) {
    return {what, if_not, fmt::format("no program '{}' on the PATH", command.front()), way_out};
  }
}

Finding graphviz() {
  return program("graphviz", {"dot", "-V"}, Health::unneeded,
                 "`rox model diagram` takes it for SVG: apt-get install graphviz");
}

/// MemAvailable of /proc/meminfo; 0 where there is none.
std::uint64_t available_memory() {
  std::ifstream file("/proc/meminfo");
  for (std::string name; file >> name;) {
    std::uint64_t kilobytes = 0;
    if (name == "MemAvailable:" && file >> kilobytes) return kilobytes << 10U;
    file.ignore(256, '\n');
  }
  return 0;
}

Finding memory(std::uint64_t limit) {
  const std::uint64_t available = available_memory();
  const std::string detail =
      fmt::format("{} available, memory_limit is {}", human_bytes(available), human_bytes(limit));
  if (available == 0 || available >= limit) return {"memory", Health::good, detail};
  return {"memory", Health::doubtful, detail, "lower [run] memory_limit in rox.toml, or free memory"};
}

/// The folder itself, or the nearest one above it that is there.
fs::path existing(fs::path dir) {
  std::error_code none;
  while (!fs::exists(dir, none) && dir.has_relative_path()) dir = dir.parent_path();
  return dir;
}

/// A warehouse is written beside the old one, so both have to fit.
Finding disk(const fs::path& dir, std::uint64_t exports) {
  struct statvfs info {};
  if (::statvfs(existing(dir).c_str(), &info) != 0) return {"disk", Health::missing, "can't be asked: " + dir.string()};
  const std::uint64_t free = std::uint64_t{info.f_bavail} * info.f_frsize;
  const std::string detail =
      fmt::format("{} free at {}, the exports are {}", human_bytes(free), dir.string(), human_bytes(exports));
  if (free > exports) return {"disk", Health::good, detail};
  return {"disk", Health::doubtful, detail, "free space, or give the target another path in rox.toml"};
}

/// Runs are named by the time at which they began.
Finding clock(const Project& project) {
  const std::vector<std::string> runs = list_runs(project.state_dir());
  const std::string now = utc_now();
  std::string digits;
  for (const char c : now) {
    if (c >= '0' && c <= '9') digits += c;
  }
  std::string last = runs.empty() ? "" : runs.front();
  std::erase_if(last, [](char c) { return c == 'T'; });
  last = last.substr(0, last.find('-'));
  if (last <= digits) return {"clock", Health::good, now};
  return {"clock", Health::doubtful, fmt::format("it is {}, but the last run began later: {}", now, runs.front()),
          "set the clock: AWS refuses requests whose time is more than some minutes off"};
}

std::uint64_t bytes_of(const std::vector<ExportFile>& files) {
  std::uint64_t bytes = 0;
  for (const ExportFile& file : files) bytes += file.packing == Packing::member ? 0 : file.bytes;
  return bytes;
}

Finding local_target(const Target& target) {
  const std::string what = "target " + target.name;
  const fs::path& file = target.local().path;
  std::error_code none;
  if (!fs::exists(file, none)) {
    return {what, Health::good, fmt::format("DuckDB; no warehouse yet, `rox run` makes {}", file.string())};
  }
  return {what, Health::good, fmt::format("DuckDB, {} in {}", human_bytes(fs::file_size(file)), file.string())};
}

/// Where libpq looks for what rox.toml doesn't say.
std::string service_file() {
  if (const char* file = std::getenv("PGSERVICEFILE")) return file;
  const char* home = std::getenv("HOME");
  return home == nullptr ? "" : std::string(home) + "/.pg_service.conf";
}

Finding postgres_target(const Target& target, const Project& project) {
  const std::string what = "target " + target.name;
  const PostgresConfig& config = target.postgres();
  std::error_code none;
  if (!config.service.empty() && !fs::exists(service_file(), none)) {
    return {what, Health::missing,
            fmt::format("service '{}' is wanted, and there is no {}", config.service, service_file()),
            "write the service there, or name another file in PGSERVICEFILE"};
  }
  return found(what, [&] {
    const auto engine = open_for_reading(target, project);
    const auto result = engine->query("SELECT version()");
    std::string version;
    if (result->next()) result->text(0, 0, version);
    return Finding{what, Health::good, version.substr(0, version.find(" on "))};
  });
}

Finding aws_target(const Target& target) {
  const std::string what = "target " + target.name;
  return found(what, [&] {
    AwsSession session(session_options(target));
    return Finding{what, Health::good,
                   fmt::format("AWS in {}, credentials from {}; `rox infra status` asks what is there",
                               session.region(), session.credentials().source)};
  });
}

Finding lake_target(const Target& target) {
  const std::string what = "target " + target.name;
  return found(what, [&] {
    Lake lake(target.lake());
    const std::size_t tables = lake.tables()[lake.schema()].size();
    const LakeConfig& config = target.lake();
    return Finding{what, Health::good,
                   fmt::format("Iceberg by Spark on {}: {} tables in {} of {}", config.spark.master, tables,
                               config.schema, config.uri.empty() ? config.warehouse : config.uri)};
  });
}

Finding target_finding(const Target& target, const Project& project) {
  if (target.is_postgres()) return postgres_target(target, project);
  if (target.is_lake()) return lake_target(target);
  return target.is_redshift() ? aws_target(target) : local_target(target);
}

Finding odbc_driver(const RemoteSource& source) {
  return found("odbc driver", [&] {
    const std::string driver = choose_odbc_driver(source, installed_odbc_drivers());
    return Finding{"odbc driver", Health::good, driver.empty() ? "the one of data source " + source.host : driver};
  });
}

}  // namespace

std::string_view to_string(Health health) {
  switch (health) {
    case Health::good: return "ok";
    case Health::doubtful: return "look";
    case Health::missing: return "missing";
    case Health::unneeded: return "not there";
  }
  return "";
}

std::vector<Finding> examine_machine() { return {memory(RunConfig().memory_limit), graphviz()}; }

std::vector<Finding> examine_project(const Project& project) {
  std::vector<Finding> findings;
  std::uint64_t bytes = 0;
  if (project.source.remote && project.source.remote->is_odbc()) {
    findings.push_back(odbc_driver(*project.source.remote));
  }
  if (project.source.remote) {
    findings.push_back(found("source", [&] {
      const FarLook look = look_there(project, {});
      return Finding{"source", Health::good,
                     fmt::format("{} files at {}", look.files.size(), project.source.remote->url)};
    }));
  }
  findings.push_back(found("exports", [&] {
    if (project.source.remote && read_arrivals(project).empty()) {
      return Finding{"exports", Health::doubtful, "nothing was fetched yet", "`rox run` fetches first"};
    }
    const std::vector<ExportFile> files =
        list_exports(project.source.path, project.source.ignore, project.source.listing);
    bytes = bytes_of(files);
    return Finding{"exports", Health::good, fmt::format("{} in {}", files.size(), project.source.path.string())};
  }));
  for (const auto& [name, target] : project.targets) findings.push_back(target_finding(target, project));
  if (project.spark) {
    findings.push_back(program("spark", {project.spark->submit, "--version"}, Health::missing,
                               "install Spark 4 (pip install pyspark), or say where it is: [engine.spark] submit"));
    findings.push_back(program("java", {"java", "-version"}, Health::missing,
                               "Spark takes Java 17 or 21: apt-get install openjdk-17-jre-headless"));
  }
  findings.push_back(memory(project.run.memory_limit));
  findings.push_back(disk(project.root, bytes));
  findings.push_back(clock(project));
  findings.push_back(graphviz());
  return findings;
}

}  // namespace rox

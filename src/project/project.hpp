// rox.toml: where the exports are, how they are written, and where the warehouse goes.
//
//     [project]
//     name = "rox-bikes"
//     time_zone = "America/Sao_Paulo"  # of hours and days in guards, schedules and quiet hours; else the machine's
//     [source]
//     path = "exports"            # relative to this file; or url, of exports elsewhere: project/remote_source.hpp
//     delimiter = ";"
//     decimal = ","
//     null = ["NULL"]
//     encoding = "utf-8"          # utf-8, latin-1, windows-1252, utf-16 (utf-16le, utf-16be)
//     header = true
//     on_reject = "quarantine"    # or "fail"
//     max_rejects = "1%"          # of a table's rows, or a number of rows of all; past it nothing is published
//     max_shrink = "20%"          # tables that lose more of their rows than that from one run to the next stop it
//     keep = 30                   # days for which the warehouse remembers what changed
//     drift = "widen"             # exports that aren't shaped as in model.toml: widen, reject, freeze or evolve
//     ignore = ["*.bak.csv"]      # exports that are not part of the model
//     recursive = true            # the exports of subfolders too
//     hidden_sheets = true        # of workbooks, too
//     max_unpacked = "64GB"       # what one compressed file or archive may hold
//     copies = "stop"             # exports that are the same byte for byte: stop, skip or keep
//     files = "all"               # the files of a table: all, as its parts, or newest (model/file_choice.hpp)
//     [target.local]
//     engine = "duckdb"
//     path = "warehouse.duckdb"   # relative to this file
//     [target.postgres]
//     engine = "postgres"
//     schema = "bikes"            # of the tables; made if it isn't there
//     service = "warehouse"       # or host, port, database, user, sslmode, sslrootcert; what isn't said libpq finds by
//                                 # itself: PGHOST and the like, service files, ~/.pgpass
//     [target.aws]
//     engine = "redshift"
//     region = "us-east-1"        # and more: project/aws_config.hpp
//     [target.lake]
//     engine = "iceberg"          # and more: project/lake_config.hpp
//     [engine.spark]
//     master = "local[*]"         # or spark://host:7077, yarn, …
//     submit = "spark-submit"     # the program
//     conf = ["spark.driver.memory=2g"]
//     [run]
//     threads = 0                 # 0: as many as there are cores
//     memory_limit = "2GB"        # KB, MB, GB and TB are powers of 1024
//     verify_storage = "sample"   # of the warehouse, before a run builds on it; or whole, off
//
//     [watch]
//     every = "10 seconds"        # how often `rox watch` looks at the source
//     settle = "30 seconds"       # how long exports stand still before they are read
//     cron = ["30 6 * * mon-fri"] # when it runs besides
//     [notify]                    # project/notify_config.hpp
//
// Only [source] path (or url) is required. Without any [target] there is target.local: DuckDB, warehouse.duckdb.
// No secret is ever in it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/file_name.hpp"
#include "model/dialect.hpp"
#include "project/aws_config.hpp"
#include "project/lake_config.hpp"
#include "project/notify_config.hpp"
#include "project/remote_source.hpp"
#include "project/spark_config.hpp"
#include "source/export_folder.hpp"
#include "sql/dialect.hpp"

namespace rox {

enum class OnReject { quarantine, fail };

/// What happens when exports no longer have the shape that model.toml says. docs/warehouse.md tells all of it.
enum class DriftPolicy {
  widen,   // what loses nothing is taken over (new columns, wider types), what may change meaning stops the run
  reject,  // the run stops
  freeze,  // the model stays: new columns are ignored, missing ones are NULL, reordered ones are found by name
  evolve,  // as freeze, but the model takes over new columns and tables and wider types first
};

std::string_view to_string(DriftPolicy policy);

/// Past it nothing is published.
struct MaxRejects {
  double share = 0.01;                  // of each table's rows; up to 3, if fewer than half, may be rejected anyway
  std::optional<std::uint64_t> rows{};  // in its place: of all tables together

  bool operator==(const MaxRejects&) const = default;
};

struct SourceConfig {
  std::filesystem::path path;  // absolute; of a remote source where its mirror shows the exports
  std::optional<RemoteSource> remote{};
  Dialect dialect;
  OnReject on_reject = OnReject::quarantine;
  MaxRejects max_rejects;
  double max_shrink = 0.2;  // share of a table's rows that may be gone since it was loaded last
  unsigned keep_days = 30;  // of what changed (load/change_rows.hpp)
  DriftPolicy drift = DriftPolicy::widen;
  std::vector<std::string> ignore;  // globs over file names
  ListOptions listing{};
};

/// Where a PostgreSQL server is. What is empty is libpq's to find; a password always is.
struct PostgresConfig {
  std::string service;
  std::string host;
  std::string port;
  std::string database;
  std::string user;
  std::string sslmode;
  std::string sslrootcert;
  std::string schema;  // where the tables go

  bool operator==(const PostgresConfig&) const = default;
};

/// A warehouse on this machine, in DuckDB.
struct LocalConfig {
  std::filesystem::path path{};  // the warehouse file, absolute

  bool operator==(const LocalConfig&) const = default;
};

struct Target {
  std::string name;
  std::variant<LocalConfig, PostgresConfig, AwsConfig, LakeConfig> place{};

  /// Its engine as rox.toml says it: "duckdb", "postgres", "redshift" or "iceberg".
  std::string_view engine() const;
  /// Of the SQL that it takes.
  SqlDialect dialect() const;

  bool is_local() const { return std::holds_alternative<LocalConfig>(place); }
  bool is_postgres() const { return std::holds_alternative<PostgresConfig>(place); }
  bool is_redshift() const { return std::holds_alternative<AwsConfig>(place); }
  bool is_lake() const { return std::holds_alternative<LakeConfig>(place); }
  /// Of a target of that kind.
  const LocalConfig& local() const { return std::get<LocalConfig>(place); }
  const PostgresConfig& postgres() const { return std::get<PostgresConfig>(place); }
  const AwsConfig& aws() const { return std::get<AwsConfig>(place); }
  const LakeConfig& lake() const { return std::get<LakeConfig>(place); }

  bool operator==(const Target&) const = default;
};

/// How much of the warehouse is compared with what was published, before a run builds on it.
enum class VerifyStorage { off, sample, whole };

std::string_view to_string(VerifyStorage verify);

struct RunConfig {
  unsigned threads = 0;                                 // 0: as many as there are cores
  std::uint64_t memory_limit = std::uint64_t{2} << 30;  // bytes, of the whole program
  unsigned keep_runs = 1000;                            // how many runs the ledger keeps
  VerifyStorage verify_storage = VerifyStorage::sample;
};

/// How many threads a run may use.
unsigned thread_count(const RunConfig& run);

/// [watch]: when `rox watch` runs by itself.
struct WatchConfig {
  std::chrono::seconds every{10};   // how often the source is looked at
  std::chrono::seconds settle{30};  // how long exports stand still before they are read
  std::vector<std::string> cron{};  // also then
};

/// [lineage]: where events of OpenLineage go. Both may be empty.
struct LineageConfig {
  std::filesystem::path file{};  // absolute
  std::string url{};
};

struct Project {
  std::string name;
  std::filesystem::path root;  // absolute; the folder of rox.toml
  std::string time_zone;       // of hours and days; empty: the machine's, or TZ's
  SourceConfig source;
  std::map<std::string, Target> targets;
  std::optional<SparkConfig> spark;  // if rox.toml has [engine.spark]
  RunConfig run;
  LineageConfig lineage;
  NotifyConfig notify;
  WatchConfig watch;

  std::filesystem::path model_file() const { return root / "model.toml"; }
  std::filesystem::path analyses_dir() const { return root / "analyses"; }
  std::filesystem::path marts_dir() const { return root / "marts"; }
  std::filesystem::path dashboard_dir() const { return root / "dashboard"; }
  std::filesystem::path checks_dir() const { return root / "checks"; }
  std::filesystem::path expect_dir() const { return root / "expect"; }
  std::filesystem::path rejects_dir() const { return root / "rejects"; }
  std::filesystem::path mends_dir() const { return root / "mends"; }
  std::filesystem::path answers_dir() const { return root / "answers"; }
  std::filesystem::path answer_file(const std::string& analysis) const {
    return file_named(answers_dir(), analysis, ".csv");
  }
  std::filesystem::path mend_file(const std::string& table) const { return file_named(mends_dir(), table, ".csv"); }
  /// Of the marks of the records that a target's tables were loaded from (load/marks_file.hpp).
  std::filesystem::path records_dir(const std::string& target) const {
    return file_named(state_dir() / "records", target);
  }
  std::filesystem::path reject_file(const std::string& table) const { return file_named(rejects_dir(), table, ".csv"); }
  std::filesystem::path reports_dir() const { return root / "reports"; }
  std::filesystem::path charts_dir() const { return reports_dir() / "charts"; }
  std::filesystem::path staged_dir() const { return root / "staged"; }
  std::filesystem::path state_dir() const { return root / ".rox"; }
  std::filesystem::path inbox_dir() const { return state_dir() / "inbox"; }
  /// Where temporary folders are made (base/temporary_folder.hpp), and nothing else.
  std::filesystem::path scratch_dir() const { return state_dir() / "tmp"; }

  /// Throws usage_error that lists the targets there are.
  const Target& target(const std::string& name) const;
};

/// Where the mirror of a project's remote source shows its exports.
std::filesystem::path inbox_exports(const std::filesystem::path& root);

/// Reads `dir`/rox.toml. Throws usage_error with file, line and column: not there, bad TOML, an
/// unknown key (with the nearest known one), a value of the wrong kind.
Project read_project(const std::filesystem::path& dir);

/// The same of a text that might be the rox.toml of `dir`.
Project parse_project(std::string_view text, const std::filesystem::path& dir);

/// The text of a rox.toml with comments, for `rox init`. Paths inside the root are written relative to it.
std::string project_text(const Project& project);

}  // namespace rox

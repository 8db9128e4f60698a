#include "project/project.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "base/credential.hpp"
#include "base/cron.hpp"
#include "base/error.hpp"
#include "base/file_name.hpp"
#include "base/local_time.hpp"
#include "base/parallel.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "base/toml.hpp"
#include "model/dialect_toml.hpp"
#include "project/amounts.hpp"
#include "project/server_schema.hpp"
#include "source/encoding.hpp"

namespace rox {

namespace {

namespace fs = std::filesystem;

const std::vector<std::string>& engines() {
  static const std::vector<std::string> kEngines{"duckdb", "postgres", "redshift", "iceberg"};
  return kEngines;
}

fs::path resolve(const fs::path& root, const std::string& path) { return (root / path).lexically_normal(); }

constexpr std::array kDriftPolicies{DriftPolicy::widen, DriftPolicy::reject, DriftPolicy::freeze, DriftPolicy::evolve};

DriftPolicy read_drift(const TomlReader& toml) {
  const std::optional<std::string> text = toml.text("drift");
  if (!text) return SourceConfig().drift;
  for (const DriftPolicy policy : kDriftPolicies) {
    if (*text == to_string(policy)) return policy;
  }
  throw toml.error_at("drift", fmt::format("unknown value '{}'", *text))
      .hint(
          "use \"widen\" (the model takes over new columns and wider types, what may change meaning stops the run), "
          "\"reject\" (exports of another shape stop the run), \"freeze\" (the model stays, what it doesn't know is "
          "ignored) or \"evolve\" (as widen, but new tables too, and columns may go)");
}

/// "1%", "0.5 %": a share; none if it is none from 0 to 1.
std::optional<double> parse_share(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  constexpr double kWhole = 100;
  if (error != std::errc{} || !(number >= 0) || number > kWhole) return std::nullopt;
  if (trim(text.substr(static_cast<std::size_t>(end - text.data()))) != "%") return std::nullopt;
  return number / kWhole;
}

/// "1%", as it is written.
std::string share_text(double share) { return fmt::format("{:g}%", share * 100); }

MaxRejects read_max_rejects(const TomlReader& toml) {
  MaxRejects most;
  if (!toml.has("max_rejects")) return most;
  if (!toml.is_text("max_rejects")) {
    most.rows = toml.number("max_rejects", std::numeric_limits<std::int64_t>::max());
    return most;
  }
  const std::string text = toml.text("max_rejects").value_or("");
  if (const auto share = parse_share(text)) {
    most.share = *share;
    return most;
  }
  throw toml.error_at("max_rejects", fmt::format("'{}' is no share and no number", text))
      .hint("write \"1%\" (of each table's rows), or a number of rows without quotes: max_rejects = 1000");
}

double read_max_shrink(const TomlReader& toml) {
  const std::optional<std::string> text = toml.text("max_shrink");
  if (!text) return SourceConfig().max_shrink;
  if (const auto share = parse_share(*text)) return *share;
  throw toml.error_at("max_shrink", fmt::format("'{}' is no share", *text))
      .hint("write \"20%\"; \"100%\" lets tables lose all their rows");
}

constexpr std::array kCopyPolicies{CopyPolicy::stop, CopyPolicy::skip, CopyPolicy::keep};

CopyPolicy read_copies(const TomlReader& toml) {
  const std::optional<std::string> text = toml.text("copies");
  if (!text) return CopyPolicy::stop;
  for (const CopyPolicy policy : kCopyPolicies) {
    if (*text == to_string(policy)) return policy;
  }
  throw toml.error_at("copies", fmt::format("unknown value '{}'", *text))
      .hint(
          "use \"stop\" (exports that are the same byte for byte stop the run), \"skip\" (the copy is left out) or "
          "\"keep\" (both are read)");
}

const std::vector<std::string>& source_keys() {
  static const std::vector<std::string> kKeys = [] {
    std::vector<std::string> keys{"path",      "on_reject",     "max_rejects",  "max_shrink", "drift", "ignore",
                                  "recursive", "hidden_sheets", "max_unpacked", "copies",     "keep",  "files"};
    keys.insert(keys.end(), dialect_keys().begin(), dialect_keys().end());
    keys.insert(keys.end(), remote_keys().begin(), remote_keys().end());
    return keys;
  }();
  return kKeys;
}

SourceConfig read_source(const TomlReader& toml, const fs::path& root) {
  SourceConfig source;
  source.remote = read_remote_source(toml, root);
  if (source.remote && toml.has("path")) {
    throw toml.error_at("path", "[source] has a path and a url").hint("the exports lie in one of them: take one out");
  }
  source.path = source.remote ? inbox_exports(root) : resolve(root, toml.required_text("path"));
  source.dialect = read_dialect(toml).over(Dialect{});
  const std::string on_reject = toml.text("on_reject").value_or("quarantine");
  if (on_reject == "fail") {
    source.on_reject = OnReject::fail;
  } else if (on_reject != "quarantine") {
    throw toml.error_at("on_reject", fmt::format("unknown value '{}'", on_reject))
        .hint("use \"quarantine\" (keep rejects apart and go on) or \"fail\" (publish nothing if there is one)");
  }
  source.max_rejects = read_max_rejects(toml);
  source.max_shrink = read_max_shrink(toml);
  source.keep_days = static_cast<unsigned>(toml.number("keep", 100'000).value_or(source.keep_days));
  source.drift = read_drift(toml);
  source.ignore = toml.texts("ignore").value_or(std::vector<std::string>{});
  source.listing.recursive = toml.boolean("recursive").value_or(false);
  source.listing.hidden_sheets = toml.boolean("hidden_sheets").value_or(false);
  source.listing.max_unpacked = read_bytes(toml, "max_unpacked", "data").value_or(source.listing.max_unpacked);
  source.listing.copies = read_copies(toml);
  source.listing.files = read_file_choice(toml);
  return source;
}

/// The settings of a PostgreSQL target, by their keys.
constexpr std::array<std::pair<std::string_view, std::string PostgresConfig::*>, 8> kPostgresKeys{{
    {"service", &PostgresConfig::service},
    {"host", &PostgresConfig::host},
    {"port", &PostgresConfig::port},
    {"database", &PostgresConfig::database},
    {"user", &PostgresConfig::user},
    {"sslmode", &PostgresConfig::sslmode},
    {"sslrootcert", &PostgresConfig::sslrootcert},
    {"schema", &PostgresConfig::schema},
}};

/// Keys that people try and that would bring a password into the file.
constexpr std::array<std::string_view, 5> kSecretKeys{"password", "passfile", "url", "dsn", "conninfo"};

constexpr const char* kWhereSecretsAre =
    "say host, port, database and user here; the password is PGPASSWORD's, ~/.pgpass's or a service file's (a "
    "catalogue's token OPENLINEAGE_API_KEY's, a lake's ROX_LAKE_CREDENTIAL's, AWS's keys those of its own chain)";

void refuse_secret_keys(const TomlReader& toml) {
  for (const std::string_view key : kSecretKeys) {
    if (!toml.has(key)) continue;
    throw toml.error_at(key, fmt::format("rox.toml takes no '{}': a password could be in it", key))
        .hint(kWhereSecretsAre);
  }
}

/// Before anything is made of the file: what is in it goes into messages and into the ledger. `key`: of the node.
void refuse_credentials(const toml::node& node, const std::string& key, const std::string& file) {
  const auto refused = [&](std::string_view what) {
    return usage_error(
               fmt::format("the value of '{}' {}, and so isn't shown: rox.toml takes no credentials", key, what))
        .at(file, node.source().begin.line, node.source().begin.column);
  };
  if (const toml::table* table = node.as_table()) {
    for (const auto& [name, value] : *table) refuse_credentials(value, std::string(name.str()), file);
  } else if (const toml::array* array = node.as_array()) {
    for (const toml::node& value : *array) refuse_credentials(value, key, file);
  } else if (const auto* text = node.as_string()) {
    const bool is_taken = std::find(kSecretKeys.begin(), kSecretKeys.end(), key) != kSecretKeys.end();
    if (const auto what = credential_in(text->get())) {
      throw refused(fmt::format("looks like {}", *what)).hint(kWhereSecretsAre);
    }
    const bool is_command = key == "password_command";
    if (names_secret(key) && !is_taken && !is_command) throw refused("is a secret by its name").hint(kWhereSecretsAre);
  }
}

/// A host is a host, and a user a user: whoever writes more there has a password with it.
void refuse_user_in(const TomlReader& toml, std::string_view key, std::string_view characters) {
  const std::string value = toml.text(key).value_or("");
  if (value.find_first_of(characters) == std::string::npos) return;
  throw toml.error_at(key, fmt::format("the value of '{}' looks like a user and a password, and so isn't shown", key))
      .hint(kWhereSecretsAre);
}

PostgresConfig read_postgres(const TomlReader& toml) {
  PostgresConfig postgres;
  for (const std::string_view key : {"host", "database", "service", "schema"}) refuse_user_in(toml, key, "@");
  refuse_user_in(toml, "user", "@:");
  for (const auto& [key, member] : kPostgresKeys) {
    if (key == "port") {
      if (const auto port = toml.number(key, 65535)) postgres.port = std::to_string(*port);
    } else {
      postgres.*member = toml.text(key).value_or("");
    }
  }
  if (toml.has("schema")) postgres.schema = server_schema(toml, "schema");
  if (postgres.schema.empty()) postgres.schema = "public";
  return postgres;
}

/// A target's files are called like it (.rox/state/NAME.json).
void check_target_name(const std::string& name, const Project& project, const toml::node& node,
                       const std::string& file) {
  const auto refused = [&](const std::string& what, std::string hint) {
    return usage_error(what).at(file, node.source().begin.line, node.source().begin.column).hint(std::move(hint));
  };
  if (const auto problem = file_name_problem(name)) {
    throw refused(fmt::format("a target can't be called '{}': the name {}", printable(name), *problem),
                  "give it another name, as in [target.local]");
  }
  for (const auto& [other, target] : project.targets) {
    if (!equals_ignore_case(other, name)) continue;
    throw refused(fmt::format("targets '{}' and '{}' differ only by upper and lower case", other, name),
                  "give one of them another name; some file systems don't tell them apart");
  }
}

Target read_target(const std::string& name, const toml::table& table, const std::string& file, const Project& project) {
  static const std::vector<std::string> kKeys = [] {
    std::vector<std::string> keys{"engine", "path"};
    keys.insert(keys.end(), aws_keys().begin(), aws_keys().end());
    keys.insert(keys.end(), lake_keys().begin(), lake_keys().end());
    for (const auto& [key, member] : kPostgresKeys) keys.emplace_back(key);
    for (const std::string_view key : kSecretKeys) keys.emplace_back(key);
    return keys;
  }();
  const TomlReader toml(table, file, fmt::format("[target.{}]", name), kKeys);
  refuse_secret_keys(toml);
  const std::string engine = toml.required_text("engine");
  if (engine == "duckdb")
    return {name, LocalConfig{resolve(project.root, toml.text("path").value_or("warehouse.duckdb"))}};
  if (engine == "postgres") return {name, read_postgres(toml)};
  if (engine == "redshift") return {name, read_aws(toml, file, project.name, name)};
  if (engine == "iceberg") {
    return {name, read_lake(toml, project.root.string(), project.name, project.spark.value_or(SparkConfig{}))};
  }
  throw toml.error_at("engine", fmt::format("unknown engine '{}'{}", engine, did_you_mean(engine, engines())))
      .hint(fmt::format("the engines are: {}", join(engines(), ", ")));
}

LineageConfig read_lineage(const TomlReader& toml, const std::filesystem::path& root) {
  LineageConfig lineage;
  if (const auto path = toml.text("file")) lineage.file = (root / *path).lexically_normal();
  if (const auto url = toml.text("url")) {
    if (!url->starts_with("http://") && !url->starts_with("https://")) {
      throw toml.error_at("url", fmt::format("'{}' is no address", *url))
          .hint("as in url = \"http://localhost:5000/api/v1/lineage\"");
    }
    if (url->find('@') != std::string::npos) {
      throw toml.error_at("url", "an address in rox.toml has no user and no password in it")
          .hint("the catalogue's token goes into the variable OPENLINEAGE_API_KEY");
    }
    lineage.url = *url;
  }
  return lineage;
}

VerifyStorage read_verify_storage(const TomlReader& toml) {
  const std::optional<std::string> text = toml.text("verify_storage");
  if (!text) return VerifyStorage::sample;
  for (const VerifyStorage verify : {VerifyStorage::off, VerifyStorage::sample, VerifyStorage::whole}) {
    if (*text == to_string(verify)) return verify;
  }
  throw toml.error_at("verify_storage", fmt::format("'{}' is no way to verify the warehouse", *text))
      .hint("it is sample, whole or off");
}

RunConfig read_run(const TomlReader& toml) {
  RunConfig run;
  run.threads = static_cast<unsigned>(toml.number("threads", 1024).value_or(run.threads));
  run.keep_runs = static_cast<unsigned>(toml.number("keep_runs", 1'000'000).value_or(run.keep_runs));
  if (run.keep_runs == 0) throw toml.error_at("keep_runs", "the ledger keeps at least the last run: 1 or more");
  run.memory_limit = read_bytes(toml, "memory_limit", "memory").value_or(run.memory_limit);
  run.verify_storage = read_verify_storage(toml);
  return run;
}

/// "10 seconds", "2 minutes".
std::optional<std::chrono::seconds> read_seconds(const TomlReader& toml, std::string_view key) {
  const std::optional<std::string> text = toml.text(key);
  if (!text) return std::nullopt;
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  const std::string_view unit = trim(std::string_view(end, text->data() + text->size()));
  constexpr unsigned kMost = 86'400;
  if (error == std::errc{} && number <= kMost) {
    if (unit == "seconds" || unit == "second") return std::chrono::seconds{number};
    if (unit == "minutes" || unit == "minute") return std::chrono::minutes{number};
  }
  throw toml.error_at(key, fmt::format("'{}' is no time", *text)).hint("write \"10 seconds\" or \"2 minutes\"");
}

WatchConfig read_watch(const TomlReader& toml) {
  WatchConfig watch;
  watch.every = read_seconds(toml, "every").value_or(watch.every);
  if (watch.every.count() == 0) throw toml.error_at("every", "the source isn't looked at without a pause");
  watch.settle = read_seconds(toml, "settle").value_or(watch.settle);
  watch.cron = toml.texts("cron").value_or(std::vector<std::string>{});
  for (const std::string& expression : watch.cron) {
    try {
      Cron::parse(expression);
    } catch (const Error& error) {
      throw toml.error_at("cron", error.what()).hint(error.hint_text());
    }
  }
  return watch;
}

std::string target_text(const Target& target, const Project& project) {
  const fs::path& root = project.root;
  std::string out = fmt::format("\n[target.{}]\nengine = {}\n", target.name, toml_quote(target.engine()));
  const auto put = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) out += fmt::format("{} = {}\n", key, toml_quote(value));
  };
  if (target.is_local()) put("path", path_text(target.local().path, root));
  if (target.is_postgres()) {
    for (const auto& [key, member] : kPostgresKeys) {
      if (key != "port") put(key, target.postgres().*member);
    }
    if (!target.postgres().port.empty()) out += fmt::format("port = {}\n", target.postgres().port);
  }
  if (target.is_redshift()) out += aws_text(target.aws(), project.name, target.name);
  if (target.is_lake()) {
    out += lake_text(target.lake(), root.string(), project.name, project.spark.value_or(SparkConfig{}));
  }
  return out;
}

}  // namespace

std::string_view to_string(VerifyStorage verify) {
  switch (verify) {
    case VerifyStorage::off: return "off";
    case VerifyStorage::sample: return "sample";
    case VerifyStorage::whole: return "whole";
  }
  return "";
}

std::string_view to_string(DriftPolicy policy) {
  switch (policy) {
    case DriftPolicy::widen: return "widen";
    case DriftPolicy::reject: return "reject";
    case DriftPolicy::freeze: return "freeze";
    case DriftPolicy::evolve: return "evolve";
  }
  return "";
}

std::string_view Target::engine() const {
  if (is_postgres()) return "postgres";
  if (is_lake()) return "iceberg";
  return is_redshift() ? "redshift" : "duckdb";
}

SqlDialect Target::dialect() const {
  if (is_postgres()) return SqlDialect::postgres;
  if (is_lake()) return SqlDialect::spark;
  return is_redshift() ? SqlDialect::redshift : SqlDialect::duckdb;
}

fs::path inbox_exports(const fs::path& root) { return root / ".rox" / "inbox" / "exports"; }

unsigned thread_count(const RunConfig& run) { return thread_count(run.threads); }

const Target& Project::target(const std::string& wanted) const {
  const auto found = targets.find(wanted);
  if (found != targets.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [known, target] : targets) names.push_back(known);
  throw usage_error(fmt::format("there is no target '{}'{}", wanted, did_you_mean(wanted, names)))
      .at((root / "rox.toml").string())
      .hint(fmt::format("the targets are: {}", join(names, ", ")));
}

namespace {

/// DuckDB takes what follows a '?' in a database's path for settings, so its files would go astray.
void refuse_question_marks(const Project& project, const fs::path& file) {
  const auto refuse = [&](const fs::path& path, std::string_view what) {
    if (path.string().find('?') == std::string::npos) return;
    throw usage_error(fmt::format("{} has a '?' in its path, which DuckDB can't have: {}", what, path.string()))
        .at(file.string())
        .hint("rename that folder, or put it elsewhere");
  };
  refuse(project.root, "the project");
  for (const auto& [name, target] : project.targets) {
    if (target.is_local()) refuse(target.local().path, fmt::format("the warehouse of [target.{}]", name));
  }
}

Project project_of(const toml::table& table, const fs::path& dir) {
  const fs::path file = dir / "rox.toml";
  refuse_credentials(table, "rox.toml", file.string());
  const TomlReader toml(table, file.string(), "rox.toml",
                        {"project", "source", "target", "engine", "run", "lineage", "watch", "notify"});
  Project project;
  project.root = fs::absolute(dir).lexically_normal();
  if (!project.root.has_filename()) project.root = project.root.parent_path();  // "dir/" is "dir"
  project.name = project.root.filename().string();
  if (const toml::table* entry = toml.table("project")) {
    const TomlReader reader(*entry, file.string(), "[project]", {"name", "time_zone"});
    if (reader.has("name")) project.name = reader.required_text("name");
    project.time_zone = reader.text("time_zone").value_or("");
    if (reader.has("time_zone") && !knows_time_zone(project.time_zone)) {
      throw reader.error_at("time_zone", fmt::format("this machine knows no time zone '{}'", project.time_zone))
          .hint("as in \"America/Sao_Paulo\" or \"UTC\"; if it is right: apt-get install tzdata");
    }
  }
  const toml::table* source = toml.table("source");
  if (source == nullptr)
    throw toml.error_at("source", "rox.toml has no [source]").hint("add [source] with path = \"…\" or url = \"…\"");
  project.source = read_source(TomlReader(*source, file.string(), "[source]", source_keys()), project.root);
  if (const toml::table* engine = toml.table("engine")) {
    const TomlReader engines(*engine, file.string(), "[engine]", {"spark"});
    if (const toml::table* spark = engines.table("spark")) {
      project.spark = read_spark(TomlReader(*spark, file.string(), "[engine.spark]", spark_keys()), {});
    }
  }
  if (const toml::table* targets = toml.table("target")) {
    for (const auto& [name, node] : *targets) {
      const std::string target_name(name.str());
      if (!node.is_table()) throw toml.error_at("target", fmt::format("[target.{}] must be a table", target_name));
      check_target_name(target_name, project, *targets->get(target_name), file);
      project.targets.emplace(target_name, read_target(target_name, *node.as_table(), file.string(), project));
    }
  }
  if (project.targets.empty()) {
    project.targets.emplace("local", Target{"local", LocalConfig{project.root / "warehouse.duckdb"}});
  }
  if (const toml::table* lineage = toml.table("lineage")) {
    project.lineage = read_lineage(TomlReader(*lineage, file.string(), "[lineage]", {"file", "url"}), project.root);
  }
  if (const toml::table* watch = toml.table("watch")) {
    project.watch = read_watch(TomlReader(*watch, file.string(), "[watch]", {"every", "settle", "cron"}));
  }
  if (const toml::table* notify = toml.table("notify")) {
    project.notify = read_notify(*notify, file.string(), project.root);
  }
  if (const toml::table* run = toml.table("run")) {
    project.run =
        read_run(TomlReader(*run, file.string(), "[run]", {"threads", "memory_limit", "keep_runs", "verify_storage"}));
  }
  refuse_question_marks(project, file);
  return project;
}

}  // namespace

Project read_project(const fs::path& dir) {
  return project_of(
      read_toml(dir / "rox.toml", "name the project's folder with --project DIR, or make a project with: rox init DIR"),
      dir);
}

Project parse_project(std::string_view text, const fs::path& dir) {
  return project_of(parse_toml(text, (dir / "rox.toml").string()), dir);
}

/// What is to be said of a dialect besides what always is.
static DialectChange unusual(const Dialect& dialect) {
  DialectChange change = difference(Dialect{}, dialect);
  change.delimiter.reset();
  change.decimal.reset();
  change.null_words.reset();
  change.encoding.reset();
  change.charset.reset();
  return change;
}

std::string project_text(const Project& project) {
  const SourceConfig& source = project.source;
  const Dialect& dialect = source.dialect;
  std::string out = "# What this project reads and where its warehouse goes. No password or key belongs here.\n\n";
  out += fmt::format("[project]\nname = {}\n", toml_quote(project.name));
  if (!project.time_zone.empty()) out += fmt::format("time_zone = {}\n", toml_quote(project.time_zone));
  out += '\n';
  out += "[source]\n";
  if (source.remote) {
    out += remote_source_text(*source.remote, project.root);
  } else {
    out += fmt::format("path = {}  # the folder of the exports, relative to this file\n",
                       toml_quote(path_text(source.path, project.root)));
  }
  out += fmt::format("delimiter = {}\n", toml_quote(dialect.delimiter));
  out += fmt::format("decimal = {}  # a column of model.toml may say otherwise\n",
                     toml_quote(std::string_view(&dialect.decimal, 1)));
  out += fmt::format("null = {}  # fields that mean: missing\n", toml_array(dialect.null_words));
  out += fmt::format("encoding = {}\n", toml_quote(encoding_name(dialect)));
  for (const std::string& setting : dialect_settings(unusual(dialect))) out += setting + "\n";
  if (source.on_reject == OnReject::fail) {
    out += "on_reject = \"fail\"\n";
  } else {
    out += "on_reject = \"quarantine\"  # or \"fail\"\n";
  }
  if (source.max_rejects.rows) {
    out += fmt::format("max_rejects = {}  # past it nothing is published\n", *source.max_rejects.rows);
  } else {
    out += fmt::format("max_rejects = {}  # of a table's rows; past it nothing is published\n",
                       toml_quote(share_text(source.max_rejects.share)));
  }
  out += fmt::format("max_shrink = {}  # a table that loses more of its rows at once stops the run\n",
                     toml_quote(share_text(source.max_shrink)));
  out += fmt::format("drift = {}  # exports of another shape: widen, reject, freeze or evolve\n",
                     toml_quote(to_string(source.drift)));
  if (source.listing.recursive) out += "recursive = true  # subfolders too\n";
  if (source.listing.hidden_sheets) out += "hidden_sheets = true  # of workbooks, too\n";
  if (source.listing.max_unpacked != kMaxUnpacked) {
    out += fmt::format("max_unpacked = {}\n", toml_quote(bytes_text(source.listing.max_unpacked)));
  }
  if (source.listing.copies != CopyPolicy::stop) {
    out += fmt::format("copies = {}  # exports that are the same byte for byte: stop, skip or keep\n",
                       toml_quote(to_string(source.listing.copies)));
  }
  if (source.listing.files) {
    out += fmt::format("files = {}  # of each table: all, as its parts, or the newest\n",
                       toml_quote(to_string(*source.listing.files)));
  }
  if (!source.ignore.empty()) {
    out += fmt::format("ignore = {}  # files that are no part of the model\n", toml_array(source.ignore));
  }
  for (const auto& [name, target] : project.targets) out += target_text(target, project);
  if (project.spark) {
    out += fmt::format("\n[engine.spark]\nmaster = {}\nsubmit = {}\n", toml_quote(project.spark->master),
                       toml_quote(project.spark->submit));
    if (!project.spark->conf.empty()) out += fmt::format("conf = {}\n", toml_array(project.spark->conf));
  }
  out += fmt::format("\n[run]\nthreads = {}  # 0: as many as there are cores\nmemory_limit = {}\n", project.run.threads,
                     toml_quote(bytes_text(project.run.memory_limit)));
  return out;
}

}  // namespace rox

#include "run/prove.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/temporary_folder.hpp"
#include "build/build.hpp"
#include "build/private_copy.hpp"
#include "engine/result/cells.hpp"
#include "engine/result/result_writer.hpp"
#include "engine/sql/sql_query.hpp"
#include "ledger/target_state.hpp"
#include "model/model_file.hpp"
#include "plan/planner.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr SqlDialect kDialect = SqlDialect::duckdb;
constexpr int kExamples = 3;

/// The accounts that don't say when or by which run.
constexpr std::pair<const char*, const char*> kAccounts[] = {
    {"read files", R"(SELECT "table", file, records, rows, rejects, mended, blank_lines FROM {}.rox.files)"},
    {"rejects", R"(SELECT "table", file, line, code, reason, raw FROM {}.rox.rejects)"},
    {"orphans", R"(SELECT "table", columns, parent, orphans, keys, examples FROM {}.rox.relations)"}};

/// Makes tables and marts from the exports; returns the database file.
fs::path make_whole(const Project& project, Model model, const fs::path& folder) {
  for (Table& table : model.tables) table.history = false;
  Target beside;
  beside.name = "proof";
  beside.place = LocalConfig{folder / "proof.duckdb"};
  TargetState state;
  PlanOptions options = options_for(beside, {});
  options.keeps_records.clear();
  options.full_refresh = true;
  options.checks = false;
  options.answers = false;
  const WarehouseState nothing;
  const Plan plan = make_plan(project, model, nothing, state, options);
  Build build({project, beside, model, plan, state.files, nothing, new_run_id(), true, {}, false});
  build.open();
  build.keep();
  for (const Step& step : plan.steps) {
    if (!step.due || !makes_warehouse(step.kind) || step.kind == StepKind::guard || step.kind == StepKind::publish) {
      continue;
    }
    StepResult result;
    build.run(step, result);
  }
  return private_copy(beside.local().path);
}

class Comparison {
 public:
  Comparison(const Project& project, const Model& model, const fs::path& whole, const fs::path& warehouse)
      : project_(project), model_(model), connection_(open(project, whole, warehouse)) {
    whole_ = texts("SELECT current_database()").front();
    connection_.execute(fmt::format("ATTACH {} AS published (READ_ONLY)", sql_literal(warehouse.string(), kDialect)));
  }

  std::vector<ProvenPart> compare() {
    std::vector<ProvenPart> parts;
    std::set<std::string> names;
    std::set<std::string> histories;
    for (const Table& table : model_.tables) {
      if (table.history) histories.insert(table.history_name());
    }
    for (const std::string& database : {whole_, std::string("published")}) {
      for (const std::string& name : tables_of(database)) {
        if (!histories.contains(name)) names.insert(name);
      }
    }
    for (const std::string& name : names) parts.push_back(compare_table(name));
    for (const Table& table : model_.tables) {
      if (table.history) parts.push_back(compare_history(table));
    }
    for (const auto& [name, sql] : kAccounts) {
      parts.push_back(compare_rows(name, fmt::format(fmt::runtime(sql), sql_name(whole_, kDialect)),
                                   fmt::format(fmt::runtime(sql), "published")));
    }
    for (const SqlFile& analysis : read_sql_files(project_.analyses_dir())) {
      if (file_identity(project_.answer_file(analysis.name))) parts.push_back(compare_answer(analysis));
    }
    return parts;
  }

 private:
  static DuckDbConnection open(const Project& project, const fs::path& whole, const fs::path& warehouse) {
    DuckDbOptions options;
    options.threads = project.run.threads;
    options.memory_limit = project.run.memory_limit;
    options.temp_dir = whole.parent_path();
    options.folders = {warehouse.parent_path()};
    return DuckDbDatabase(whole, options).connect();
  }

  std::vector<std::string> texts(const std::string& sql) { return query_texts(connection_, sql); }

  std::vector<std::string> tables_of(const std::string& database) {
    return texts(fmt::format("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND database_name = {}",
                             sql_literal(database, kDialect)));
  }

  std::string columns_of(const std::string& database, const std::string& table) {
    return texts(fmt::format("SELECT coalesce(string_agg(column_name || ' ' || data_type, ', ' ORDER BY column_index), "
                             "'') FROM duckdb_columns() WHERE schema_name = 'main' AND database_name = {} AND "
                             "table_name = {}",
                             sql_literal(database, kDialect), sql_literal(table, kDialect)))
        .front();
  }

  ProvenPart compare_table(const std::string& name) {
    const std::string ours = columns_of("published", name);
    const std::string theirs = columns_of(whole_, name);
    if (ours == theirs) {
      const std::string table = exact_name(name, kDialect);
      return compare_rows(name, fmt::format("SELECT * FROM {}.main.{}", sql_name(whole_, kDialect), table),
                          fmt::format("SELECT * FROM published.main.{}", table));
    }
    ProvenPart part{name, 0, {}};
    if (ours.empty()) {
      part.differences.push_back("the warehouse doesn't have it");
    } else if (theirs.empty()) {
      part.differences.push_back("a full load doesn't have it");
    } else {
      part.differences.push_back(fmt::format("its columns are ({}), and a full load gives ({})", ours, theirs));
    }
    return part;
  }

  /// As bags of rows, by the hashes of these; rows that differ are looked for only if the sums do.
  ProvenPart compare_rows(const std::string& name, const std::string& whole, const std::string& published) {
    ProvenPart part{name, 0, {}};
    const auto sums = [&](const std::string& rows) {
      return texts(
                 fmt::format("SELECT concat(count(*), ' ', sum(CAST(hash(r) AS HUGEINT)), ' ', bit_xor(hash(r))) FROM "
                             "({}) AS r",
                             rows))
          .front();
    };
    const std::string wanted = sums(whole);
    part.rows = std::stoull(wanted);
    if (sums(published) == wanted) return part;
    for (const auto& [says, has, lacks] : {std::tuple("only the warehouse has", published, whole),
                                           std::tuple("only a full load has", whole, published)}) {
      for (const std::string& row : texts(fmt::format(
               "SELECT CAST(to_json(r) AS VARCHAR) FROM ({} EXCEPT ALL {}) AS r LIMIT {}", has, lacks, kExamples))) {
        part.differences.push_back(fmt::format("{} {}", says, row));
      }
    }
    if (part.differences.empty()) part.differences.push_back("the sums of their rows' hashes differ");
    return part;
  }

  /// No full load knows the older versions; those of now must be the rows of now.
  ProvenPart compare_history(const Table& table) {
    const std::string columns = exact_names(table.column_names(), kDialect);
    return compare_rows(
        table.history_name(),
        fmt::format("SELECT {} FROM {}.main.{}", columns, sql_name(whole_, kDialect), exact_name(table.name, kDialect)),
        fmt::format("SELECT {} FROM published.main.{} WHERE valid_to IS NULL", columns,
                    exact_name(table.history_name(), kDialect)));
  }

  ProvenPart compare_answer(const SqlFile& analysis) {
    ProvenPart part{"answers/" + analysis.name + ".csv", 0, {}};
    Hasher hash;
    part.rows = write_csv(*query_file(connection_, analysis, {}), [&](std::string_view text) { hash.update(text); });
    if (hash.hex() != hash_file(project_.answer_file(analysis.name))) {
      part.differences.push_back("the file isn't what the analysis gives after a full load");
    }
    return part;
  }

  const Project& project_;
  const Model& model_;
  DuckDbConnection connection_;
  std::string whole_;  // the name of its database
};

}  // namespace

bool Proof::holds() const {
  return std::all_of(parts.begin(), parts.end(), [](const ProvenPart& part) { return part.equal(); });
}

Proof prove_warehouse(const Project& project, const Target& target) {
  if (!target.is_local()) {
    throw usage_error(
        fmt::format("target {} is no local warehouse, and only that can be proven by a full load beside it",
                    target.name))
        .hint(fmt::format("`rox reconcile -t {}` compares its tables with the exports", target.name));
  }
  const Stopwatch seconds;
  const TemporaryFolder folder("proof", project.scratch_dir());
  Proof proof;
  const Model model = read_model(project.model_file());
  proof.parts = Comparison(project, model, make_whole(project, model, folder.path()), target.local().path).compare();
  proof.seconds = seconds();
  return proof;
}

}  // namespace rox

// Iceberg's tables, made and asked by Spark: the other side of lake.py.
//
// One Spark works for all of a process's connections to a lake, since starting one takes seconds; it ends with the last
// of them. A table is asked for by its name in the model, in any case, through a view of the session; so while a build
// goes on, its connections see the next tables.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "engine/spark/spark.hpp"
#include "model/model.hpp"
#include "project/lake_config.hpp"
#include "sql/lake_layout.hpp"

namespace rox {

/// A table by its namespace and its name.
struct LakeTable {
  std::string schema;
  std::string name;
};

/// A table and what becomes it.
struct NextLakeTable {
  LakeTable table;
  std::string next;                   // its name, in the same namespace
  std::vector<std::string> key;       // of a mart, whose key is known once it is made
  std::optional<std::string> base{};  // the run that must have published what is there
};

class Lake : public Engine {
 public:
  /// Starts Spark, or takes the one there is, and reaches the catalogue. Throws Error of kind outside if it can't.
  explicit Lake(const LakeConfig& config);
  ~Lake() override;

  std::string_view name() const override { return "iceberg"; }
  SqlDialect dialect() const override { return SqlDialect::spark; }
  std::string accounts() const override { return accounts_; }
  void execute(std::string_view sql) override { spark_.execute(sql); }
  std::unique_ptr<Result> query(std::string_view sql) override;
  /// Ends Spark.
  void interrupt() override { spark_.interrupt(); }

  /// Of the project's tables; those of the accounts are in accounts().
  const std::string& schema() const { return config_.schema; }

  /// Makes the namespaces.
  void prepare();
  /// The names of the tables in both namespaces.
  std::map<std::string, std::set<std::string>> tables();
  /// The run that published the table; empty if it isn't there.
  std::string run_of(const LakeTable& table);

  /// Makes the view `name` of a table.
  void view(const std::string& name, const LakeTable& table);
  /// The same of Parquet files, which Spark must be able to read there.
  void view_files(const std::string& name, const std::vector<std::filesystem::path>& files);
  /// One for each table that is published, by its name.
  void view_published();

  /// Makes a next table with the rows of a SELECT, of the types that it gives.
  void make(const NextLakeTable& next, const std::string& select);
  /// The same of the model's types, and laid out.
  void make(const NextLakeTable& next, const std::string& select, const Table& table, const LakeLayout& layout);

  /// Some exports of one table, and where what a task reads of them goes: a folder that all see.
  struct Share {
    std::string table;
    std::vector<std::string> files;
    std::vector<std::string> options;  // of the program, for these alone
    std::filesystem::path folder;
  };
  /// Spark's tasks read all shares by running the program with these arguments. Throws what it says.
  void read(const std::string& program, const std::vector<std::string>& arguments, const std::vector<Share>& shares);

  /// All of them become what readers see, and `run` is who did it. Whether that was at once, and not one after another.
  /// Throws a retryable error, and nothing has changed, if somebody else published meanwhile.
  bool publish(const std::vector<NextLakeTable>& tables, const std::string& run);
  /// Removes next tables.
  void discard(const std::vector<NextLakeTable>& tables);
  /// Removes published ones.
  void drop(const std::vector<LakeTable>& tables);
  /// Removes what they were more than so many days ago.
  void forget(const std::vector<LakeTable>& tables, unsigned days);

 private:
  JsonValue ask(nlohmann::json request, std::string_view sql = {});

  const LakeConfig config_;
  const std::string accounts_;
  std::shared_ptr<SparkSession> session_;
  SparkEngine spark_;
};

/// As long as it lives, connections to the target's lake share one Spark. Nothing for other targets.
std::shared_ptr<const void> share_spark(const Target& target);

/// A connection that reads what is published.
std::unique_ptr<Lake> open_lake(const LakeConfig& config);

}  // namespace rox

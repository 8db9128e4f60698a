// Spark, which reads files in place: an engine for analyses over what was staged. Nothing is kept in it; a session
// starts with rox and ends with it.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.hpp"
#include "project/project.hpp"

namespace rox {

class SparkSession;

/// Files that Spark shall read as one table.
struct SparkFiles {
  std::string format;  // "parquet", "csv"
  std::map<std::string, std::string> options;
  std::string schema;                        // "a STRING, b STRING"; empty: the files'
  std::vector<std::filesystem::path> paths;  // absolute
};

/// One Spark session. From one thread at a time (interrupt() may come from any). Results must not be read after it has
/// ended.
class SparkEngine : public Engine {
 public:
  /// Starts spark-submit and waits until the session is there. Throws Error of kind outside, saying what to install or
  /// to start, if it doesn't come; `stop` ends the wait with interrupted_error().
  explicit SparkEngine(const SparkConfig& config, const std::stop_token& stop = {});
  /// On a session that others use too.
  explicit SparkEngine(std::shared_ptr<SparkSession> session);
  ~SparkEngine() override;

  std::string_view name() const override { return kStagedReader; }
  SqlDialect dialect() const override { return SqlDialect::spark; }
  void execute(std::string_view sql) override;
  /// Only statements that read: others are usage errors.
  std::unique_ptr<Result> query(std::string_view sql) override;
  /// Ends Spark's process, whether a call goes on or not: all later calls throw too.
  void interrupt() override;

  /// Makes a view of that name, as long as the session lives.
  void make_view(const std::string& view, const SparkFiles& files);
  void make_view(const std::string& view, const std::string& sql);

 private:
  std::shared_ptr<SparkSession> session_;
};

}  // namespace rox

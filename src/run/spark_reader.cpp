#include "run/spark_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "engine/spark/spark.hpp"
#include "model/format_words.hpp"
#include "model/model_file.hpp"
#include "plan/marts.hpp"
#include "run/spark_exports.hpp"
#include "run/stage.hpp"
#include "source/copies.hpp"
#include "source/header.hpp"
#include "sql/lexer.hpp"
#include "sql/sql_file.hpp"

namespace rox {
namespace {

/// Spark with views for the marts that queries name, made when they do: a broken mart stands in the way only of who
/// asks for it.
class SparkReader : public Engine {
 public:
  SparkReader(std::unique_ptr<SparkEngine> spark, const Project& project, Model model)
      : spark_(std::move(spark)), marts_dir_(project.marts_dir()), model_(std::move(model)) {
    for (const std::filesystem::path& path : entries_of(marts_dir_)) {
      if (path.extension() == ".sql") mart_names_.insert(path.stem().string());
    }
  }

  std::string_view name() const override { return spark_->name(); }
  SqlDialect dialect() const override { return spark_->dialect(); }
  void execute(std::string_view sql) override {
    make_marts_in(sql);
    spark_->execute(sql);
  }
  std::unique_ptr<Result> query(std::string_view sql) override {
    make_marts_in(sql);
    return spark_->query(sql);
  }
  void interrupt() override { spark_->interrupt(); }

 private:
  /// Any word that is a mart's name may mean it: DESCRIBE and TABLE name tables too.
  void make_marts_in(std::string_view sql) {
    for (const SqlToken& token : lex_sql(sql)) {
      if (token.kind != SqlTokenKind::word && token.kind != SqlTokenKind::quoted_name) continue;
      std::string_view word = token.text;
      if (word.starts_with('"') && word.size() > 1) word = word.substr(1, word.size() - 2);
      const std::string name = to_lower(word);
      if (mart_names_.contains(name)) make_mart(name);
    }
  }

  void make_mart(const std::string& name) {
    if (made_.contains(name)) return;
    if (!marts_) marts_ = read_marts(marts_dir_, model_);
    const auto mart = std::find_if(marts_->begin(), marts_->end(), [&](const Mart& m) { return m.file.name == name; });
    if (mart == marts_->end()) return;  // a table's name
    for (const std::string& read : mart->reads) make_mart(read);
    const BoundSql sql(mart->file, {});
    try {
      spark_->make_view(name, std::string(statement_text(sql.text())));
    } catch (const Error& error) {
      throw sql.explain(error);
    }
    made_.insert(name);
  }

  std::unique_ptr<SparkEngine> spark_;
  std::filesystem::path marts_dir_;
  Model model_;
  std::set<std::string> mart_names_;
  std::optional<std::vector<Mart>> marts_;
  std::set<std::string> made_;
};

Manifest bring_up_to_date(const Project& project, const Target& target, RunObserver& observer) {
  StagingOptions options;
  options.folder = project.staged_dir();
  StagingReport report = stage_project(project, target, options, observer);
  if (report.error) throw Error(*report.error);
  return std::move(report.manifest);
}

void view_staged(SparkEngine& spark, const std::filesystem::path& folder, const Manifest& manifest) {
  for (const StagedTable& table : manifest.tables) {
    SparkFiles files{.format = "parquet", .options = {}, .schema = {}, .paths = {}};
    for (const StagedFile& file : table.files) files.paths.push_back(folder / file.path);
    spark.make_view(table.table, files);
  }
}

/// Of what `format` can say of a column, Spark's SQL knows offsets.
bool is_plain_for_spark(Format format) {
  format.offset = false;
  return has_no_words(format);
}

/// The exports, each with its table's columns in order.
std::vector<TableExports> find_exports(const Project& project, const Model& model) {
  const SourceConfig& source = project.source;
  std::vector<TableExports> exports =
      match_exports(model, find_exports(source.path, source.ignore, source.listing, &model), source.path);
  for (const TableExports& table : exports) {
    const Dialect dialect = table.table->dialect.over(source.dialect);
    const bool packed = std::any_of(table.files.begin(), table.files.end(), [](const ExportFile& file) {
      return file.packing != Packing::none || file.format != ExportFormat::text;
    });
    const std::vector<Column>& columns = table.table->columns;
    const bool plain_columns =
        std::all_of(columns.begin(), columns.end(), [](const Column& c) { return is_plain_for_spark(c.format); });
    if (!packed && dialect.is_plain() && dialect.skip == 0 && !dialect.units && table.table->dialect.empty() &&
        plain_columns) {
      continue;
    }
    throw usage_error(fmt::format("Spark can't read the exports of table '{}' as they are written", table.table->name))
        .hint("let it read staged files: `--source staged`, or [engine.spark] without exports");
  }
  if (!source.dialect.header) return exports;
  for (const TableExports& table : exports) {
    for (const ExportFile& file : table.files) {
      check_header(file, source.dialect, *table.table);
      if (read_header(file, source.dialect).size() == table.table->columns.size()) continue;
      throw usage_error(
          fmt::format("Spark can't read the exports of table '{}': they have fields without a name", table.table->name))
          .hint("let it read staged files: `--source staged`, or [engine.spark] without exports");
    }
  }
  return exports;
}

void view_exports(SparkEngine& spark, const Dialect& dialect, const std::vector<TableExports>& exports) {
  for (const TableExports& each : exports) {
    const Table& table = *each.table;
    SparkFiles files{"csv", spark_csv_options(dialect), spark_text_schema(table), {}};
    for (const ExportFile& file : each.files) files.paths.push_back(file.path);
    const std::string texts = "rox_text_of_" + table.name;
    spark.make_view(texts, files);
    spark.make_view(table.name, spark_typed_select(table, dialect, texts));
  }
}

}  // namespace

std::unique_ptr<Engine> open_spark(const Project& project, const Target& target, SparkSource source,
                                   RunObserver& observer) {
  const SparkConfig config = project.spark.value_or(SparkConfig{});
  if (source == SparkSource::staged) {
    const Manifest manifest = bring_up_to_date(project, target, observer);
    auto spark = std::make_unique<SparkEngine>(config);
    view_staged(*spark, project.staged_dir(), manifest);
    return std::make_unique<SparkReader>(std::move(spark), project, read_model(project.model_file()));
  }
  Model model = read_model(project.model_file());
  const std::vector<TableExports> exports = find_exports(project, model);
  auto spark = std::make_unique<SparkEngine>(config);
  view_exports(*spark, project.source.dialect, exports);
  return std::make_unique<SparkReader>(std::move(spark), project, std::move(model));
}

}  // namespace rox

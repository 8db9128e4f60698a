// The example project is whole: its files can be read, and agree with each other.
#include <gtest/gtest.h>

#include <filesystem>

#include "model/model_file.hpp"
#include "plan/marts.hpp"
#include "project/project.hpp"
#include "repository.hpp"
#include "sql/sql_file.hpp"

namespace rox {
namespace {

TEST(RoxBikes, files_can_be_read_and_agree) {
  Project project = read_project(test::repository() / "projects/rox-bikes");
  EXPECT_EQ(project.source.dialect.delimiter, ";");
  EXPECT_EQ(project.source.dialect.decimal, ',');
  EXPECT_EQ(project.target("local").engine(), "duckdb");

  Model model = read_model(project.model_file());
  EXPECT_EQ(model.tables.size(), 6U);
  std::size_t relations = 0;
  for (const Table& table : model.tables) {
    EXPECT_FALSE(table.primary_key.empty()) << table.name;
    for (const Column& column : table.columns) {
      EXPECT_NE(column.type.kind == TypeKind::decimal && column.type.precision > 18, true) << column.name;
    }
    relations += table.relations.size();
  }
  EXPECT_EQ(relations, 6U);

  const std::vector<Mart> marts = read_marts(project.marts_dir(), model);
  ASSERT_EQ(marts.size(), 7U);
  EXPECT_EQ(marts.back().file.name, "fact_sales");
  for (const Mart& mart : marts) {
    EXPECT_TRUE(mart.file.keys.contains("grain")) << mart.file.name;
    EXPECT_FALSE(mart.key.empty()) << mart.file.name;
  }

  std::vector<SqlFile> analyses = read_sql_files(project.analyses_dir());
  ASSERT_EQ(analyses.size(), 5U);
  for (const SqlFile& analysis : analyses) {
    EXPECT_NE(analysis.title, analysis.name) << "no title";
    EXPECT_FALSE(analysis.question.empty()) << analysis.name;
    EXPECT_NO_THROW(BoundSql(analysis, {})) << analysis.name;  // every parameter has a default
  }
}

}  // namespace
}  // namespace rox

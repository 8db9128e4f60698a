#include "run/server_rows.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "load/change_rows.hpp"
#include "load/earlier_rows.hpp"
#include "sql/quote.hpp"
#include "sql/table_ddl.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;
constexpr const char* kTexts = "rox: texts";  // no table of a model is called so

DuckDbConnection open(const Project& project, const std::filesystem::path& folder) {
  DuckDbOptions options;
  options.threads = project.run.threads;
  options.memory_limit = project.run.memory_limit;
  options.temp_dir = folder;
  return DuckDbDatabase(folder / "rows.duckdb", options).connect();
}

}  // namespace

ServerRows::ServerRows(const Project& project, Engine& server)
    : server_(server), folder_("rows", project.scratch_dir()), connection_(open(project, folder_.path())) {
  connection_.execute("CREATE SCHEMA rox");
  create_change_rows(connection_);
  fill("rox.change_counts", "SELECT run, \"table\", how, inserted, updated, deleted FROM " + change_counts(server_));
  fill("rox.changes", "SELECT run, \"table\", change, \"key\", before, after FROM " + change_rows(server_));
}

void ServerRows::copy(const Table& table) {
  connection_.execute(create_table_sql(table, "main", kDialect));
  fill(exact_name(table.name, kDialect),
       fmt::format("SELECT {} FROM {}", sql_names(table.column_names(), server_.dialect()),
                   sql_name(table.name, server_.dialect())));
}

/// Values travel as texts, which are the same on all engines.
void ServerRows::fill(const std::string& table, const std::string& select) {
  const auto rows = server_.query(select);
  const std::size_t width = rows->columns().size();
  std::vector<std::string> columns;
  for (std::size_t c = 0; c < width; ++c) columns.push_back(fmt::format("c{} VARCHAR", c));
  connection_.execute(fmt::format("CREATE OR REPLACE TABLE \"{}\" ({})", kTexts, join(columns, ", ")));
  DuckDbAppender texts(connection_, "main", kTexts);
  std::string text;
  while (rows->next()) {
    for (std::size_t r = 0; r < rows->rows(); ++r) {
      for (std::size_t c = 0; c < width; ++c) {
        if (rows->is_null(c, r)) {
          texts.add_null();
          continue;
        }
        text.clear();
        rows->text(c, r, text);
        texts.add(std::string_view(text));
      }
      texts.end_row();
    }
  }
  texts.close();
  connection_.execute(fmt::format("INSERT INTO {} SELECT * FROM \"{}\"; DROP TABLE \"{}\"", table, kTexts, kTexts));
}

}  // namespace rox

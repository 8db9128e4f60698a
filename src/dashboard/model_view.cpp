#include "dashboard/model_view.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"
#include "dashboard/rows.hpp"
#include "dashboard/star.hpp"
#include "load/history.hpp"
#include "model/diagram.hpp"
#include "model/model_file.hpp"
#include "model/relationships.hpp"
#include "plan/marts.hpp"
#include "sql/quote.hpp"
#include "sql/references.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kMostCounted = 100'000;  // different values, for the most frequent of them
constexpr std::size_t kTopValues = 5;
constexpr std::size_t kSamples = 10;
constexpr std::size_t kShownLength = 80;  // characters of a least or greatest text

Json table_columns_json(const Table& table, const ColumnLineage& lineage) {
  Json columns = Json::array();
  for (const Column& column : table.columns) {
    Json json{{"name", column.name},
              {"type", to_string(column.type)},
              {"nullable", column.nullable},
              {"keys", key_marks(table, column.name)},
              {"comment", column.comment}};
    json.update(column_lineage_json(lineage, {table.name, lineage.written(table.name, column.name)}));
    columns.push_back(std::move(json));
  }
  return columns;
}

const RelationReport* report_of(const WarehouseState& state, const Table& table, const Relation& relation) {
  for (const RelationReport& report : state.relations) {
    if (report.table == table.name && report.columns == join(relation.columns, ", ") &&
        report.parent == relation.table) {
      return &report;
    }
  }
  return nullptr;
}

Json relations_json(const Model& model, const Table& table, const WarehouseState& state) {
  Json relations = Json::array();
  for (const Relationship& relationship : relationships(model)) {
    if (relationship.child->name != table.name) continue;
    const Relation& relation = *relationship.relation;
    Json json = {{"columns", relation.columns},
                 {"table", relation.table},
                 {"parent_columns", relation.parent_columns},
                 {"cardinality", cardinality_text(relationship)},
                 {"enforced", relation.enforce}};
    if (const RelationReport* report = report_of(state, table, relation)) {
      json["orphans"] = report->orphans;
      json["orphan_keys"] = report->keys;
      json["examples"] = report->examples;
    }
    relations.push_back(std::move(json));
  }
  return relations;
}

Json export_table_json(const Model& model, const Table& table, const WarehouseState& state,
                       const ColumnLineage& lineage) {
  Json json = {{"name", table.name},
               {"kind", "table"},
               {"title", table.comment},
               {"file", table.file},
               {"columns", table_columns_json(table, lineage)},
               {"primary_key", table.primary_key},
               {"unique", table.unique},
               {"relations", relations_json(model, table, state)}};
  if (const auto loaded = state.tables.find(table.name); loaded != state.tables.end()) {
    json["rows"] = loaded->second.counts.rows_out;
    json["rejects"] = loaded->second.counts.rejects;
    json["run"] = loaded->second.run;
  }
  return json;
}

Json mart_json(const Model& star, const Table& table, const Mart& mart, const WarehouseState& state,
               const ColumnLineage& lineage) {
  const BuiltMart& built = state.marts.at(table.name);
  const auto grain = mart.file.keys.find("grain");
  return {{"name", table.name},
          {"kind", "mart"},
          {"title", mart.file.title},
          {"grain", grain == mart.file.keys.end() ? "" : grain->second},
          {"sql", mart.file.text},
          {"reads", mart.reads},
          {"columns", table_columns_json(table, lineage)},
          {"primary_key", table.primary_key},
          {"unique", Json::array()},
          {"relations", relations_json(star, table, state)},
          {"rows", built.counts.rows_out},
          {"run", built.run},
          {"stale", built.stale()}};
}

std::string statistics_query(const std::string& name, const std::vector<ResultColumn>& columns, SqlDialect dialect) {
  // An exact count of different values would take a hash table of all of them.
  const bool approximate = dialect == SqlDialect::duckdb;
  std::string select = "SELECT COUNT(*)";
  for (const ResultColumn& column : columns) {
    const std::string quoted = sql_name(column.name, dialect);
    const bool ordered =
        column.kind != ResultKind::boolean && column.kind != ResultKind::other && column.type != "UUID";
    select += fmt::format(",\n  COUNT({}), {}({}{})", quoted, approximate ? "approx_count_distinct" : "COUNT",
                          approximate ? "" : "DISTINCT ", quoted);
    for (const char* function : {"MIN", "MAX"}) {
      select += ordered ? fmt::format(", CAST({}({}) AS VARCHAR(1000))", function, quoted) : ", NULL";
    }
  }
  return fmt::format("{}\nFROM {}", select, sql_name(name, dialect));
}

std::string shortened(std::string text) {
  if (text.size() <= kShownLength) return text;
  text.resize(valid_utf8_prefix(std::string_view(text).substr(0, kShownLength)));
  return text + "…";
}

/// The most frequent values of a column, where values repeat at all.
Json top_values(Engine& engine, const std::string& table, const ResultColumn& column, std::uint64_t different,
                std::uint64_t values) {
  Json top = Json::array();
  const bool repeats = different > 0 && different * 2 <= values + 1 && different <= kMostCounted;
  if (!repeats || column.kind == ResultKind::other) return top;
  const auto rows =
      engine.query(fmt::format("SELECT CAST({0} AS VARCHAR(1000)), COUNT(*) FROM {1} WHERE {0} IS NOT NULL "
                               "GROUP BY {0} ORDER BY 2 DESC, 1 LIMIT {2}",
                               sql_name(column.name, engine.dialect()), sql_name(table, engine.dialect()), kTopValues));
  for (const auto& row : read_cells(*rows)) {
    top.push_back({{"value", shortened(row[0].value_or(""))}, {"rows", std::stoull(row[1].value_or("0"))}});
  }
  return top;
}

/// That table alone, if it is one whose history is kept.
Model with_history(const Model& model, const std::string& name) {
  Model only;
  const Table* table = model.find_table(name);
  if (table != nullptr && table->history) only.tables.push_back(*table);
  return only;
}

Json history_json(Engine& engine, const Model& of) {
  for (const HistoryFacts& facts : histories_of(engine, of)) {
    return {{"table", facts.name},
            {"versions", facts.versions},
            {"since", facts.since.empty() ? Json(nullptr) : Json(facts.since)}};
  }
  return nullptr;
}

/// By table or mart: the marts, analyses and pages that read it.
std::map<std::string, std::vector<std::string>> users_of_tables(const View& view, const std::vector<Mart>& marts) {
  std::map<std::string, std::vector<std::string>> uses;
  for (const Mart& mart : marts) {
    for (const std::string& table : mart.reads) uses[table].push_back(mart.file.name);
  }
  const auto dashboard = view.dashboard();
  for (const SqlFile& analysis : read_sql_files(view.snapshot().project().analyses_dir())) {
    for (const TableReference& reference : table_references(analysis.text)) {
      for (const Fact& fact : dashboard->facts) {
        if (!equals_ignore_case(fact.name, reference.name)) continue;
        std::vector<std::string>& users = uses[fact.name];
        if (users.empty() || users.back() != analysis.name) users.push_back(analysis.name);
      }
    }
  }
  for (const Page& page : dashboard->pages) {
    if (page.problem.empty()) uses[page.fact.name].push_back(page.name);
  }
  return uses;
}

/// As it was loaded, not as the model was measured once.
std::uint64_t rows_of(const WarehouseState& state, const Table& table) {
  const auto loaded = state.tables.find(table.name);
  return loaded == state.tables.end() ? 0 : loaded->second.counts.rows_out;
}

}  // namespace

Json model_json(const View& view) {
  const Snapshot& snapshot = view.snapshot();
  const Model model = read_model(snapshot.project().model_file());
  const PublishedMarts published = published_marts(snapshot, model);
  const Model star = star_of(snapshot, published.marts);
  const auto uses = users_of_tables(view, published.marts);
  const std::shared_ptr<const ProjectLineage> project_lineage = view.lineage();
  const ColumnLineage& lineage = project_lineage->columns();
  Json tables = Json::array();
  const auto add = [&](Json table, const std::string& name) {
    const auto used = uses.find(name);
    table["used_by"] = used == uses.end() ? Json::array() : Json(used->second);
    tables.push_back(std::move(table));
  };
  for (const Table& table : model.tables) add(export_table_json(model, table, snapshot.state(), lineage), table.name);
  for (const Mart& mart : published.marts) {
    if (const Table* table = star.find_table(mart.file.name)) {
      add(mart_json(star, *table, mart, snapshot.state(), lineage), table->name);
    }
  }
  Json json{{"tables", std::move(tables)}, {"problem", nullptr}, {"hint", nullptr}};
  if (!published.problem.empty()) {
    json["problem"] = published.problem;
    json["hint"] = published.hint;
  }
  return json;
}

Json table_json(const Snapshot& snapshot, const std::string& name, const std::stop_token& gone) {
  const WarehouseState& state = snapshot.state();
  if (!state.tables.contains(name) && !state.marts.contains(name)) {
    throw usage_error(fmt::format("the warehouse has no table '{}'", name)).hint("/api/v1/model lists them");
  }
  const Model history = with_history(read_model(snapshot.project().model_file()), name);
  LimitedEngine engine = snapshot.connect(gone);
  return engine.ask([&](Engine& open) {
    const std::vector<ResultColumn> columns = columns_of(open, name);
    const Cells rows = read_cells(*open.query(statistics_query(name, columns, open.dialect())));
    const std::vector<Cell>& figures = rows.front();
    const auto count = [&](std::size_t at) { return std::stoull(figures[at].value_or("0")); };
    const auto text = [&](std::size_t at) { return figures[at] ? Json(shortened(*figures[at])) : Json(nullptr); };
    Json list = Json::array();
    const std::uint64_t total = count(0);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const std::size_t first = 1 + 4 * c;
      list.push_back({{"name", columns[c].name},
                      {"type", columns[c].type},
                      {"missing", total - count(first)},
                      {"different", count(first + 1)},
                      {"least", text(first + 2)},
                      {"greatest", text(first + 3)},
                      {"top", top_values(open, name, columns[c], count(first + 1), count(first))}});
    }
    const auto samples = open.query(fmt::format("SELECT * FROM {} LIMIT {}", sql_name(name, open.dialect()), kSamples));
    Json sample_rows = Json::array();
    for (const auto& row : read_cells(*samples)) {
      Json cells = Json::array();
      for (const Cell& cell : row) cells.push_back(cell ? Json(shortened(*cell)) : Json(nullptr));
      sample_rows.push_back(std::move(cells));
    }
    return Json{{"name", name},
                {"rows", total},
                {"approximate", open.dialect() == SqlDialect::duckdb},
                {"columns", std::move(list)},
                {"samples", {{"columns", columns_json(*samples)}, {"rows", std::move(sample_rows)}}},
                {"history", history_json(open, history)}};
  });
}

std::string diagram_svg(const Snapshot& snapshot, const Params& params) {
  params.expect({"of"});
  const std::string of = params.one("of").value_or("exports");
  Model exports = read_model(snapshot.project().model_file());
  for (Table& table : exports.tables) table.rows = rows_of(snapshot.state(), table);
  if (of == "exports") return svg_text(exports, readable_columns(exports, DiagramFormat::svg));
  if (of != "star") throw usage_error(fmt::format("there is no diagram of '{}'", of)).hint("use exports or star");
  Model star = star_of(snapshot, published_marts(snapshot, exports).marts);
  for (Table& table : star.tables) table.rows = snapshot.state().marts.at(table.name).counts.rows_out;
  return svg_text(star, DiagramColumns::keys);
}

}  // namespace rox

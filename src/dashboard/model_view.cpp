#include "dashboard/model_view.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "model/diagram.hpp"
#include "model/model_file.hpp"
#include "model/relationships.hpp"
#include "plan/marts.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShownLength = 80;  // characters of a least or greatest text

/// A type of the engine's as one of the model's; what the model has no type for is text.
Type model_type(const std::string& text) {
  if (text == "HUGEINT") return parse_type("DECIMAL(38,0)");
  try {
    return parse_type(text);
  } catch (const Error&) {
    return parse_type("VARCHAR");
  }
}

/// The columns of a table or mart, as the engine names and types them.
std::vector<ResultColumn> columns_of(Engine& engine, const std::string& name) {
  return engine.query(fmt::format("SELECT * FROM {} LIMIT 0", sql_name(name, engine.dialect())))->columns();
}

/// A mart as it is in the warehouse.
Table mart_table(Engine& engine, const Mart& mart) {
  Table table;
  table.name = mart.file.name;
  table.comment = mart.file.title;
  table.primary_key = mart.key;
  for (const ResultColumn& found : columns_of(engine, mart.file.name)) {
    Column column;
    column.name = found.name;
    column.type = model_type(found.type);
    const auto& key = mart.key;
    column.nullable = std::find(key.begin(), key.end(), found.name) == key.end();
    table.columns.push_back(std::move(column));
  }
  return table;
}

bool refers_to(const std::string& column, const std::string& key) {
  return column == key || column.ends_with("_" + key);
}

/// The star's relations, read from names as star schemas have them: a column that is named as another mart's key, or
/// ends in it (order_date_key and date_key).
void relate(std::vector<Table>& marts) {
  for (Table& child : marts) {
    for (const Column& column : child.columns) {
      for (const Table& parent : marts) {
        if (&parent == &child || parent.primary_key.size() != 1 || child.primary_key == parent.primary_key) continue;
        if (!refers_to(column.name, parent.primary_key.front())) continue;
        child.relations.push_back({{column.name}, parent.name, parent.primary_key, false});
      }
    }
  }
}

Model star_of(const Snapshot& snapshot, const std::vector<Mart>& marts) {
  LimitedEngine engine = snapshot.connect();
  Model star;
  for (const Mart& mart : marts) {
    if (!snapshot.state().marts.contains(mart.file.name)) continue;
    star.tables.push_back(engine.ask([&](Engine& open) { return mart_table(open, mart); }));
  }
  relate(star.tables);
  return star;
}

Json columns_json(const Table& table) {
  Json columns = Json::array();
  for (const Column& column : table.columns) {
    columns.push_back({{"name", column.name},
                       {"type", to_string(column.type)},
                       {"nullable", column.nullable},
                       {"keys", key_marks(table, column.name)},
                       {"comment", column.comment}});
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

Json export_table_json(const Model& model, const Table& table, const WarehouseState& state) {
  Json json = {{"name", table.name},
               {"kind", "table"},
               {"title", table.comment},
               {"file", table.file},
               {"columns", columns_json(table)},
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

Json mart_json(const Model& star, const Table& table, const Mart& mart, const WarehouseState& state) {
  const BuiltMart& built = state.marts.at(table.name);
  const auto grain = mart.file.keys.find("grain");
  return {{"name", table.name},
          {"kind", "mart"},
          {"title", mart.file.title},
          {"grain", grain == mart.file.keys.end() ? "" : grain->second},
          {"sql", mart.file.text},
          {"reads", mart.reads},
          {"columns", columns_json(table)},
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

/// As it was loaded, not as the model was measured once.
std::uint64_t rows_of(const WarehouseState& state, const Table& table) {
  const auto loaded = state.tables.find(table.name);
  return loaded == state.tables.end() ? 0 : loaded->second.counts.rows_out;
}

}  // namespace

Json model_json(const Snapshot& snapshot) {
  const Model model = read_model(snapshot.project().model_file());
  const std::vector<Mart> marts = read_marts(snapshot.project().marts_dir(), model);
  const Model star = star_of(snapshot, marts);
  Json tables = Json::array();
  for (const Table& table : model.tables) tables.push_back(export_table_json(model, table, snapshot.state()));
  for (const Mart& mart : marts) {
    if (const Table* table = star.find_table(mart.file.name)) {
      tables.push_back(mart_json(star, *table, mart, snapshot.state()));
    }
  }
  return {{"tables", tables}};
}

Json table_json(const Snapshot& snapshot, const std::string& name, const std::stop_token& gone) {
  const WarehouseState& state = snapshot.state();
  if (!state.tables.contains(name) && !state.marts.contains(name)) {
    throw usage_error(fmt::format("the warehouse has no table '{}'", name)).hint("/api/v1/model lists them");
  }
  LimitedEngine engine = snapshot.connect(gone);
  return engine.ask([&](Engine& open) {
    const std::vector<ResultColumn> columns = columns_of(open, name);
    const auto rows = open.query(statistics_query(name, columns, open.dialect()));
    rows->next();
    Json list = Json::array();
    const std::uint64_t total = count_at(*rows, 0, 0);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const std::size_t first = 1 + 4 * c;
      const auto text = [&](std::size_t at) {
        return rows->is_null(at, 0) ? Json(nullptr) : Json(shortened(text_at(*rows, at, 0)));
      };
      list.push_back({{"name", columns[c].name},
                      {"missing", total - count_at(*rows, first, 0)},
                      {"different", count_at(*rows, first + 1, 0)},
                      {"least", text(first + 2)},
                      {"greatest", text(first + 3)}});
    }
    return Json{
        {"name", name}, {"rows", total}, {"approximate", open.dialect() == SqlDialect::duckdb}, {"columns", list}};
  });
}

std::string diagram_svg(const Snapshot& snapshot, const Params& params) {
  params.expect({"of"});
  const std::string of = params.one("of").value_or("exports");
  Model exports = read_model(snapshot.project().model_file());
  for (Table& table : exports.tables) table.rows = rows_of(snapshot.state(), table);
  if (of == "exports") return svg_text(exports, readable_columns(exports, DiagramFormat::svg));
  if (of != "star") throw usage_error(fmt::format("there is no diagram of '{}'", of)).hint("use exports or star");
  Model star = star_of(snapshot, read_marts(snapshot.project().marts_dir(), exports));
  for (Table& table : star.tables) table.rows = snapshot.state().marts.at(table.name).counts.rows_out;
  return svg_text(star, DiagramColumns::keys);
}

}  // namespace rox

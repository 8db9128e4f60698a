#include "dashboard/changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "dashboard/rows.hpp"
#include "load/earlier_rows.hpp"
#include "model/model_file.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

Json count_json(const Cell& cell) { return cell ? Json(std::stoull(*cell)) : Json(nullptr); }

Json counts_json(Engine& engine, const std::string& run) {
  const auto result =
      engine.query(fmt::format("SELECT \"table\", how, inserted, updated, deleted FROM {} WHERE run = {} ORDER BY 1",
                               change_counts(engine), sql_literal(run, engine.dialect())));
  Json tables = Json::array();
  for (const std::vector<Cell>& row : read_cells(*result)) {
    tables.push_back({{"table", cell_json(row[0])},
                      {"how", cell_json(row[1])},
                      {"inserted", count_json(row[2])},
                      {"updated", count_json(row[3])},
                      {"deleted", count_json(row[4])}});
  }
  return tables;
}

/// The object that is kept as a text; null for none.
Json object_in(const Cell& cell) {
  if (!cell) return nullptr;
  Json object = Json::object();
  for (const auto& [name, value] : try_parse_json(*cell).members()) object[name] = value.scalar();
  return object;
}

/// As rox.changes has it; empty if the columns aren't those of the table's key.
std::string key_text(const Project& project, const std::string& name,
                     const std::vector<std::pair<std::string, std::string>>& key) {
  const Model model = read_model(project.model_file());
  const Table* table = model.find_table(name);
  if (table == nullptr || table->primary_key.size() != key.size()) return {};
  std::vector<std::string> values;
  for (const std::string& column : table->primary_key) {
    const auto found =
        std::find_if(key.begin(), key.end(), [&](const auto& part) { return equals_ignore_case(part.first, column); });
    if (found == key.end()) return {};
    values.push_back(found->second);
  }
  return join(values, ", ");
}

}  // namespace

Json changes_json(const Snapshot& snapshot, const Params& params, const std::stop_token& gone) {
  params.expect({"run", "table", "offset", "limit"});
  const auto run = params.one("run");
  if (!run) throw usage_error("run is wanted").hint("say run=…; /api/v1/runs lists them");
  const RowPage page{params.number("offset", 0, 1'000'000'000), params.number("limit", 50, 10'000)};
  LimitedEngine limited = snapshot.connect(gone);
  return limited.ask([&](Engine& engine) -> Json {
    const auto table = params.one("table");
    if (!table) {
      return {{"run", *run}, {"tables", counts_changes(engine) ? counts_json(engine, *run) : Json::array()}};
    }
    if (!keeps_changes(engine)) {
      throw usage_error(fmt::format("the warehouse of target {} doesn't remember which rows changed", engine.name()))
          .hint("a local one and one on PostgreSQL do, from the next run on that changes something");
    }
    const auto result = engine.query(
        fmt::format("SELECT change, \"key\", before, after FROM {} WHERE run = {} AND \"table\" = {} ORDER BY "
                    "change, \"key\", before, after",
                    change_rows(engine), sql_literal(*run, engine.dialect()), sql_literal(*table, engine.dialect())));
    return rows_json(*result, page);
  });
}

Json row_changes_json(const Snapshot& snapshot, const std::string& table,
                      const std::vector<std::pair<std::string, std::string>>& key) {
  const std::string text = key_text(snapshot.project(), table, key);
  Json changes = Json::array();
  if (text.empty()) return changes;
  LimitedEngine limited = snapshot.connect();
  limited.ask([&](Engine& engine) {
    if (!keeps_changes(engine)) return;
    const auto result = engine.query(
        fmt::format("SELECT run, change, before, after FROM {} WHERE \"table\" = {} AND \"key\" = {} ORDER BY run",
                    change_rows(engine), sql_literal(table, engine.dialect()), sql_literal(text, engine.dialect())));
    for (const std::vector<Cell>& row : read_cells(*result)) {
      changes.push_back({{"run", cell_json(row[0])},
                         {"time", run_time_text(row[0].value_or(""))},
                         {"change", cell_json(row[1])},
                         {"before", object_in(row[2])},
                         {"after", object_in(row[3])}});
    }
  });
  return changes;
}

}  // namespace rox

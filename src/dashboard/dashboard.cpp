#include "dashboard/dashboard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "dashboard/page_file.hpp"
#include "dashboard/star.hpp"
#include "discovery/words.hpp"
#include "engine/result/cells.hpp"
#include "model/model_file.hpp"
#include "model/relationships.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

/// Of a mart, whose columns nobody has measured, so many rows say enough about what its columns are.
constexpr std::uint64_t kSample = 20'000;

std::string sample_query(const Table& table, SqlDialect dialect) {
  std::string select = "SELECT COUNT(*)";
  for (const Column& column : table.columns) {
    const std::string name = sql_name(column.name, dialect);
    const bool number = is_number(column.type);
    select += fmt::format(",\n  COUNT(DISTINCT {0}), COUNT({0})", name);
    select +=
        number ? fmt::format(", CAST(MIN({0}) AS VARCHAR(60)), CAST(MAX({0}) AS VARCHAR(60))", name) : ", NULL, NULL";
    select +=
        column.type.kind == TypeKind::varchar ? fmt::format(", MAX(LENGTH(CAST({0} AS VARCHAR(1000))))", name) : ", 0";
  }
  return fmt::format("{}\nFROM (SELECT * FROM {} LIMIT {}) AS sampled", select, sql_name(table.name, dialect), kSample);
}

void measure_columns(Engine& engine, Table& table) {
  constexpr std::size_t kOfColumn = 5;
  const auto rows = engine.query(sample_query(table, engine.dialect()));
  rows->next();
  const std::uint64_t seen = count_at(*rows, 0, 0);
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    Column& column = table.columns[c];
    const std::size_t at = 1 + kOfColumn * c;
    column.distinct = count_at(*rows, at, 0);
    column.missing = seen - count_at(*rows, at + 1, 0);
    column.least = text_at(*rows, at + 2, 0);
    column.greatest = text_at(*rows, at + 3, 0);
    column.longest = rows->is_null(at + 4, 0) ? 0 : static_cast<std::uint32_t>(count_at(*rows, at + 4, 0));
    // What hardly repeats in the sample repeats no more in the rest.
    const bool part = seen < table.rows;
    if (part && column.distinct * 3 > (seen - *column.missing) * 2) column.distinct = table.rows;
  }
}

/// What the rows with the key -1 of a star are: the member that stands for an unknown one.
bool has_unknown_member(Engine& engine, const Table& table) {
  if (table.primary_key.size() != 1) return false;
  const auto key = table.find_column(table.primary_key.front());
  if (!key || !is_whole_number(table.columns[*key].type)) return false;
  const SqlDialect dialect = engine.dialect();
  return query_integer(engine, fmt::format("SELECT COUNT(*) FROM {} WHERE {} = -1", sql_name(table.name, dialect),
                                           sql_name(table.primary_key.front(), dialect))) > 0;
}

bool is_parent(const Model& model, const Table& table) {
  return std::any_of(model.tables.begin(), model.tables.end(), [&](const Table& child) {
    return std::any_of(child.relations.begin(), child.relations.end(),
                       [&](const Relation& relation) { return equals_ignore_case(relation.table, table.name); });
  });
}

/// Whether a key that was only found in the data holds in what was loaded.
bool has_repeated_key(Engine& engine, const Table& table) {
  if (engine.surely_unique(table.name, {table.primary_key}).front()) return false;
  const SqlDialect dialect = engine.dialect();
  const std::string key = sql_names(table.primary_key, dialect);
  const auto rows = engine.query(
      fmt::format("SELECT {0} FROM {1} GROUP BY {0} HAVING COUNT(*) > 1 LIMIT 1", key, sql_name(table.name, dialect)));
  return rows->next() && rows->rows() > 0;
}

std::optional<RowOrigin> origin_of(const Mart& mart, const Model& model) {
  if (!mart.rows || mart.rows->tables.size() != 1 || mart.rows->more != 0) return std::nullopt;
  const Table* table = model.find_table(mart.rows->tables.front());
  if (table == nullptr || table->primary_key.empty() || table->primary_key.size() != mart.key.size())
    return std::nullopt;
  RowOrigin origin{table->name, {}};
  for (const std::string& column : table->primary_key) {
    const auto same = std::find_if(mart.key.begin(), mart.key.end(),
                                   [&](const std::string& key) { return words_of(key) == words_of(column); });
    if (same == mart.key.end()) return std::nullopt;
    origin.key.emplace_back(column, *same);
  }
  return origin;
}

/// The model's tables as they are in the warehouse.
Model loaded_tables(const Snapshot& snapshot) {
  Model model = read_model(snapshot.project().model_file());
  std::erase_if(model.tables, [&](const Table& table) { return !snapshot.state().tables.contains(table.name); });
  for (Table& table : model.tables) table.rows = snapshot.state().tables.at(table.name).counts.rows_out;
  return model;
}

FactSource warehouse_source(const Snapshot& snapshot) {
  FactSource source;
  const Model model = loaded_tables(snapshot);
  const PublishedMarts published = published_marts(snapshot, model);
  Model star = star_of(snapshot, published.marts);
  LimitedEngine engine = snapshot.connect();
  engine.ask([&](Engine& open) {
    for (Table& table : star.tables) {
      table.rows = snapshot.state().marts.at(table.name).counts.rows_out;
      measure_columns(open, table);
      if (is_parent(star, table) && has_unknown_member(open, table)) source.unknown.emplace(table.name, "-1");
      source.marts.insert(table.name);
    }
    for (const Table& table : model.tables) {
      const bool uncertain = table.inferred_keys && !table.primary_key.empty();
      if (uncertain && is_parent(model, table) && has_repeated_key(open, table)) source.ambiguous.insert(table.name);
    }
  });
  for (const Mart& mart : published.marts) {
    if (auto origin = origin_of(mart, model)) source.origins.emplace(mart.file.name, std::move(*origin));
  }
  source.model = std::move(star);
  source.model.tables.insert(source.model.tables.end(), model.tables.begin(), model.tables.end());
  return source;
}

bool mean_the_same(const Measure& a, const Measure& b) {
  return a.aggregate == b.aggregate && a.column == b.column && a.sql == b.sql;
}
bool mean_the_same(const Dimension& a, const Dimension& b) {
  return a.measured == b.measured && a.path.hops == b.path.hops && a.path.column == b.path.column;
}
bool mean_the_same(const TimeColumn& a, const TimeColumn& b) {
  return a.path.hops == b.path.hops && a.path.column == b.path.column;
}

/// Those of the page that rox hasn't found under the same name, or that the page says otherwise.
template <class Named>
std::vector<Named> own_definitions(const std::vector<Named>& of_page, const std::vector<Named>& found) {
  std::vector<Named> own;
  for (const Named& one : of_page) {
    const bool known = std::any_of(found.begin(), found.end(), [&](const Named& other) {
      return other.name == one.name && mean_the_same(one, other) && other.title == one.title;
    });
    if (!known) own.push_back(one);
  }
  return own;
}

/// What pages define is there wherever their fact is asked, in the place of what rox has found for the same.
void take_definitions(const std::vector<Page>& pages, std::vector<Fact>& facts) {
  const auto add = [](auto& list, const auto& all) {
    auto taken = all;
    for (const auto& known : list) {
      const auto same = [&](const auto& one) { return one.name == known.name || mean_the_same(one, known); };
      if (std::none_of(taken.begin(), taken.end(), same)) taken.push_back(known);
    }
    list = std::move(taken);
  };
  for (const Page& page : pages) {
    const auto fact =
        std::find_if(facts.begin(), facts.end(), [&](const Fact& one) { return one.name == page.fact.name; });
    if (fact == facts.end() || !page.problem.empty()) continue;
    add(fact->measures, own_definitions(page.fact.measures, fact->measures));
    add(fact->dimensions, own_definitions(page.fact.dimensions, fact->dimensions));
    add(fact->times, page.fact.times);
  }
}

std::vector<std::string> notices_of(const std::filesystem::path& folder) {
  std::vector<std::string> old;
  for (const std::filesystem::path& path : entries_of(folder)) {
    if (path.extension() == ".sql") old.push_back(path.filename().string());
  }
  if (old.empty()) return {};
  return {
      fmt::format("{}: SELECTs of older versions, no longer read ({}); pages are dashboard/*.toml now, and made from "
                  "the model where there are none. `rox dashboard init` writes them; then these can go",
                  folder.filename().string(), join(old, ", "))};
}

Dashboard dashboard_of(FactSource source, const std::filesystem::path& folder) {
  Dashboard dashboard;
  dashboard.source = std::move(source);
  dashboard.derived = find_facts(dashboard.source);
  dashboard.facts = dashboard.derived;
  dashboard.pages = read_pages(folder, dashboard.source, dashboard.facts);
  if (dashboard.pages.empty()) dashboard.pages = derived_pages(dashboard.facts);
  take_definitions(dashboard.pages, dashboard.facts);
  dashboard.notices = notices_of(folder);
  return dashboard;
}

}  // namespace

const Fact& Dashboard::fact(const std::string& name) const {
  std::vector<std::string> known;
  for (const Fact& fact : facts) {
    if (equals_ignore_case(fact.name, name)) return fact;
    known.push_back(fact.name);
  }
  throw usage_error(fmt::format("there is no table or mart '{}'{}", name, did_you_mean(name, known)))
      .hint("/api/v1/dashboard lists them");
}

const Page& Dashboard::page(const std::string& name) const {
  std::vector<std::string> known;
  for (const Page& page : pages) {
    if (page.name == name && !page.problem.empty()) throw usage_error(page.problem).hint(page.hint);
    if (page.name == name) return page;
    known.push_back(page.name);
  }
  throw usage_error(fmt::format("there is no page '{}'{}", name, did_you_mean(name, known)))
      .hint(known.empty() ? "the warehouse has no table yet" : "there are: " + join(known, ", "));
}

Dashboard read_dashboard(const Snapshot& snapshot) {
  return dashboard_of(warehouse_source(snapshot), snapshot.project().dashboard_dir());
}

Dashboard model_dashboard(const Project& project, const Model& model) {
  FactSource source;
  source.model = model;
  return dashboard_of(std::move(source), project.dashboard_dir());
}

}  // namespace rox

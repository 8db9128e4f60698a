#include "dashboard/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"
#include "dashboard/figure_sql.hpp"
#include "dashboard/rows.hpp"
#include "sql/quote.hpp"
#include "sql/sql_file.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kTablesLookedIn = 8;
constexpr std::size_t kValuesOfEach = 5;

class Found {
 public:
  explicit Found(std::string_view text) : text_(to_lower(text)) {}

  /// Takes it if one of the texts has what is looked for.
  void add(std::initializer_list<std::string_view> texts, Json result) {
    int rank = 0;
    for (const std::string_view text : texts) {
      const std::size_t at = to_lower(text).find(text_);
      if (at != std::string::npos) rank = std::max(rank, at == 0 ? 2 : 1);
    }
    if (rank > 0) results_.emplace_back(rank, std::move(result));
  }

  void add_certain(Json result) { results_.emplace_back(1, std::move(result)); }

  Json json(std::size_t limit) {
    std::stable_sort(results_.begin(), results_.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    Json list = Json::array();
    for (auto& [rank, result] : results_) {
      if (list.size() == limit) break;
      list.push_back(std::move(result));
    }
    return list;
  }

 private:
  std::string text_;
  std::vector<std::pair<int, Json>> results_;
};

void find_names(const Dashboard& dashboard, Found& found) {
  for (const Page& page : dashboard.pages) {
    found.add({page.name, page.title.en, page.title.pt},
              {{"kind", "page"}, {"name", page.name}, {"title", page.title.en}, {"title_pt", page.title.pt}});
  }
  for (const Fact& fact : dashboard.facts) {
    found.add({fact.name, fact.title.en, fact.title.pt},
              {{"kind", "table"}, {"name", fact.name}, {"title", fact.title.en}, {"title_pt", fact.title.pt}});
  }
  for (const Fact& fact : dashboard.facts) {
    for (const Measure& measure : fact.measures) {
      if (measure.name == "rows") continue;
      found.add({measure.name, measure.title.en, measure.title.pt}, {{"kind", "measure"},
                                                                     {"fact", fact.name},
                                                                     {"name", measure.name},
                                                                     {"title", measure.title.en},
                                                                     {"title_pt", measure.title.pt}});
    }
    for (const std::string& column : fact.columns) {
      found.add({column}, {{"kind", "column"}, {"table", fact.name}, {"name", column}, {"title", column}});
    }
  }
}

/// The members of what facts are about: each table once, in the table itself and not over the fact's rows.
void find_values(const View& view, const Dashboard& dashboard, const std::string& text, const std::stop_token& gone,
                 Found& found) {
  LimitedEngine engine = view.snapshot().connect(gone);
  std::set<std::string> looked_in;
  for (const Fact& fact : dashboard.facts) {
    for (const Dimension& dimension : fact.dimensions) {
      const bool names = dimension.labelled() && !dimension.path.hops.empty();
      if (!names || looked_in.size() == kTablesLookedIn || !looked_in.insert(dimension.table).second) continue;
      Fact parent;
      parent.name = dimension.table;
      Dimension own = dimension;
      own.path.hops.clear();
      engine.ask([&](Engine& open) {
        for (const auto& row :
             read_cells(*open.query(values_sql(parent, own, {}, text, kValuesOfEach, open.dialect())))) {
          found.add_certain({{"kind", "value"},
                             {"fact", fact.name},
                             {"dimension", dimension.name},
                             {"title", dimension.title.en},
                             {"title_pt", dimension.title.pt},
                             {"value", cell_json(row[0])},
                             {"label", cell_json(row[1])}});
        }
      });
    }
  }
}

}  // namespace

Json search_json(const View& view, const Params& params, const std::stop_token& gone) {
  constexpr std::uint64_t kUsual = 30;
  constexpr std::uint64_t kMost = 200;
  params.expect({"q", "limit"});
  const std::string text(trim(params.one("q").value_or("")));
  const std::uint64_t limit = params.number("limit", kUsual, kMost);
  if (text.empty()) return {{"results", Json::array()}};
  Found found(text);
  const auto dashboard = view.dashboard();
  find_names(*dashboard, found);
  for (const SqlFile& analysis : read_sql_files(view.snapshot().project().analyses_dir())) {
    found.add({analysis.name, analysis.title, analysis.question},
              {{"kind", "answer"}, {"name", analysis.name}, {"title", analysis.title}});
  }
  find_values(view, *dashboard, text, gone, found);
  return {{"results", found.json(limit)}};
}

}  // namespace rox

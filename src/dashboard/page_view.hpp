// What a page shows of a selection: all its charts in one answer.
#pragma once

#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>

#include "dashboard/figure.hpp"
#include "dashboard/params.hpp"
#include "dashboard/view.hpp"

namespace rox {

struct PageView {
  nlohmann::ordered_json json;
  bool whole = true;  // no chart has failed
};

/// {"page","title","fact","rows","period","compare","grain","filters","notes","proof","charts":[…]}
/// (docs/openapi.json). The charts are asked side by side, on a connection each; one that fails says so, and the others
/// stand. Throws usage_error for what can't be asked, and what a connection throws whose asker has gone.
PageView page_view(const View& view, const std::string& page, const Params& params, const std::stop_token& gone = {});

/// What of the warehouse a figure is about, resolved: a preset is a period, a comparison has its days.
struct ResolvedSelection {
  Selection selection{};
  std::string preset{};  // empty: the period was said in days
  Extent extent{};
  CompareWith comparison = CompareWith::none;
  std::optional<Period> compared{};
};

/// `usual`: without a word about the period the usual one holds, else all.
ResolvedSelection resolve(const View& view, const Fact& fact, SelectionRequest request, CompareWith comparison,
                          bool usual);

/// "period", "compare" and "filters" of an answer.
void add_selection(const View& view, const Fact& fact, const ResolvedSelection& resolved, nlohmann::ordered_json& json,
                   const std::stop_token& gone);

/// The grain that is asked for, or the usual one of the days that are shown.
Grain grain_of(const Params& params, const ResolvedSelection& resolved);

}  // namespace rox

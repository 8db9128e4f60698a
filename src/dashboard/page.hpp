// A page of the dashboard as a value: what it is about and which charts it has. Where a project has no
// dashboard/*.toml, pages are made from its facts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dashboard/calendar.hpp"
#include "dashboard/fact.hpp"

namespace rox {

enum class ChartKind { tile, time, ranking, change, heat, table };

std::string_view to_string(ChartKind kind);
std::optional<ChartKind> parse_chart_kind(std::string_view text);

struct Chart {
  std::string id;
  ChartKind kind = ChartKind::tile;
  Title title{};
  std::vector<std::string> measures{};  // by name
  std::vector<std::string> by{};        // dimensions and times by name
  std::optional<Grain> grain{};
  std::uint64_t top = 10;
};

/// What a page leaves out whoever looks at it: only paid orders, say.
struct FixedFilter {
  std::string dimension;
  std::vector<std::string> where{};
  std::vector<std::string> not_in{};
};

struct Page {
  std::string name;
  Title title{};
  Fact fact{};  // with the page's own measures and dimensions, and its time first
  std::vector<FixedFilter> filters{};
  std::vector<Chart> charts{};
  std::uint64_t position = 0;  // among the pages
  std::string file{};          // relative to the project; empty: derived
  std::string why{};           // it is about this fact
  std::string problem{};       // what is wrong with its file; then it has no charts
  std::string hint{};
};

/// The overview of what matters most, then a page for each other fact that people will want to see. None if there is no
/// table at all.
std::vector<Page> derived_pages(const std::vector<Fact>& facts);

/// A page about that fact.
Page page_of(const Fact& fact);

}  // namespace rox

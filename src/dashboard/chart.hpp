// Charts as files, drawn by Cairo: for mail, for CI, for whoever has no browser at hand.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace rox {

enum class ChartFormat { svg, png };

/// One value for each label, in each series; series are stacked.
struct ChartSeries {
  std::string name;  // empty: needs no legend
  std::vector<double> values;
};

struct DrawnChart {
  std::string title;
  std::vector<std::string> labels;
  std::vector<ChartSeries> series;
  std::function<std::string(double)> text;  // of a value
};

/// Columns from left to right, for what goes on over time.
void draw_columns(const DrawnChart& chart, ChartFormat format, const std::filesystem::path& file);

/// Bars from top to bottom with their value beside them, for rankings.
void draw_bars(const DrawnChart& chart, ChartFormat format, const std::filesystem::path& file);

}  // namespace rox

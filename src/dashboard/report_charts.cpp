#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/json.hpp"
#include "dashboard/page_view.hpp"
#include "dashboard/report.hpp"
#include "dashboard/shown_page.hpp"

namespace rox {
namespace {

/// "$1.2M", "US$ 1,2 mi".
std::string short_money(double value, const std::string& currency, ReportLanguage language) {
  const bool portuguese = language == ReportLanguage::portuguese;
  const double size = std::abs(value);
  const char* unit = "";
  double shown = value;
  if (size >= 1e9) {
    shown = value / 1e9;
    unit = portuguese ? " bi" : "B";
  } else if (size >= 1e6) {
    shown = value / 1e6;
    unit = portuguese ? " mi" : "M";
  } else if (size >= 1e3) {
    shown = value / 1e3;
    unit = portuguese ? " mil" : "K";
  }
  std::string digits = fmt::format("{:.1f}", shown);
  if (digits.ends_with(".0")) digits.resize(digits.size() - 2);
  if (portuguese) std::replace(digits.begin(), digits.end(), '.', ',');
  std::string sign = currency.empty() ? "" : currency + " ";
  if (currency == "USD") sign = portuguese ? "US$ " : "$";
  if (currency == "BRL") sign = portuguese ? "R$ " : "R$";
  if (currency == "EUR") sign = portuguese ? "€ " : "€";
  return sign + digits + unit;
}

struct Drawing {
  ReportLanguage language;
  std::string currency;
  bool money = false;

  std::string text(double value) const { return short_money(value, money ? currency : std::string(), language); }
};

double number(const JsonValue& cell) { return cell.is_null() ? 0 : std::stod(cell.text()); }

/// The column of that role, or none.
std::size_t column_of(const JsonValue& chart, std::string_view role) {
  const std::vector<JsonValue> columns = chart.member("columns").elements();
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const JsonValue& column) { return column.member("role").text() == role; });
  return static_cast<std::size_t>(found - columns.begin());
}

DrawnChart drawn(const JsonValue& chart, const Drawing& drawing) {
  const std::size_t measure = column_of(chart, "measure");
  const std::size_t label = column_of(chart, "label");
  DrawnChart picture{title_in(chart, drawing.language), {}, {{"", {}}}, {}};
  for (const JsonValue& row : chart.member("rows").elements()) {
    const std::vector<JsonValue> cells = row.elements();
    const bool labelled = label < cells.size() && !cells[label].is_null();
    std::string name = (labelled ? cells[label] : cells[0]).text_or("");
    const bool month = chart.member("kind").text() == "time" && chart.member("grain").text_or("") != "day";
    picture.labels.push_back(month ? name.substr(0, 7) : name);
    picture.series[0].values.push_back(number(cells[measure]));
  }
  picture.text = [drawing](double value) { return drawing.text(value); };
  return picture;
}

}  // namespace

std::vector<std::filesystem::path> write_charts(const View& view, const ReportOptions& options, ChartFormat format,
                                                const std::filesystem::path& folder) {
  const auto dashboard = view.dashboard();
  if (dashboard->pages.empty()) return {};
  const std::string name = options.page.empty() ? dashboard->pages.front().name : options.page;
  const JsonValue page = parse_json(json_text(page_view(view, name, options.params).json), name);
  std::vector<std::filesystem::path> files;
  make_directories(folder);
  for (const JsonValue& chart : page.member("charts").elements()) {
    const std::string kind = chart.member("kind").text();
    const bool over_time = kind == "time" && chart.member("by").elements().size() == 1;
    if ((!over_time && kind != "ranking") || chart.member("rows").elements().empty()) continue;
    const JsonValue measure = chart.member("measures").elements().front();
    const Drawing drawing{options.language, measure.member("currency").text_or(""),
                          measure.member("format").text() == "money"};
    files.push_back(folder /
                    fmt::format("{}.{}", chart.member("id").text(), format == ChartFormat::svg ? "svg" : "png"));
    (over_time ? draw_columns : draw_bars)(drawn(chart, drawing), format, files.back());
  }
  return files;
}

}  // namespace rox

#include "dashboard/chart.hpp"

#include <cairo-svg.h>
#include <cairo.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "base/error.hpp"
#include "base/file.hpp"

namespace rox {
namespace {

constexpr double kWidth = 960;
constexpr double kMargin = 24;
constexpr double kTitleHeight = 56;
constexpr double kPngScale = 2;
constexpr double kBarHeight = 28;

struct Colour {
  double red, green, blue;
};

constexpr Colour kInk{0.08, 0.13, 0.12};
constexpr Colour kSoft{0.29, 0.36, 0.35};
constexpr Colour kLine{0.85, 0.88, 0.88};
constexpr Colour kSeries[] = {{0.06, 0.46, 0.43}, {0.18, 0.37, 0.82}, {0.76, 0.47, 0.01},
                              {0.64, 0.20, 0.55}, {0.36, 0.54, 0.12}, {0.76, 0.25, 0.18}};

/// What Cairo draws on, as a file's text once it is done.
class Canvas {
 public:
  Canvas(ChartFormat format, double height) : format_(format) {
    if (format == ChartFormat::svg) {
      surface_.reset(cairo_svg_surface_create_for_stream(append, &text_, kWidth, height));
    } else {
      surface_.reset(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(kWidth * kPngScale),
                                                static_cast<int>(height * kPngScale)));
    }
    cairo_.reset(cairo_create(surface_.get()));
    if (format == ChartFormat::png) cairo_scale(cairo_.get(), kPngScale, kPngScale);
    rectangle({1, 1, 1}, 0, 0, kWidth, height);
    cairo_select_font_face(cairo_.get(), "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  }

  void rectangle(const Colour& colour, double x, double y, double width, double height) {
    cairo_set_source_rgb(cairo_.get(), colour.red, colour.green, colour.blue);
    cairo_rectangle(cairo_.get(), x, y, width, height);
    cairo_fill(cairo_.get());
  }

  enum class Align { left, middle, right };

  /// `y`: the base line.
  void text(const Colour& colour, double size, const std::string& text, double x, double y, Align align = Align::left) {
    cairo_set_source_rgb(cairo_.get(), colour.red, colour.green, colour.blue);
    cairo_set_font_size(cairo_.get(), size);
    const double width = width_of(text, size);
    if (align == Align::middle) x -= width / 2;
    if (align == Align::right) x -= width;
    cairo_move_to(cairo_.get(), x, y);
    cairo_show_text(cairo_.get(), text.c_str());
  }

  double width_of(const std::string& text, double size) {
    cairo_set_font_size(cairo_.get(), size);
    cairo_text_extents_t extents;
    cairo_text_extents(cairo_.get(), text.c_str(), &extents);
    return extents.x_advance;
  }

  /// The file's text.
  std::string finish() {
    if (format_ == ChartFormat::png) cairo_surface_write_to_png_stream(surface_.get(), append, &text_);
    cairo_.reset();
    cairo_surface_finish(surface_.get());
    const cairo_status_t status = cairo_surface_status(surface_.get());
    if (status != CAIRO_STATUS_SUCCESS) {
      throw outside_error(fmt::format("can't draw a chart: {}", cairo_status_to_string(status)));
    }
    return std::move(text_);
  }

 private:
  static cairo_status_t append(void* text, const unsigned char* data, unsigned length) {
    static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
  }
  struct Free {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  };

  ChartFormat format_;
  std::string text_;
  std::unique_ptr<cairo_surface_t, Free> surface_;
  std::unique_ptr<cairo_t, Free> cairo_;
};

const Colour& colour_of(std::size_t series) { return kSeries[series % std::size(kSeries)]; }

void draw_title(Canvas& canvas, const DrawnChart& chart) {
  canvas.text(kInk, 20, chart.title, kMargin, 34);
  double x = kWidth - kMargin;
  for (std::size_t s = chart.series.size(); s-- > 0;) {
    const std::string& name = chart.series[s].name;
    if (name.empty()) continue;
    x -= canvas.width_of(name, 13);
    canvas.text(kSoft, 13, name, x, 32);
    x -= 20;
    canvas.rectangle(colour_of(s), x, 22, 14, 11);
    x -= 16;
  }
}

/// Of all series at a label.
double total_at(const DrawnChart& chart, std::size_t label) {
  double total = 0;
  for (const ChartSeries& series : chart.series) total += series.values[label];
  return total;
}

double greatest_total(const DrawnChart& chart) {
  double greatest = 0;
  for (std::size_t i = 0; i < chart.labels.size(); ++i) greatest = std::max(greatest, total_at(chart, i));
  return greatest;
}

/// A step of 1, 2 or 5 times a power of ten that divides `range` into about five.
double axis_step(double range) {
  if (range <= 0) return 1;
  const double power = std::pow(10, std::floor(std::log10(range / 5)));
  for (const double times : {1.0, 2.0, 5.0}) {
    if (power * times * 6 >= range) return power * times;
  }
  return power * 10;
}

}  // namespace

void draw_columns(const DrawnChart& chart, ChartFormat format, const std::filesystem::path& file) {
  constexpr double kHeight = 420;
  constexpr double kLeft = 84;
  constexpr double kBottom = kHeight - 40;
  constexpr double kPlot = kBottom - kTitleHeight;
  Canvas canvas(format, kHeight);
  draw_title(canvas, chart);
  const double step = axis_step(greatest_total(chart));
  const double top = step * std::max(1.0, std::ceil(greatest_total(chart) / step));
  for (int line = 0; line <= std::lround(top / step); ++line) {
    const double value = line * step;
    const double y = kBottom - value / top * kPlot;
    canvas.rectangle(kLine, kLeft, y, kWidth - kMargin - kLeft, 1);
    canvas.text(kSoft, 12, chart.text(value), kLeft - 8, y + 4, Canvas::Align::right);
  }
  const double slot = (kWidth - kMargin - kLeft) / static_cast<double>(std::max<std::size_t>(1, chart.labels.size()));
  const auto every = static_cast<std::size_t>(std::ceil(76 / slot));
  for (std::size_t i = 0; i < chart.labels.size(); ++i) {
    const double x = kLeft + slot * static_cast<double>(i);
    double y = kBottom;
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
      const double height = std::max(0.0, chart.series[s].values[i]) / top * kPlot;
      y -= height;
      canvas.rectangle(colour_of(s), x + slot * 0.1, y, slot * 0.8, height);
    }
    if (i % every == 0) canvas.text(kSoft, 12, chart.labels[i], x + slot / 2, kBottom + 20, Canvas::Align::middle);
  }
  write_file(file, canvas.finish());
}

void draw_bars(const DrawnChart& chart, ChartFormat format, const std::filesystem::path& file) {
  const double height = kTitleHeight + kBarHeight * static_cast<double>(chart.labels.size()) + kMargin;
  Canvas canvas(format, height);
  draw_title(canvas, chart);
  double left = 0;
  for (const std::string& label : chart.labels) left = std::max(left, canvas.width_of(label, 13));
  left = std::min(left, 320.0) + kMargin + 10;
  const double plot = kWidth - left - 110;
  const double greatest = std::max(greatest_total(chart), 1e-9);
  for (std::size_t i = 0; i < chart.labels.size(); ++i) {
    const double y = kTitleHeight + kBarHeight * static_cast<double>(i);
    canvas.text(kInk, 13, chart.labels[i], left - 10, y + 18, Canvas::Align::right);
    double x = left;
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
      const double width = std::max(0.0, chart.series[s].values[i]) / greatest * plot;
      canvas.rectangle(colour_of(s), x, y + 4, width, kBarHeight - 8);
      x += width;
    }
    canvas.text(kSoft, 13, chart.text(total_at(chart, i)), x + 8, y + 18);
  }
  write_file(file, canvas.finish());
}

}  // namespace rox

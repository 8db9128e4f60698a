#include "base/terminal.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <utility>

#include "base/display_width.hpp"
#include "base/error.hpp"
#include "base/wrapped_text.hpp"

namespace rox {
namespace {

constexpr std::size_t kLeastWidth = 8;
constexpr std::size_t kWidest = 10'000;

[[noreturn]] void output_failed(int errnum) {
  if (errnum == EPIPE) throw ReaderGone{};
  throw system_error("can't write to standard output", errnum);
}

bool wants_color(int fd) {
  const char* off = std::getenv("NO_COLOR");
  if (off != nullptr && *off != '\0') return false;
  const char* term = std::getenv("TERM");
  return isatty(fd) != 0 && (term == nullptr || std::string_view(term) != "dumb");
}

/// What COLUMNS says; 0 if it says nothing of use.
std::size_t said_width() {
  const char* said = std::getenv("COLUMNS");
  if (said == nullptr) return 0;
  const std::string_view text = said;
  std::size_t width = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), width);
  return error == std::errc() && end == text.data() + text.size() && width <= kWidest ? width : 0;
}

std::size_t width_of(int fd) {
  winsize size{};
  if (isatty(fd) == 0) return 0;
  if (const std::size_t said = said_width(); said > 0) return said;
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

void append_cell(std::string& line, std::string_view cell, std::size_t width, TextTable::Align align, bool last) {
  std::string cut;
  std::size_t used = display_width(cell);
  if (used > width) {
    cut = std::string(fitting(cell, width - 1)) + "…";
    cell = cut;
    used = display_width(cell);
  }
  std::size_t fill = width - used;
  if (align == TextTable::Align::right) line.append(fill, ' ');
  line += cell;
  if (align == TextTable::Align::left && !last) line.append(fill, ' ');
}

/// Takes columns off the widest until the sum fits, or all are at the least width.
void shrink(std::vector<std::size_t>& widths, std::size_t max_width) {
  std::size_t total = 2 * (widths.size() - 1);
  for (std::size_t width : widths) total += width;
  while (total > max_width) {
    auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kLeastWidth) return;
    --*widest;
    --total;
  }
}

}  // namespace

void print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) output_failed(errno);
}

void flush_output() {
  if (std::fflush(stdout) != 0) output_failed(errno);
}

void print_text(std::string_view text) { print(wrapped(text, terminal_width())); }

void note(std::string_view line) { note_as_is(wrapped(line, width_of(STDERR_FILENO))); }

void note_as_is(std::string_view line) {
  std::string text(line);
  text += '\n';
  std::fwrite(text.data(), 1, text.size(), stderr);  // nowhere left to complain if this fails
}

bool stdout_is_terminal() { return isatty(STDOUT_FILENO) != 0; }
bool stderr_is_terminal() { return isatty(STDERR_FILENO) != 0; }
bool stdout_has_color() { return wants_color(STDOUT_FILENO); }
bool stderr_has_color() { return wants_color(STDERR_FILENO); }
std::size_t terminal_width() { return width_of(STDOUT_FILENO); }

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (byte == '\n') {
      out += "\\n";
    } else if (byte == '\r') {
      out += "\\r";
    } else if (byte == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\x{:02X}", byte);
    } else if (c1) {  // U+0080 to U+009F: control characters too
      out += fmt::format("\\x{:02X}", static_cast<unsigned char>(text[++i]));
    } else {
      out += text[i];
    }
  }
  return out;
}

void TextTable::add_row(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = printable(cell);
  rows_.push_back(std::move(cells));
}

std::string TextTable::text(std::size_t max_width) const {
  if (columns_.empty()) return {};
  std::vector<std::size_t> widths;
  std::vector<std::string> heading;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    heading.push_back(printable(columns_[i].name));
    std::size_t width = std::max<std::size_t>(display_width(heading[i]), 1);
    for (const auto& row : rows_) width = std::max(width, display_width(row[i]));
    widths.push_back(width);
  }
  if (max_width != 0) shrink(widths, max_width);

  std::string out;
  auto add_line = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i != 0) out += "  ";
      append_cell(out, cells[i], widths[i], columns_[i].align, i + 1 == cells.size());
    }
    while (out.ends_with(' ')) out.pop_back();
    out += '\n';
  };
  add_line(heading);
  std::vector<std::string> rule;
  for (std::size_t i = 0; i < widths.size(); ++i) rule.emplace_back(heading[i].empty() ? 0 : widths[i], '-');
  add_line(rule);
  for (const auto& row : rows_) add_line(row);
  return out;
}

ProgressBar::ProgressBar(bool enabled) : enabled_(enabled && stderr_is_terminal()) {}

void ProgressBar::update(std::string_view label, double share, std::uint64_t rows) {
  if (!enabled_) return;
  Clock::time_point now = Clock::now();
  if (label != label_) {
    label_ = label;
    started_ = now;
  } else if (now - last_ < std::chrono::milliseconds(100)) {
    return;
  }
  last_ = now;
  std::size_t width = width_of(STDERR_FILENO);
  double seconds = std::chrono::duration<double>(now - started_).count();
  std::string line = "\r" + progress_line(label_, share, rows, seconds, width == 0 ? 80 : width - 1) + "\x1B[K";
  std::fwrite(line.data(), 1, line.size(), stderr);
  drawn_ = true;
}

void ProgressBar::clear() {
  if (!drawn_) return;
  std::fputs("\r\x1B[K", stderr);
  drawn_ = false;
  last_ = {};
}

namespace {

// "3.6M", "451k", "87": short, and calm while it changes.
std::string short_count(double count) {
  if (count >= 999'500) return fmt::format("{:.1f}M", count / 1e6);
  if (count >= 9'995) return fmt::format("{:.0f}k", count / 1e3);
  return fmt::format("{:.0f}", count);
}

}  // namespace

std::string progress_line(std::string_view label, double share, std::uint64_t rows, double seconds, std::size_t width) {
  constexpr std::size_t bar = 10;
  std::string line = printable(label);
  if (share < 0) {
    if (seconds > 1) line += fmt::format("  {:.0f} s", seconds);
    return std::string(fitting(line, width));
  }
  share = std::min(share, 1.0);
  auto full = static_cast<std::size_t>(share * bar);
  line += fmt::format("  [{}{}] {:3.0f} %", std::string(full, '#'), std::string(bar - full, '.'), share * 100);
  if (rows > 0) line += fmt::format("  {} rows", human_count(rows));
  if (rows > 0 && seconds > 0.2) line += fmt::format("  {} rows/s", short_count(static_cast<double>(rows) / seconds));
  const double left = seconds / std::max(share, 0.001) - seconds;
  if (share > 0.01 && seconds > 0.5) {
    line += left < 60 ? fmt::format("  {:.0f} s left", std::ceil(left)) : fmt::format("  {} left", human_seconds(left));
  }
  return std::string(fitting(line, width));
}

std::string human_count(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return digits;
}

std::string human_bytes(std::uint64_t bytes) {
  if (bytes < 1024) return fmt::format("{} B", bytes);
  double value = static_cast<double>(bytes);
  const char* unit = "";
  for (const char* next : {"KB", "MB", "GB", "TB", "PB"}) {
    if (value < 1024) break;
    value /= 1024;
    unit = next;
  }
  return fmt::format("{:.1f} {}", value, unit);
}

std::string human_seconds(double seconds) {
  if (seconds < 0.1) return fmt::format("{:.3f} s", seconds);
  if (seconds < 9.995) return fmt::format("{:.2f} s", seconds);
  auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace rox

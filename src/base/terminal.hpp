// What people see: checked output, aligned tables, a progress bar, numbers written for reading.
//
// Standard output is for results only. Everything else (progress, notes, errors) goes to standard error.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rox {

/// Thrown by print() when whoever reads standard output has gone (`rox query … | head`): no error, just the end.
struct ReaderGone {};

/// Writes to standard output, buffered. Throws system_error if that fails (a full disk), or ReaderGone.
void print(std::string_view text);
/// Writes what print() still holds. Results are complete only after this.
void flush_output();

/// Writes sentences to standard output, on a terminal wrapped to its width.
void print_text(std::string_view text);

/// Writes a line, or several, to standard error, on a terminal wrapped to its width.
void note(std::string_view line);
/// The same as it is: JSON, SQL.
void note_as_is(std::string_view line);

bool stdout_is_terminal();
bool stderr_is_terminal();
/// Whether to colour what goes to that stream: a terminal, NO_COLOR unset or empty, TERM not "dumb".
bool stdout_has_color();
bool stderr_has_color();
/// Columns of the terminal that shows standard output (COLUMNS, where that is set); 0 if it isn't one (then nothing is
/// cut or wrapped).
std::size_t terminal_width();

/// The text with control characters written out (\n, \t, \x1B): data can't move the cursor or break a row.
std::string printable(std::string_view text);

/// Rows under a heading, each column as wide as its widest cell.
class TextTable {
 public:
  enum class Align { left, right };
  struct Column {
    std::string name;
    Align align = Align::left;
  };

  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}
  /// One cell a column. Control characters are made printable.
  void add_row(std::vector<std::string> cells);
  /// Lines ending in '\n'. With `max_width`, the widest columns are cut (…) until a line fits, though
  /// none below 8 columns.
  std::string text(std::size_t max_width = 0) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// One line on standard error that is drawn over: share, rows a second, remaining time. Draws nothing
/// unless standard error is a terminal; at most ten times a second. Use it from one thread.
class ProgressBar {
 public:
  explicit ProgressBar(bool enabled = true);
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// `share` from 0 to 1 (negative: unknown).
  void update(std::string_view label, double share, std::uint64_t rows);
  /// Wipes the line; the next update draws again.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  bool enabled_;
  bool drawn_ = false;
  Clock::time_point started_ = Clock::now();
  Clock::time_point last_{};
  std::string label_;
};

/// The line that ProgressBar draws, at most `width` columns.
std::string progress_line(std::string_view label, double share, std::uint64_t rows, double seconds, std::size_t width);

/// 1234567 as "1,234,567".
std::string human_count(std::uint64_t count);
/// "0 B", "17 B", "1.5 KB", "724.3 MB": powers of 1024.
std::string human_bytes(std::uint64_t bytes);
/// "0.004 s", "1.25 s", "42 s", "3 min 07 s", "2 h 05 min".
std::string human_seconds(double seconds);

}  // namespace rox

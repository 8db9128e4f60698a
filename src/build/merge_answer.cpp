#include "build/merge_answer.hpp"

#include <algorithm>
#include <compare>
#include <utility>

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

/// Cuts a file into lines, and lines into fields, which are as they stand there, within quotes if they have some.
class Lines {
 public:
  explicit Lines(std::string_view file) : file_(file), rest_(file) {}

  bool next() {
    if (rest_.empty()) return false;
    const std::size_t end = end_of_line();
    line_ = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return true;
  }
  std::string_view line() const { return line_; }
  /// Where the line begins, and where the one after it does.
  std::size_t begin() const { return static_cast<std::size_t>(line_.data() - file_.data()); }
  std::size_t end() const { return file_.size() - rest_.size(); }

  /// Of the line.
  void cut(std::vector<std::string_view>& fields) const {
    fields.clear();
    std::size_t begin = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < line_.size(); ++i) {
      if (line_[i] == '"') quoted = !quoted;
      if (line_[i] != ',' || quoted) continue;
      fields.push_back(line_.substr(begin, i - begin));
      begin = i + 1;
    }
    fields.push_back(line_.substr(begin));
  }

 private:
  std::size_t end_of_line() const {
    std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) return rest_.size();
    bool quoted = false;
    for (std::size_t from = 0;;) {
      const std::string_view part = rest_.substr(from, end - from);
      if (std::count(part.begin(), part.end(), '"') % 2 != 0) quoted = !quoted;
      if (!quoted) return end;
      from = end + 1;
      end = rest_.find('\n', from);
      if (end == std::string_view::npos) return rest_.size();
    }
  }

  std::string_view file_;
  std::string_view rest_;
  std::string_view line_;
};

/// A field of the order, so that it can be compared.
struct Value {
  bool missing = false;
  Int128 number = 0;  // without its point
  std::string text;
};

using Place = std::vector<Value>;

constexpr std::size_t kMostDigits = 38;

/// Digits behind the point.
std::size_t scale_of(std::string_view number) {
  const std::size_t point = number.find('.');
  return point == std::string_view::npos ? 0 : number.size() - point - 1;
}

/// False if it is no number in that form, or a larger one.
bool read_number(std::string_view field, Int128& number) {
  const bool negative = field.starts_with('-');
  if (negative) field.remove_prefix(1);
  number = 0;
  std::size_t digits = 0;
  for (const char c : field) {
    if (c == '.') continue;
    if (c < '0' || c > '9' || ++digits > kMostDigits) return false;
    number = number * 10 + (c - '0');
  }
  if (negative) number = -number;
  return digits > 0;
}

void read_text(std::string_view field, std::string& text) {
  text.clear();
  const bool quoted = field.starts_with('"');
  if (quoted) field = field.substr(1, field.size() - 2);
  for (std::size_t i = 0; i < field.size(); ++i) {
    text += field[i];
    if (quoted && field[i] == '"') ++i;  // one stands for two
  }
}

/// Whether it is a date or a timestamp of a year from 0000 to 9999.
bool is_moment(std::string_view field) {
  constexpr std::string_view kForm = "0000-00-00";
  if (field.size() < kForm.size() || field.ends_with(')')) return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool is_digit = field[i] >= '0' && field[i] <= '9';
    if (kForm[i] == '0' ? !is_digit : field[i] != kForm[i]) return false;
  }
  return field.size() == kForm.size() || field[kForm.size()] == ' ';
}

class Merging {
 public:
  Merging(std::string_view before, const AnswerChange& change) : change_(change), before_(before), lines_(before) {}

  std::optional<MergedAnswer> merge() {
    if (!lines_.next()) return std::nullopt;
    lines_.cut(fields_);
    columns_ = fields_.size();
    if (!knows_columns() || !sort_new_lines()) return std::nullopt;
    while (lines_.next()) {
      lines_.cut(fields_);
      if (fields_.size() != columns_) return std::nullopt;
      if (is_touched()) {
        gone_.emplace_back(lines_.line());
        take_until(lines_.begin());
        taken_ = lines_.end();
      } else {
        keep_line();
      }
    }
    while (next_ < come_.size()) add_new(before_.size());
    take_until(before_.size());
    if (is_as_it_was()) return MergedAnswer{rows_, false, {}};
    if (change_.order.empty() || !in_order_) return std::nullopt;
    return MergedAnswer{rows_, true, change_.row_counts.empty() ? std::move(text_) : with_row_counts()};
  }

 private:
  struct NewLine {
    Place place;
    std::string line;
  };

  bool knows_columns() const {
    const auto knows = [&](std::size_t column) { return column < columns_; };
    return std::all_of(change_.key.begin(), change_.key.end(), knows) &&
           std::all_of(change_.row_counts.begin(), change_.row_counts.end(), knows) &&
           std::all_of(change_.order.begin(), change_.order.end(), [&](const auto& by) { return knows(by.column); });
  }

  bool read_place(Place& place) {
    place.resize(change_.order.size());
    for (std::size_t i = 0; i < place.size(); ++i) {
      const AnswerOrder& by = change_.order[i];
      const std::string_view field = fields_[by.column];
      place[i].missing = field.empty();
      if (field.empty()) continue;
      if (by.value == AnswerValue::number) {
        if (!read_number(field, place[i].number) || !is_of_one_scale(i, scale_of(field))) return false;
      } else {
        if (by.value == AnswerValue::moment && !is_moment(field)) return false;
        read_text(field, place[i].text);
      }
    }
    return true;
  }

  /// Numbers are compared without their points.
  bool is_of_one_scale(std::size_t column, std::size_t scale) {
    scales_.resize(change_.order.size());
    if (!scales_[column]) scales_[column] = scale;
    return scales_[column] == scale;
  }

  bool is_before(const Place& one, const Place& other) const {
    for (std::size_t i = 0; i < one.size(); ++i) {
      const Value& a = one[i];
      const Value& b = other[i];
      if (a.missing != b.missing) return a.missing == change_.order[i].nulls_first;
      if (a.missing) continue;
      const bool is_number = change_.order[i].value == AnswerValue::number;
      const auto compared = is_number ? a.number <=> b.number : a.text <=> b.text;
      if (compared != 0) return (compared < 0) != change_.order[i].descending;
    }
    return false;
  }

  bool sort_new_lines() {
    for (const std::string& line : change_.lines) {
      Lines one(line);
      one.next();
      one.cut(fields_);
      if (fields_.size() != columns_) return false;
      NewLine& come = come_.emplace_back(NewLine{{}, line});
      if (!read_place(come.place)) return false;
    }
    std::sort(come_.begin(), come_.end(),
              [&](const NewLine& a, const NewLine& b) { return is_before(a.place, b.place); });
    return true;
  }

  bool is_touched() {
    if (change_.key.size() == 1) return change_.keys.contains(fields_[change_.key.front()]);
    key_.clear();
    for (std::size_t i = 0; i < change_.key.size(); ++i) {
      if (i > 0) key_ += ',';
      key_ += fields_[change_.key[i]];
    }
    return change_.keys.contains(key_);
  }

  void keep_line() {
    ++rows_;
    if (!in_order_ || !read_place(place_)) {
      in_order_ = false;
      return;
    }
    while (next_ < come_.size() && is_before(come_[next_].place, place_)) add_new(lines_.begin());
    follow(place_);
  }

  /// Before the line that begins there.
  void add_new(std::size_t at) {
    take_until(at);
    follow(come_[next_].place);
    text_ += come_[next_].line;
    text_ += '\n';
    ++next_;
    ++rows_;
  }

  /// Each line has to come after the one before by the order alone: then no other order of the lines is one.
  void follow(Place& place) {
    if (has_last_ && !is_before(last_, place)) in_order_ = false;
    std::swap(last_, place);
    has_last_ = true;
  }

  /// The lines of the file up to there stay.
  void take_until(std::size_t end) {
    text_ += before_.substr(taken_, end - taken_);
    taken_ = end;
  }

  /// The lines that go are those that come.
  bool is_as_it_was() {
    if (gone_.size() != come_.size()) return false;
    std::vector<std::string> gone = without_row_counts(gone_);
    std::vector<std::string> come;
    for (const NewLine& line : come_) come.push_back(line.line);
    come = without_row_counts(come);
    std::sort(gone.begin(), gone.end());
    std::sort(come.begin(), come.end());
    return gone == come;
  }

  std::vector<std::string> without_row_counts(const std::vector<std::string>& lines) {
    std::vector<std::string> others;
    for (const std::string& line : lines) {
      Lines one(line);
      one.next();
      one.cut(fields_);
      for (const std::size_t column : change_.row_counts) fields_.at(column) = {};
      others.push_back(join(std::vector<std::string>(fields_.begin(), fields_.end()), ","));
    }
    return others;
  }

  std::string with_row_counts() {
    const std::string count = std::to_string(rows_);
    std::string out;
    out.reserve(text_.size());
    Lines lines(text_);
    for (bool heading = true; lines.next(); heading = false) {
      if (heading) {
        out += lines.line();
      } else {
        lines.cut(fields_);
        for (const std::size_t column : change_.row_counts) fields_.at(column) = count;
        for (std::size_t i = 0; i < fields_.size(); ++i) {
          if (i > 0) out += ',';
          out += fields_[i];
        }
      }
      out += '\n';
    }
    return out;
  }

  const AnswerChange& change_;
  const std::string_view before_;
  Lines lines_;
  std::size_t taken_ = 0;  // of the file
  std::size_t columns_ = 0;
  std::vector<std::optional<std::size_t>> scales_;  // of the numbers that the order has, by column
  std::vector<NewLine> come_;
  std::size_t next_ = 0;           // of them
  std::vector<std::string> gone_;  // lines
  std::uint64_t rows_ = 0;
  std::string text_;
  bool in_order_ = true;
  Place last_;
  bool has_last_ = false;
  std::vector<std::string_view> fields_;
  std::string key_;
  Place place_;
};

}  // namespace

std::optional<MergedAnswer> merge_answer(std::string_view before, const AnswerChange& change) {
  return Merging(before, change).merge();
}

std::vector<std::string> answer_lines(std::string_view file) {
  std::vector<std::string> all;
  Lines lines(file);
  for (bool heading = true; lines.next(); heading = false) {
    if (!heading) all.emplace_back(lines.line());
  }
  return all;
}

}  // namespace rox

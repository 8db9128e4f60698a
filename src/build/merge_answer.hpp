// An answer whose file is there, brought up to date without asking for all of it: the lines of touched keys go, those
// that have these keys now come, each where it belongs. The file is then what the analysis would have written, byte by
// byte, or nothing is said.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace rox {

/// How two values of a column compare, as texts of the file.
enum class AnswerValue {
  number,  // whole or decimal; where they aren't of one scale, nothing is said
  text,    // by their bytes: texts, truth
  moment,  // dates and timestamps: by their bytes too, if the year has four digits
};

/// A column that the lines are ordered by.
struct AnswerOrder {
  std::size_t column = 0;
  AnswerValue value = AnswerValue::number;
  bool descending = false;
  bool nulls_first = false;
};

/// So that a set of texts can be asked for a part of another text.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
using TextSet = std::unordered_set<std::string, TextHash, std::equal_to<>>;

struct AnswerChange {
  bool any = false;                     // false: no change reaches it
  std::vector<std::size_t> key;         // columns
  TextSet keys;                         // the touched ones, as a file with just these columns has them
  std::vector<std::string> lines;       // that have one of these keys now, without their ends, in any order
  std::vector<AnswerOrder> order;       // empty: nobody knows where a line belongs
  std::vector<std::size_t> row_counts;  // columns that have the number of all lines
};

struct MergedAnswer {
  std::uint64_t rows = 0;
  bool differs = false;
  std::string text{};  // the new file, if it differs
};

/// `before`: the file, as write_csv() wrote it. Nothing if a line has to come or go and the order doesn't tell all
/// lines apart, or something in the file isn't as it should be.
std::optional<MergedAnswer> merge_answer(std::string_view before, const AnswerChange& change);

/// The lines of such a file, without the heading and their ends. A line break within quotes is part of a line.
std::vector<std::string> answer_lines(std::string_view file);

}  // namespace rox

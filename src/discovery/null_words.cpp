#include "discovery/null_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "discovery/types.hpp"
#include "source/missing_words.hpp"

namespace rox {

namespace {

/// Words that mean "missing" where the other values prove it.
constexpr std::array<std::string_view, 18> kOtherWords{"",    "N/A", "n/a", "NA", "Null", "None", "none", "nil", "NaN",
                                                       "nan", "-",   "--",  "?",  ".",    "ND",   "N/D",  "n/d", "NaT"};
/// A column in which a word is that common has room for few other proofs; one that has it once may have a typing error.
constexpr std::uint64_t kFewest = 2;

}  // namespace

NullWords::NullWords(const std::vector<std::string>& stated) : words_(stated) {
  const auto add = [&](std::string_view word) {
    if (std::find(words_.begin(), words_.end(), word) == words_.end()) words_.emplace_back(word);
  };
  for (const std::string_view word : missing_words()) add(word);
  for (const std::string_view word : kOtherWords) add(word);
  for (std::size_t i = 0; i < words_.size(); ++i) {
    longest_ = std::max(longest_, words_[i].size());
    if (words_[i].empty()) {
      empty_ = i;
    } else {
      first_[static_cast<unsigned char>(words_[i].front())] = true;
    }
  }
}

std::size_t NullWords::search(std::string_view text) const {
  const auto found = std::find(words_.begin(), words_.end(), text);
  return found == words_.end() ? kNone : static_cast<std::size_t>(found - words_.begin());
}

bool is_code(std::string_view word, const ColumnProfile& profile) {
  const bool letters = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
  return letters && !is_missing_word(word) && !looks_typed(profile) && profile.text.count > 0 &&
         profile.text.characters.amount <= static_cast<std::int64_t>(word.size());
}

NullWordFindings find_null_words(const NullWords& words, const std::vector<NullWordColumn>& columns) {
  NullWordFindings findings;
  for (std::size_t i = 0; i < words.words().size(); ++i) {
    const std::string& word = words.words()[i];
    const bool plain = is_missing_word(word);
    std::uint64_t among_typed = 0;
    std::uint64_t among_text = 0;
    std::vector<std::string> text_columns;
    for (const NullWordColumn& column : columns) {
      const std::uint64_t count = column.profile->words[i].count;
      if (count == 0 || is_code(word, *column.profile)) continue;
      if (looks_typed(*column.profile)) {
        among_typed += count;
      } else if (column.profile->text.count > 0) {
        among_text += count;
        text_columns.push_back(column.name);
      } else if (plain) {
        among_typed += count;
      }
    }
    if (!plain && !word.empty() && among_typed < kFewest) continue;
    // An empty field that is nowhere yet will mean that nothing is there.
    const bool to_come = word.empty() && among_typed == 0 && among_text == 0;
    if (among_typed == 0 && !to_come && !(plain && among_text > 0)) continue;
    findings.words.push_back(word);
    if (!plain && !word.empty() && among_text > 0) {
      findings.warnings.push_back(fmt::format(
          "'{}' means missing in columns of numbers or dates, so also {} times in {}; if it is a word there, take it "
          "out of [source] null",
          word, among_text, join(text_columns, ", ")));
    }
  }
  if (findings.words.empty()) findings.words.emplace_back();
  return findings;
}

}  // namespace rox

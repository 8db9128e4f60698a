// Words that may mean "missing".
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "discovery/column_profile.hpp"

namespace rox {

/// Finds the words among a column's values quickly: almost no value is one.
class NullWords {
 public:
  /// `stated` (the project's) come first, then the words that exports commonly use.
  explicit NullWords(const std::vector<std::string>& stated);

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  /// The index of `text` among the words, or kNone.
  std::size_t find(std::string_view text) const {
    if (text.empty()) return empty_;
    if (text.size() > longest_ || !first_[static_cast<unsigned char>(text.front())]) return kNone;
    return search(text);
  }
  const std::vector<std::string>& words() const { return words_; }

 private:
  std::size_t search(std::string_view text) const;

  std::vector<std::string> words_;
  std::array<bool, 256> first_{};
  std::size_t longest_ = 0;
  std::size_t empty_ = kNone;
};

/// One column's part in the evidence: its name for messages, and its values without the words.
struct NullWordColumn {
  std::string name;
  const ColumnProfile* profile;
};

/// Whether the word is a value of that column all the same: of letters, among texts none of which is longer, it is a
/// code. NA is Namibia; NULL is nothing else wherever it stands.
bool is_code(std::string_view word, const ColumnProfile& profile);

struct NullWordFindings {
  std::vector<std::string> words;
  std::vector<std::string> warnings;
};

/// The words that the columns prove to mean "missing": they stand in columns that are otherwise numbers, dates and the
/// like, or they are words that mean nothing else (NULL, \N). Without any, an empty field does.
NullWordFindings find_null_words(const NullWords& words, const std::vector<NullWordColumn>& columns);

}  // namespace rox

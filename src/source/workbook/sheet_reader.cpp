#include "source/workbook/sheet_reader.hpp"

#include <algorithm>

namespace rox {

std::string column_letters(std::uint32_t column) {
  std::string letters;
  for (std::uint64_t rest = std::uint64_t{column} + 1; rest > 0; rest = (rest - 1) / 26) {
    letters += static_cast<char>('A' + (rest - 1) % 26);
  }
  std::reverse(letters.begin(), letters.end());
  return letters;
}

std::uint32_t column_number(std::string_view letters) {
  std::uint32_t number = 0;
  for (char c : letters) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    if (c < 'A' || c > 'Z') return kMostSheetColumns;
    number = number * 26 + static_cast<std::uint32_t>(c - 'A' + 1);
    if (number > kMostSheetColumns) return kMostSheetColumns;
  }
  return letters.empty() ? kMostSheetColumns : number - 1;
}

}  // namespace rox

#include "discovery/sniff_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"

namespace rox {
namespace {

constexpr std::size_t kMostLines = 200;
constexpr std::size_t kShortest = 10;  // characters of a line that may hold several fields

/// What kind of character stands where: '9' a digit, ' ' a blank, '-' of a ruled line, 'a' any other.
char class_of(unsigned char c) {
  if (c >= '0' && c <= '9') return '9';
  if (c == ' ' || c == '\t') return ' ';
  return c == '-' || c == '=' ? '-' : 'a';
}

struct Line {
  std::vector<std::string> characters;
  std::string classes;  // one a character

  std::string text(std::size_t begin, std::size_t end) const {
    std::string out;
    for (std::size_t i = begin; i < std::min(end, characters.size()); ++i) out += characters[i];
    return std::string(trim(out));
  }
};

Line line_of(std::string_view text) {
  Line line;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) == 0x80U && !line.characters.empty()) {
      line.characters.back() += c;
    } else {
      line.characters.emplace_back(1, c);
      line.classes += class_of(byte);
    }
  }
  return line;
}

std::vector<Line> lines_of(std::string_view sample) {
  std::vector<Line> lines;
  while (!sample.empty() && lines.size() < kMostLines) {
    const std::size_t end = std::min(sample.find_first_of("\r\n"), sample.size());
    if (!trim(sample.substr(0, end)).empty()) lines.push_back(line_of(sample.substr(0, end)));
    sample.remove_prefix(std::min(end + 1, sample.size()));
  }
  return lines;
}

char class_at(const Line& line, std::size_t at) { return at < line.classes.size() ? line.classes[at] : ' '; }

/// Whether all lines have a character of one of these classes there.
bool all_have(const std::vector<Line>& lines, std::size_t at, std::string_view classes) {
  return std::all_of(lines.begin(), lines.end(),
                     [&](const Line& line) { return classes.find(class_at(line, at)) != std::string_view::npos; });
}

/// A line of dashes below the names, as database shells draw it: "----- ------".
bool is_rule(const Line& line) {
  return line.classes.find_first_not_of("- ") == std::string::npos && line.classes.find("- ") != std::string::npos;
}

std::vector<LayoutField> ruled_fields(const Line& names, const Line& rule) {
  std::vector<LayoutField> fields;
  for (std::size_t at = rule.classes.find('-'); at != std::string::npos; at = rule.classes.find('-', at)) {
    const std::size_t end = std::min(rule.classes.find(' ', at), rule.classes.size());
    fields.push_back({names.text(at, end), static_cast<std::uint32_t>(at + 1), static_cast<std::uint32_t>(end - at)});
    at = end;
  }
  return fields;
}

/// A field begins where all lines have one behind a blank, or where digits and letters meet.
std::vector<LayoutField> fields_of(const std::vector<Line>& lines, std::size_t width) {
  std::vector<std::size_t> begins{0};
  for (std::size_t at = 1; at < width; ++at) {
    const bool behind_blanks = all_have(lines, at - 1, " ") && !all_have(lines, at, " ");
    const bool kinds_meet = (all_have(lines, at - 1, "9") && all_have(lines, at, "a")) ||
                            (all_have(lines, at - 1, "a") && all_have(lines, at, "9"));
    if (behind_blanks || kinds_meet) begins.push_back(at);
  }
  // Blanks in front of the first field are no field.
  if (begins.size() > 1 && all_have(lines, 0, " ")) begins.erase(begins.begin());
  std::vector<LayoutField> fields;
  for (std::size_t i = 0; i < begins.size(); ++i) {
    const std::size_t end = i + 1 < begins.size() ? begins[i + 1] : width;
    fields.push_back({"", static_cast<std::uint32_t>(begins[i] + 1), static_cast<std::uint32_t>(end - begins[i])});
  }
  return fields;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.,-+ ") == std::string_view::npos;
}

/// Whether the first line has a text where all others have a number.
bool names_fields(const std::vector<Line>& lines, const std::vector<LayoutField>& fields) {
  return std::any_of(fields.begin(), fields.end(), [&](const LayoutField& field) {
    const auto text = [&](const Line& line) { return line.text(field.start - 1, field.start - 1 + field.width); };
    return !is_number(text(lines.front())) &&
           std::all_of(lines.begin() + 1, lines.end(), [&](const Line& line) { return is_number(text(line)); });
  });
}

/// Where the sign stands in the line.
std::vector<std::size_t> places_of(const Line& line, char sign) {
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at < line.characters.size(); ++at) {
    if (line.characters[at].size() == 1 && line.characters[at].front() == sign) places.push_back(at);
  }
  return places;
}

/// The classes of the characters that the places part.
std::vector<std::string> pieces_of(const Line& line, const std::vector<std::size_t>& places) {
  std::vector<std::string> pieces;
  std::size_t begin = 0;
  for (const std::size_t at : places) {
    pieces.push_back(line.classes.substr(begin, at - begin));
    begin = at + 1;
  }
  pieces.push_back(line.classes.substr(begin));
  return pieces;
}

/// "000001João           1": nobody fills a field with blanks in its middle.
bool has_gap(std::string_view piece) {
  const std::size_t end = piece.find_last_not_of(' ') + 1;
  const std::size_t gap = piece.find("  ", std::min(piece.find_first_not_of(' '), piece.size()));
  return gap < end;
}

/// "000123Maria Silva7500": a number, a name, a number.
bool has_name_between_digits(std::string_view piece) {
  constexpr std::size_t kShortestPiece = 15;
  return piece.size() >= kShortestPiece && piece.front() == '9' && piece.back() == '9' &&
         piece.find("aaa") != std::string_view::npos;
}

/// "0000012023051200001234" and "56S": more digits than any number has, and cents with something right behind them.
bool parts_cents(std::string_view before, std::string_view behind) {
  constexpr std::size_t kMostDigits = 18;
  return before.size() > kMostDigits && before.find_first_not_of('9') == std::string_view::npos && behind.size() > 2 &&
         behind.starts_with("99") && behind[2] != '9';
}

bool is_several_fields(const std::vector<std::string>& pieces) {
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (has_gap(pieces[i]) || has_name_between_digits(pieces[i])) return true;
    if (i + 1 < pieces.size() && parts_cents(pieces[i], pieces[i + 1])) return true;
  }
  return false;
}

}  // namespace

bool is_inside_of_layout(std::string_view sample, char sign) {
  const std::vector<Line> lines = lines_of(sample);
  std::map<std::vector<std::size_t>, std::size_t> counts;
  for (const Line& line : lines) {
    if (line.characters.size() != lines.front().characters.size()) return false;
    ++counts[places_of(line, sign)];
  }
  const auto usual =
      std::max_element(counts.begin(), counts.end(), [](auto& a, auto& b) { return a.second < b.second; });
  if (usual == counts.end() || usual->first.empty() || usual->second < 2) return false;
  std::size_t inside = 0;
  for (const Line& line : lines) {
    if (places_of(line, sign) != usual->first) continue;
    const bool between_digits = std::all_of(usual->first.begin(), usual->first.end(), [&](std::size_t at) {
      return at > 0 && class_at(line, at - 1) == '9' && class_at(line, at + 1) == '9';
    });
    if (!between_digits) return false;
    inside += is_several_fields(pieces_of(line, usual->first)) ? 1 : 0;
  }
  // The first and the last line may count and date the others, and a name may be too long for a gap behind it.
  return inside * 5 >= lines.size() * 4 || (inside >= 2 && inside + 2 >= lines.size());
}

std::optional<FoundLayout> sniff_layout(std::string_view sample) {
  const std::vector<Line> lines = lines_of(sample);
  if (lines.size() < 2) return std::nullopt;
  FoundLayout found;
  if (is_rule(lines[1])) {
    found.fields = ruled_fields(lines[0], lines[1]);
    found.skip = 2;
    found.why = "line 2 rules its columns off";
  } else {
    const std::size_t width = lines.front().classes.size();
    const bool same = std::all_of(lines.begin(), lines.end(), [&](const Line& l) { return l.classes.size() == width; });
    if (!same || width < kShortest) return std::nullopt;
    found.fields = fields_of(lines, width);
    found.why = fmt::format("all lines have {} characters", width);
    // Names above numbers hide where digits begin.
    const std::vector<LayoutField> below_names = fields_of({lines.begin() + 1, lines.end()}, width);
    if (lines.size() > 2 && names_fields(lines, below_names)) {
      found.skip = 1;
      found.fields = below_names;
      for (LayoutField& field : found.fields) {
        field.name = lines.front().text(field.start - 1, field.start - 1 + field.width);
      }
    }
  }
  if (found.fields.size() < 2) return std::nullopt;
  for (std::size_t i = 0; i < found.fields.size(); ++i) {
    if (found.fields[i].name.empty()) found.fields[i].name = fmt::format("field_{}", i + 1);
  }
  return found;
}

}  // namespace rox

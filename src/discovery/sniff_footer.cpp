#include "discovery/sniff_footer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "source/header.hpp"

namespace rox {
namespace {

/// As header_key() has them.
constexpr std::array<std::string_view, 7> kTotals{"total", "grand total", "subtotal", "soma", "sum", "summe", "totais"};
constexpr std::size_t kMostLines = 5;   // below the data
constexpr std::size_t kFewestRows = 3;  // that show how rows are

bool is_row(const SampleRecord& record, std::size_t width) {
  return !record.bad_quotes &&
         (record.fields.size() == width || (record.fields.size() == width + 1 && record.fields.back().empty()));
}

}  // namespace

std::string skip_end_setting(std::uint64_t lines) {
  return fmt::format("`dialect = {{ skip_end = {} }}` below its [[table]] in model.toml", lines);
}

bool begins_a_total(std::string_view text) {
  const std::string key = header_key(text);
  return std::any_of(kTotals.begin(), kTotals.end(), [&](std::string_view total) {
    return key.starts_with(total) &&
           (key.size() == total.size() || key[total.size()] == ' ' || key[total.size()] == ':');
  });
}

std::optional<std::string> footer_note(const std::vector<SampleRecord>& last, std::size_t width) {
  if (width < 2) return std::nullopt;
  const auto end = std::find_if(last.rbegin(), last.rend(), [&](const SampleRecord& r) { return is_row(r, width); });
  const auto below = static_cast<std::size_t>(end - last.rbegin());
  if (below > kMostLines || last.size() - below < kFewestRows) return std::nullopt;
  const std::vector<std::string>& fields = end->fields;
  const auto text = std::find_if(fields.begin(), fields.end(), [](const std::string& field) { return !field.empty(); });
  const bool total = text != fields.end() && begins_a_total(*text);
  if (below > 0) {
    std::string note =
        fmt::format("the last {} not like the rows above: rejected by each run. If {} no data, leave {} out with {}",
                    below == 1 ? "line is" : fmt::format("{} lines are", below), below == 1 ? "it is" : "they are",
                    below == 1 ? "it" : "them", skip_end_setting(below));
    if (total) note += fmt::format("; the row above looks like a total: skip_end = {} leaves that out, too", below + 1);
    return note;
  }
  if (!total) return std::nullopt;
  return "the last line looks like a total: read as a row. To leave it out: " + skip_end_setting(1);
}

}  // namespace rox

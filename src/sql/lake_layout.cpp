#include "sql/lake_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "sql/event_date.hpp"

namespace rox {
namespace {

/// So many rows are about a file of the size that readers like.
constexpr std::uint64_t kLeastRows = 1'000'000;
constexpr std::uint64_t kMonths = 12;

/// The months since the year 0 of a date as SQL writes it.
std::optional<std::uint64_t> month_of(std::string_view date) {
  unsigned year = 0;
  unsigned month = 0;
  if (date.size() < 7 || date[4] != '-') return std::nullopt;
  const auto read = [](std::string_view digits, unsigned& number) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size();
  };
  if (!read(date.substr(0, 4), year) || !read(date.substr(5, 2), month) || month == 0 || month > kMonths) {
    return std::nullopt;
  }
  return year * kMonths + month - 1;
}

bool is_referred_to(const Model& model, const Table& table) {
  return std::any_of(model.tables.begin(), model.tables.end(), [&](const Table& other) {
    return std::any_of(other.relations.begin(), other.relations.end(), [&](const Relation& relation) {
      return equals_ignore_case(relation.table, table.name) && &other != &table;
    });
  });
}

/// What others look up, and doesn't tell of events of its own.
bool is_dimension(const Model& model, const Table& table) {
  return table.relations.empty() && is_referred_to(model, table);
}

void partition(const Table& table, const Column* date, LakeLayout& layout) {
  std::string& reason = layout.partition_reason;
  if (table.rows == 0) {
    reason = "the rows aren't measured (rox model infer does that)";
    return;
  }
  const std::string rows = human_count(table.rows);
  if (table.rows < 2 * kLeastRows) {
    reason = fmt::format("{} rows, and one is worth its files from {} on", rows, human_count(kLeastRows));
    return;
  }
  if (date == nullptr) {
    reason = fmt::format("{} rows, but no date that says when each happened", rows);
    return;
  }
  const std::optional<std::uint64_t> first = month_of(date->least);
  const std::optional<std::uint64_t> last = month_of(date->greatest);
  if (!first || !last || *last < *first) {
    reason = fmt::format("{} rows, but it isn't measured from when to when {} goes (rox model infer does that)", rows,
                         date->name);
    return;
  }
  const auto at_most = [&](std::uint64_t spans) {
    return date->distinct > 0 ? std::min(spans, date->distinct) : spans;
  };
  const std::uint64_t months = at_most(*last - *first + 1);
  const std::uint64_t years = at_most(*last / kMonths - *first / kMonths + 1);
  const std::string span = fmt::format("from {:.7} to {:.7}", date->least, date->greatest);
  const auto part = [&](const char* transform, std::uint64_t count) {
    layout.transform = transform;
    layout.column = date->name;
    reason = fmt::format("{} rows {}, about {} a {}; who asks for a span of time opens no other files", rows, span,
                         human_count(table.rows / count), transform);
  };
  if (months > 1 && table.rows / months >= kLeastRows) return part("month", months);
  if (years > 1 && table.rows / years >= kLeastRows) return part("year", years);
  reason = years > 1 ? fmt::format("{} rows {} are no more than {} a year, and one is worth its files from {} on", rows,
                                   span, human_count(table.rows / years), human_count(kLeastRows))
                     : fmt::format("{} rows {} are of one span of time", rows, span);
}

void sort(const Table& table, const Column* date, LakeLayout& layout) {
  const auto by = [&](std::vector<std::string> columns, std::string reason) {
    layout.sort_key = std::move(columns);
    layout.sort_reason = std::move(reason);
  };
  const bool has_sortable_key =
      !table.primary_key.empty() && table.columns[*table.find_column(table.primary_key[0])].type.kind != TypeKind::uuid;
  if (date != nullptr) {
    return by({date->name}, "questions ask for spans of time, and parts of a file outside of them are passed over");
  }
  if (has_sortable_key) return by(table.primary_key, "joins and look-ups go by the primary key");
  if (!table.relations.empty()) return by(table.relations.front().columns, "what is joined together lies together");
  by({}, "neither a date nor a key to sort by");
}

std::string partition_text(const LakeLayout& layout) {
  return layout.transform.empty() ? "no partitions"
                                  : fmt::format("partitioned by {}({})", layout.transform, layout.column);
}

std::string order_text(const LakeLayout& layout) {
  return layout.sort_key.empty() ? "not sorted" : "sorted by " + join(layout.sort_key, ", ");
}

}  // namespace

LakeLayout lake_layout(const Model& model, const Table& table) {
  LakeLayout layout;
  const bool is_looked_up = is_dimension(model, table);
  const Column* date = is_looked_up ? nullptr : event_date(table);
  partition(table, date, layout);
  if (is_looked_up && table.rows >= 2 * kLeastRows) {
    layout.partition_reason = "other tables refer to it and it to none, so its rows are looked up by their key";
  }
  sort(table, date, layout);
  return layout;
}

std::string layout_text(const LakeLayout& layout) {
  return layout.transform.empty() ? order_text(layout) : partition_text(layout) + ", " + order_text(layout);
}

std::string explained_layout(const LakeLayout& layout) {
  return fmt::format("{} ({}), {} ({})", partition_text(layout), layout.partition_reason, order_text(layout),
                     layout.sort_reason);
}

}  // namespace rox

#include "discovery/sniff_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "discovery/sniff_footer.hpp"

namespace rox {
namespace {

/// Records without an empty one between them.
struct Block {
  std::vector<SampleRecord> records{};

  std::size_t width() const { return records.front().fields.size(); }
  std::uint64_t first_line() const { return records.front().line; }
};

std::vector<Block> blocks_of(const std::vector<SampleRecord>& records) {
  std::vector<Block> blocks;
  bool open = false;
  for (const SampleRecord& record : records) {
    if (!record.blank && !open) blocks.emplace_back();
    if (!record.blank) blocks.back().records.push_back(record);
    open = !record.blank;
  }
  return blocks;
}

/// A header, and below it rows that are as wide.
bool is_table(const Block& block) {
  constexpr std::size_t kFewest = 2;
  const std::size_t width = block.width();
  return block.records.size() >= kFewest && width > 1 && names_columns(block.records.front()) &&
         std::all_of(block.records.begin(), block.records.end(),
                     [&](const SampleRecord& record) { return record.fields.size() == width && !record.bad_quotes; });
}

/// Whether its first record can't be a row of what stands below.
bool has_certain_header(const Block& block) {
  const HeaderVerdict verdict = has_header({block.records, block.width()});
  return verdict.header && verdict.certain;
}

/// A number, a date, a code of digits.
bool is_figure(const std::string& text) {
  const auto is = [&](auto such) { return std::any_of(text.begin(), text.end(), such); };
  return is([](char c) { return c >= '0' && c <= '9'; }) &&
         !is([](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; });
}

/// Whether a column has figures in all rows of the one, and in none of the other.
bool differ_in_kind(const Block& table, const Block& other) {
  constexpr std::size_t kFewest = 3;  // the header is one of them
  if (table.records.size() < kFewest) return false;
  for (std::size_t column = 0; column < other.width(); ++column) {
    const auto has_figure = [&](const SampleRecord& record) {
      return column < record.fields.size() && is_figure(record.fields[column]);
    };
    if (std::all_of(table.records.begin() + 1, table.records.end(), has_figure) &&
        std::none_of(other.records.begin(), other.records.end(), has_figure)) {
      return true;
    }
  }
  return false;
}

std::string shown(const SampleRecord& record, const Dialect& dialect) {
  constexpr std::size_t kMost = 40;
  std::string text = printable(join(record.fields, dialect.delimiter));
  if (text.size() <= kMost) return text;
  return text.substr(0, valid_utf8_prefix(std::string_view(text).substr(0, kMost))) + "…";
}

}  // namespace

std::vector<std::string> other_tables(const std::vector<SampleRecord>& records, const Dialect& dialect,
                                      std::size_t width, bool whole) {
  std::vector<std::string> notes;
  const std::vector<Block> blocks = blocks_of(records);
  const Block* table = nullptr;  // the one that is read
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Block& block = blocks[i];
    if (block.records.back().line > dialect.skip && table == nullptr) {
      table = &block;
      continue;
    }
    if (!is_table(block)) continue;
    const std::string which = fmt::format("line {} begins another table, it seems ({}; {} lines)", block.first_line(),
                                          shown(block.records.front(), dialect), block.records.size());
    if (table == nullptr) {
      constexpr std::size_t kFewestAbove = 3;  // titles are shorter
      if (block.records.size() < kFewestAbove && !has_certain_header(block)) continue;
      notes.push_back(which + ": not read. Put it into a file of its own");
      continue;
    }
    if (block.width() == width && block.records.front() == table->records.front()) continue;
    if (block.width() == width && !has_certain_header(block) && !differ_in_kind(*table, block)) continue;
    std::size_t below = 0;
    for (std::size_t k = i; k < blocks.size(); ++k) below += blocks[k].records.size();
    notes.push_back(which + ": its lines are taken for rows of this one, or rejected. Put it into a file of its own" +
                    (whole ? "; or leave it out with " + skip_end_setting(below) : ""));
    break;  // what follows is of that one, or a third
  }
  return notes;
}

}  // namespace rox

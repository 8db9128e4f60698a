#include "source/record_marks.hpp"

#include <xxhash.h>

#include <algorithm>
#include <cstring>

#include "base/parallel.hpp"
#include "source/records.hpp"

namespace rox {
namespace {

/// Parts can't run into each other: each is hashed with what came before as its seed.
std::uint64_t add_to_key(std::uint64_t key, std::string_view part) {
  return XXH3_64bits_withSeed(part.data(), part.size(), key);
}

std::string_view without_line_end(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

/// Fields of a line without quotes, up to the number `last`; false if it has fewer.
bool cut_fields(std::string_view line, char delimiter, std::size_t last, std::vector<std::string_view>& fields) {
  fields.clear();
  for (std::size_t i = 0; i <= last; ++i) {
    const std::size_t end = line.find(delimiter);
    fields.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return i == last;
    line.remove_prefix(end + 1);
  }
  return true;
}

}  // namespace

std::vector<std::size_t> key_fields(const Table& table, const FieldMap& map) {
  std::vector<std::size_t> fields;
  for (const std::string& name : table.primary_key) {
    const std::optional<std::size_t>& field = map.field_of.at(table.find_column(name).value());
    if (!field) return {};
    fields.push_back(*field);
  }
  return fields;
}

std::uint64_t key_mark(const std::vector<std::string>& fields) {
  std::uint64_t key = 0;
  for (const std::string& field : fields) key = add_to_key(key, field);
  return key;
}

RecordMarker::RecordMarker(const Table& table, char delimiter, const std::vector<FieldMap>& maps)
    : delimiter_(delimiter) {
  for (const FieldMap& map : maps) {
    keys_.push_back(key_fields(table, map));
    widths_.push_back(map.fields());
  }
}

void RecordMarker::mark(const Block& block, const TakeMarks& take) {
  marks_.clear();
  blank_lines_ = 0;
  key_ = &keys_[block.file];
  has_blank_lines_ = widths_[block.file] > 1;
  const bool quoted = block.bytes.find('"') != std::string_view::npos;
  quoted ? mark_quoted(block.bytes) : mark_lines(block.bytes);
  take({block.file, block.index, {block.offset, block.line}, marks_, blank_lines_, block.oversized});
}

void RecordMarker::add(std::string_view record, std::uint64_t key) {
  if (key_->empty()) {
    const XXH128_hash_t hash = XXH3_128bits(record.data(), record.size());
    marks_.push_back({hash.high64, hash.low64});
  } else {
    marks_.push_back({key, XXH3_64bits(record.data(), record.size())});
  }
}

void RecordMarker::mark_lines(std::string_view bytes) {
  const std::size_t last = key_->empty() ? 0 : *std::max_element(key_->begin(), key_->end());
  while (!bytes.empty()) {
    const std::size_t feed = bytes.find('\n');
    const std::string_view line = without_line_end(bytes.substr(0, feed));
    bytes.remove_prefix(feed == std::string_view::npos ? bytes.size() : feed + 1);
    if (line.empty() && has_blank_lines_) {
      ++blank_lines_;
      continue;
    }
    std::uint64_t key = 0;
    if (!key_->empty() && cut_fields(line, delimiter_, last, fields_)) {
      for (const std::size_t field : *key_) key = add_to_key(key, fields_[field]);
    }
    add(line, key);
  }
}

void RecordMarker::mark_quoted(std::string_view bytes) {
  RecordReader records(bytes, delimiter_, 1);
  while (records.next()) {
    if (records.state() == RecordState::blank && has_blank_lines_) {
      ++blank_lines_;
      continue;
    }
    std::uint64_t key = 0;
    for (const std::size_t field : *key_) {
      if (field < records.fields().size()) key = add_to_key(key, records.fields()[field].text());
    }
    add(records.raw(), key);
  }
}

void mark_exports(const Table& table, const std::vector<ExportFile>& files, const Dialect& dialect,
                  const std::vector<FieldMap>& maps, unsigned threads, const TakeMarks& take,
                  const std::map<std::size_t, FirstBlock>* from) {
  const Dialect own = table.dialect.over(dialect);
  BlockOptions options;
  options.from = from;
  BlockSource blocks(files, own, options);
  for_each_index(threads, threads, [&](std::size_t) {
    BlockSource::Reader reader(blocks);
    RecordMarker marker(table, own.field_delimiter(), maps);
    Block block;
    while (reader.next(block)) marker.mark(block, take);
  });
  for (const ExportFile& file : files) check_unchanged(file);
}

}  // namespace rox

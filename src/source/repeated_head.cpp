#include "source/repeated_head.hpp"

#include <algorithm>
#include <utility>

#include "source/blocks.hpp"

namespace rox {

bool is_rule(const std::vector<std::string>& fields) {
  const auto rules = [](const std::string& field) {
    return field.find("--") != std::string::npos && field.find_first_not_of("-+:= ") == std::string::npos;
  };
  return std::any_of(fields.begin(), fields.end(), rules) &&
         std::all_of(fields.begin(), fields.end(),
                     [&](const std::string& field) { return field.empty() || rules(field); });
}

std::vector<std::string> read_units(const ExportFile& file, const Dialect& dialect) {
  if (!dialect.header || !dialect.units) return {};
  constexpr std::size_t kFirstBlock = std::size_t{64} << 10;
  BlockOptions options;
  options.block_bytes = kFirstBlock;
  options.skip_header = false;
  BlockSource source({file}, dialect, options);
  BlockSource::Reader reader(source);
  Block block;
  if (!reader.next(block)) return {};
  RecordReader records(block.bytes, dialect.field_delimiter(), block.line);
  if (!records.next() || !records.next()) return {};
  std::vector<std::string> units;
  std::string scratch;
  for (const Field& field : records.fields()) units.emplace_back(unescape(field, scratch));
  return units;
}

bool RepeatedUnits::is(const std::vector<Field>& fields) {
  const bool below_header = std::exchange(below_header_, false);
  if (units_ == nullptr || units_->empty() || fields.size() != units_->size()) return false;
  const bool same = std::equal(fields.begin(), fields.end(), units_->begin(),
                               [&](const Field& field, const auto& unit) { return unescape(field, scratch_) == unit; });
  if (same) return below_header || is_rule(*units_);
  if (!below_header || !is_rule(*units_)) return false;
  std::vector<std::string> texts;  // of another length, as pages are drawn that have other values
  for (const Field& field : fields) texts.emplace_back(unescape(field, scratch_));
  return is_rule(texts);
}

}  // namespace rox

#include "source/workbook/compound_file.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "source/encoding.hpp"
#include "source/packed.hpp"
#include "source/workbook/little_endian.hpp"

namespace rox {
namespace {

constexpr std::size_t kHeader = 512;
constexpr std::size_t kSectorsInHeader = 109;  // of those that hold next_
constexpr std::uint32_t kMostSectors = 0xFFFFFFFA;
constexpr std::uint32_t kNoSector = 0xFFFFFFFE;  // the end of a chain
constexpr std::uint64_t kNumber = sizeof(std::uint32_t);

}  // namespace

CompoundFile::CompoundFile(const ExportFile& file, std::shared_ptr<const UniqueFd> fd)
    : file_(file), fd_(std::move(fd)) {
  PiecedBytes whole(file_, fd_);
  whole.add(0, file_.disk_bytes());
  std::string header(kHeader, '\0');
  whole.read_at(0, header.data(), header.size());
  const auto shift = little_endian<std::uint16_t>(header, 30);
  const auto small_shift = little_endian<std::uint16_t>(header, 32);
  if ((shift != 9 && shift != 12) || small_shift != 6) throw damaged_export(file_, "its sectors have no known size");
  sector_bytes_ = std::uint64_t{1} << shift;
  small_bytes_ = std::uint64_t{1} << small_shift;
  small_below_ = little_endian<std::uint32_t>(header, 56);
  read_sectors(header);
  read_entries(little_endian<std::uint32_t>(header, 48));
  if (const auto start = little_endian<std::uint32_t>(header, 60); start < kMostSectors) {
    small_next_ = numbers_of(chain(start));
  }
}

/// Sector 0 is the one behind the header. The file's last one may be cut off, where it is the last of its chain too.
void CompoundFile::add_sector(std::uint32_t sector, std::uint64_t bytes, PiecedBytes& to) const {
  if (to.size() % sector_bytes_ != 0) throw damaged_export(file_, "it is cut off");
  const std::uint64_t at = (std::uint64_t{sector} + 1) * sector_bytes_;
  if (at >= file_.disk_bytes()) throw damaged_export(file_, "it is cut off");
  to.add(at, std::min(bytes, file_.disk_bytes() - at));
}

std::vector<std::uint32_t> CompoundFile::numbers_of(const PiecedBytes& bytes) const {
  std::string raw(bytes.size() / kNumber * kNumber, '\0');
  bytes.read_at(0, raw.data(), raw.size());
  std::vector<std::uint32_t> numbers;
  for (std::size_t at = 0; at < raw.size(); at += kNumber) numbers.push_back(little_endian<std::uint32_t>(raw, at));
  return numbers;
}

/// Which sectors hold next_ is in the header, and in sectors of its own for files of more than 7 MB.
void CompoundFile::read_sectors(const std::string& header) {
  const std::uint64_t most = file_.disk_bytes() / sector_bytes_ + 1;
  PiecedBytes table(file_, fd_);
  const auto add = [&](std::uint32_t sector) {
    if (sector < kMostSectors) add_sector(sector, sector_bytes_, table);
    if (table.size() > (most + 1) * kNumber + sector_bytes_) throw damaged_export(file_, "its sectors go in circles");
  };
  for (std::size_t i = 0; i < kSectorsInHeader; ++i) add(little_endian<std::uint32_t>(header, 76 + i * kNumber));
  auto more = little_endian<std::uint32_t>(header, 68);
  for (std::uint64_t count = 0; more < kMostSectors; ++count) {
    if (count > most) throw damaged_export(file_, "its sectors go in circles");
    PiecedBytes sector(file_, fd_);
    add_sector(more, sector_bytes_, sector);
    const std::vector<std::uint32_t> numbers = numbers_of(sector);
    if (numbers.empty()) throw damaged_export(file_, "it is cut off");
    std::for_each(numbers.begin(), numbers.end() - 1, add);
    more = numbers.back();
  }
  next_ = numbers_of(table);
}

/// To its end.
PiecedBytes CompoundFile::chain(std::uint32_t start) const {
  PiecedBytes bytes(file_, fd_);
  std::size_t count = 0;
  for (std::uint32_t sector = start; sector != kNoSector; sector = next_[sector]) {
    if (sector >= next_.size()) throw damaged_export(file_, "a chain of its sectors leads nowhere");
    if (count++ > next_.size()) throw damaged_export(file_, "its sectors go in circles");
    add_sector(sector, sector_bytes_, bytes);
  }
  return bytes;
}

PiecedBytes CompoundFile::chain(std::uint32_t start, std::uint64_t bytes) const {
  if (bytes > file_.disk_bytes()) throw damaged_export(file_, "it is cut off");
  PiecedBytes part(file_, fd_);
  for (std::uint32_t sector = start; part.size() < bytes; sector = next_[sector]) {
    if (sector >= next_.size()) throw damaged_export(file_, "a chain of its sectors leads nowhere");
    const std::uint64_t before = part.size();
    add_sector(sector, std::min(sector_bytes_, bytes - before), part);
  }
  return part;
}

void CompoundFile::read_entries(std::uint32_t start) {
  constexpr std::size_t kEntry = 128;
  constexpr std::size_t kName = 64;
  constexpr char kStream = 2;
  constexpr char kRoot = 5;
  const PiecedBytes directory = chain(start);
  std::string raw(kEntry, '\0');
  for (std::uint64_t at = 0; at + kEntry <= directory.size(); at += kEntry) {
    directory.read_at(at, raw.data(), kEntry);
    const std::size_t name_bytes = std::min<std::size_t>(little_endian<std::uint16_t>(raw, kName), kName);
    std::string name;
    append_as_utf8(std::string_view(raw).substr(0, name_bytes < 2 ? 0 : name_bytes - 2), Encoding::utf16le, name);
    const Entry entry{little_endian<std::uint32_t>(raw, 116), little_endian<std::uint32_t>(raw, 120)};
    if (raw[66] == kRoot) root_ = entry;
    if (raw[66] == kStream) entries_.emplace(to_lower(name), entry);
  }
}

PiecedBytes CompoundFile::open(const std::string& name) const {
  const Entry entry = entries_.at(name);
  if (entry.bytes >= small_below_) return chain(entry.start, entry.bytes);
  const PiecedBytes small = chain(root_.start, root_.bytes);
  PiecedBytes bytes(file_, fd_);
  for (std::uint32_t sector = entry.start; bytes.size() < entry.bytes; sector = small_next_[sector]) {
    if (sector >= small_next_.size()) throw damaged_export(file_, "a chain of its sectors leads nowhere");
    small.add_part(sector * small_bytes_, std::min(small_bytes_, entry.bytes - bytes.size()), bytes);
  }
  return bytes;
}

}  // namespace rox

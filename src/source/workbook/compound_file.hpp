// Compound files: a small file system in a file, as Microsoft's programs wrote everything before 2007 ([MS-CFB]).
// Nothing in it is believed: a chain of sectors that is cut off, leads out of the file or in a circle is damage.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "source/export.hpp"
#include "source/workbook/pieced_bytes.hpp"

namespace rox {

class CompoundFile {
 public:
  /// `fd`: of the file.
  CompoundFile(const ExportFile& file, std::shared_ptr<const UniqueFd> fd);

  /// Names in lower case, wherever in the file's folders they are.
  bool has(const std::string& name) const { return entries_.contains(name); }
  PiecedBytes open(const std::string& name) const;

 private:
  struct Entry {
    std::uint32_t start = 0;
    std::uint64_t bytes = 0;
  };

  PiecedBytes chain(std::uint32_t start) const;
  PiecedBytes chain(std::uint32_t start, std::uint64_t bytes) const;
  void add_sector(std::uint32_t sector, std::uint64_t bytes, PiecedBytes& to) const;
  std::vector<std::uint32_t> numbers_of(const PiecedBytes& bytes) const;
  void read_sectors(const std::string& header);
  void read_entries(std::uint32_t start);

  ExportFile file_;
  std::shared_ptr<const UniqueFd> fd_;
  std::uint64_t sector_bytes_ = 0;
  std::uint64_t small_bytes_ = 0;          // of a small sector; they lie in the root's bytes
  std::uint64_t small_below_ = 0;          // what is shorter is in small sectors
  std::vector<std::uint32_t> next_;        // the sector that follows each one
  std::vector<std::uint32_t> small_next_;  // the same of small ones
  Entry root_;
  std::map<std::string, Entry> entries_;
};

}  // namespace rox

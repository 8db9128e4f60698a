// A part of a file that lies there in pieces, read at any place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/file.hpp"
#include "source/export.hpp"

namespace rox {

class PiecedBytes {
 public:
  /// `fd`: of the file; several parts may share it.
  PiecedBytes(const ExportFile& file, std::shared_ptr<const UniqueFd> fd) : file_(file), fd_(std::move(fd)) {}

  /// The next piece lies at `at` in the file. Pieces that follow each other there become one.
  void add(std::uint64_t at, std::uint64_t bytes);

  std::uint64_t size() const { return size_; }

  /// Fills all of `out`. Throws data_error where the part ends before.
  void read_at(std::uint64_t offset, char* out, std::size_t size) const;

  /// What is at most `size` bytes from there on, added to `to`. Throws where the part ends before.
  void add_part(std::uint64_t offset, std::uint64_t size, PiecedBytes& to) const;

 private:
  struct Piece {
    std::uint64_t begin = 0;  // in the part
    std::uint64_t at = 0;     // in the file
    std::uint64_t bytes = 0;
  };
  std::vector<Piece>::const_iterator piece_of(std::uint64_t offset, std::uint64_t size) const;

  ExportFile file_;
  std::shared_ptr<const UniqueFd> fd_;
  std::vector<Piece> pieces_;
  std::uint64_t size_ = 0;
};

}  // namespace rox

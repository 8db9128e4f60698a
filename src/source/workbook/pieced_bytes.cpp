#include "source/workbook/pieced_bytes.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/error.hpp"
#include "source/packed.hpp"
#include "source/unchanged.hpp"

namespace rox {

void PiecedBytes::add(std::uint64_t at, std::uint64_t bytes) {
  if (!pieces_.empty() && pieces_.back().at + pieces_.back().bytes == at) {
    pieces_.back().bytes += bytes;
  } else {
    pieces_.push_back({size_, at, bytes});
  }
  size_ += bytes;
}

std::vector<PiecedBytes::Piece>::const_iterator PiecedBytes::piece_of(std::uint64_t offset, std::uint64_t size) const {
  if (offset > size_ || size > size_ - offset) throw damaged_export(file_, "it is cut off");
  const auto above = std::upper_bound(pieces_.begin(), pieces_.end(), offset,
                                      [](std::uint64_t place, const Piece& piece) { return place < piece.begin; });
  return above == pieces_.begin() ? above : above - 1;
}

void PiecedBytes::read_at(std::uint64_t offset, char* out, std::size_t size) const {
  auto piece = piece_of(offset, size);
  while (size > 0) {
    const std::uint64_t within = offset - piece->begin;
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size, piece->bytes - within));
    const ssize_t got = ::pread(fd_->get(), out, wanted, static_cast<off_t>(piece->at + within));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw system_error(fmt::format("can't read the export '{}'", file_.path.string()), errno);
    if (got == 0) throw changed_error(file_, "shrank");
    offset += static_cast<std::uint64_t>(got);
    out += got;
    size -= static_cast<std::size_t>(got);
    if (offset == piece->begin + piece->bytes) ++piece;
  }
}

void PiecedBytes::add_part(std::uint64_t offset, std::uint64_t size, PiecedBytes& to) const {
  auto piece = piece_of(offset, size);
  while (size > 0) {
    const std::uint64_t within = offset - piece->begin;
    const std::uint64_t part = std::min(size, piece->bytes - within);
    to.add(piece->at + within, part);
    offset += part;
    size -= part;
    ++piece;
  }
}

}  // namespace rox

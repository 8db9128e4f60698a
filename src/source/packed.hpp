// Exports that are compressed, or members of an archive. They are unpacked while they are read, and nothing is written
// to disk: a member's name is only a name.
//
// .gz goes through zlib, which checks its sums (libarchive doesn't); everything else through libarchive. A .tar is
// found within whatever it is compressed with. What comes out of one file is bounded by ExportFile::max_unpacked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "source/export.hpp"
#include "source/streams.hpp"

namespace rox {

/// Errors that stop whoever reads the export: something is wrong with the file, or it unpacks to more than it may.
Error damaged_export(const ExportFile& file, std::string_view what);
Error unpacks_to_too_much(const ExportFile& file);

/// How a file begins.
enum class Magic { none, gzip, zstd, bzip2, xz, lz4, zip };

Magic magic_of(std::string_view head);

/// The file as it is on disk. Throws data_error if it isn't what it was when it was listed; so do the others, and for
/// damaged files.
std::unique_ptr<ByteStream> open_file_bytes(const ExportFile& file);

/// Its beginning, as it is on disk.
std::string first_bytes(const ExportFile& file, std::size_t most);

/// Of Packing::compressed.
std::unique_ptr<ByteStream> open_compressed(const ExportFile& file);

/// Of Packing::member.
std::unique_ptr<ByteStream> open_member(const ExportFile& file);

struct ArchiveMember {
  std::string name;
  std::size_t entry = 0;
  std::uint64_t bytes = 0;  // unpacked
  bool encrypted = false;
  std::string head;  // if it was asked for
};

/// The files in an archive, in its order. Of those that have the same name only the last, which is the one that
/// unpacking leaves. Of names that `wants_head` is true for, the first bytes too.
std::vector<ArchiveMember> list_members(const ExportFile& archive,
                                        const std::function<bool(const std::string& name)>& wants_head);

}  // namespace rox

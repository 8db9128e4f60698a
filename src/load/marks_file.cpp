#include "load/marks_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/file_name.hpp"
#include "base/json.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kFormat = 1;
constexpr std::string_view kMagic = "rox marks";
constexpr std::string_view kUnfinished = ".tmp";

/// At the end of the file: how long the description before it is, its hash, and what kind of file this is.
struct Tail {
  std::uint64_t description_bytes = 0;
  std::uint64_t description_check = 0;
  char magic[16] = {};
};

std::uint64_t check_of(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::string_view bytes_of(std::span<const RecordMark> marks) {
  return {reinterpret_cast<const char*>(marks.data()), marks.size_bytes()};
}

bool read_at(int fd, std::uint64_t position, char* out, std::size_t bytes) {
  while (bytes > 0) {
    const ssize_t n = ::pread(fd, out, bytes, static_cast<off_t>(position));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    out += n;
    position += static_cast<std::uint64_t>(n);
    bytes -= static_cast<std::size_t>(n);
  }
  return true;
}

json to_json(const MarkedTable& table) {
  json exports = json::array();
  for (const MarkedExport& file : table.exports) {
    json pieces = json::array();
    for (const MarkedPiece& piece : file.pieces) {
      pieces.push_back({piece.index, piece.begin.offset, piece.begin.line, piece.blank_lines, piece.count,
                        piece.position, piece.check});
    }
    exports.push_back(
        {{"name", file.name}, {"hash", file.hash}, {"map", file.map}, {"bytes", file.bytes}, {"pieces", pieces}});
    if (!file.beginnings.empty()) exports.back()["beginnings"] = file.beginnings;
  }
  return {{"format", kFormat},
          {"recipe", table.recipe},
          {"key_holds", table.key_holds},
          {"removed", table.removed},
          {"exports", exports}};
}

/// Throws if it isn't what to_json() makes.
MarkedTable read_description(const JsonValue& text) {
  if (text.member("format").integer() != kFormat) throw text.error("another format");
  MarkedTable table;
  table.recipe = text.member("recipe").text();
  table.key_holds = text.member("key_holds").flag();
  table.removed = text.member("removed").count();
  for (const JsonValue& file : text.member("exports").elements()) {
    MarkedExport& marked = table.exports.emplace_back();
    marked.name = file.member("name").text();
    marked.hash = file.member("hash").text();
    marked.map = file.member("map").text();
    marked.bytes = file.member("bytes").count();
    for (const JsonValue& hash : file.find("beginnings").elements_or_none()) {
      marked.beginnings.push_back(hash.count());
    }
    for (const JsonValue& piece : file.member("pieces").elements()) {
      std::vector<std::uint64_t> numbers;
      for (const JsonValue& number : piece.elements()) numbers.push_back(number.count());
      if (numbers.size() != 7) throw piece.error("not the seven numbers of a piece");
      marked.pieces.push_back({numbers[0], {numbers[1], numbers[2]}, numbers[3], numbers[4], numbers[5], numbers[6]});
    }
  }
  return table;
}

}  // namespace

std::uint64_t MarkedExport::records() const {
  std::uint64_t sum = 0;
  for (const MarkedPiece& piece : pieces) sum += piece.count;
  return sum;
}

std::uint64_t MarkedExport::blank_lines() const {
  std::uint64_t sum = 0;
  for (const MarkedPiece& piece : pieces) sum += piece.blank_lines;
  return sum;
}

std::optional<fs::path> marks_path(const fs::path& folder, const std::string& table, const std::string& fingerprint) {
  if (file_name_problem(table)) return std::nullopt;
  return file_named(folder, table, fmt::format(".{}.marks", fingerprint));
}

MarksWriter::MarksWriter(fs::path path, std::size_t exports) : path_(std::move(path)), pieces_(exports) {
  make_directories(path_.parent_path());
  temporary_ = path_;
  temporary_ += kUnfinished;
  fd_ = open_file(temporary_, O_WRONLY | O_CREAT | O_TRUNC);
}

MarksWriter::~MarksWriter() {
  if (fd_) ::unlink(temporary_.c_str());
}

void MarksWriter::add(const MarkedBlock& block) {
  const std::string_view bytes = bytes_of(block.marks);
  MarkedPiece piece{block.index, block.begin, block.blank_lines, block.marks.size(), 0, check_of(bytes)};
  std::lock_guard lock(mutex_);
  oversized_ = oversized_ || block.oversized;
  piece.position = position_;
  write_all(fd_.get(), bytes, temporary_);
  position_ += bytes.size();
  pieces_.at(block.file).push_back(piece);
}

bool MarksWriter::copy(std::size_t index, const MarksFile& from, const MarkedExport& marked) {
  return copy(index, from, marked, marked.pieces.size());
}

bool MarksWriter::copy(std::size_t index, const MarksFile& from, const MarkedExport& marked, std::size_t pieces) {
  std::vector<RecordMark> marks;
  for (std::size_t i = 0; i < pieces; ++i) {
    const MarkedPiece& piece = marked.pieces.at(i);
    if (!from.read(piece, marks)) return false;
    add({index, piece.index, piece.begin, marks, piece.blank_lines, false});
  }
  return true;
}

void MarksWriter::fill_in_pieces(MarkedTable& table) {
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    std::vector<MarkedPiece>& pieces = table.exports.at(i).pieces;
    pieces = pieces_[i];
    std::sort(pieces.begin(), pieces.end(), [](const auto& a, const auto& b) { return a.index < b.index; });
  }
}

MarksFile MarksWriter::as_file(MarkedTable table) {
  MarksFile file;
  file.fd_ = open_plain_file(temporary_, O_RDONLY);
  file.table_ = std::move(table);
  fill_in_pieces(file.table_);
  return file;
}

void MarksWriter::commit(MarkedTable table) {
  fill_in_pieces(table);
  const std::string description = json_text(to_json(table));
  Tail tail{description.size(), check_of(description), {}};
  kMagic.copy(tail.magic, sizeof(tail.magic));
  write_all(fd_.get(), description, temporary_);
  write_all(fd_.get(), {reinterpret_cast<const char*>(&tail), sizeof(tail)}, temporary_);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) throw system_error("can't replace " + path_.string(), errno);
  fd_.reset();
}

std::optional<MarksFile> MarksFile::open(const fs::path& path) {
  const auto identity = file_identity(path);
  Tail tail;
  if (!identity || identity->bytes < sizeof(tail)) return std::nullopt;
  MarksFile file;
  file.fd_ = open_plain_file(path, O_RDONLY);
  const std::uint64_t end = identity->bytes - sizeof(tail);
  if (!read_at(file.fd_.get(), end, reinterpret_cast<char*>(&tail), sizeof(tail))) return std::nullopt;
  if (kMagic.compare(0, kMagic.size(), tail.magic, kMagic.size()) != 0 || tail.description_bytes > end) {
    return std::nullopt;
  }
  std::string description(tail.description_bytes, '\0');
  if (!read_at(file.fd_.get(), end - description.size(), description.data(), description.size()) ||
      check_of(description) != tail.description_check) {
    return std::nullopt;
  }
  try {
    file.table_ = read_description(parse_json(description, path.string()));
  } catch (const Error&) {
    return std::nullopt;
  }
  return file;
}

const MarkedExport* MarksFile::find(std::string_view name) const {
  const auto found = std::find_if(table_.exports.begin(), table_.exports.end(),
                                  [&](const MarkedExport& file) { return file.name == name; });
  return found == table_.exports.end() ? nullptr : &*found;
}

bool MarksFile::read(const MarkedPiece& piece, std::vector<RecordMark>& marks) const {
  marks.resize(piece.count);
  return read_at(fd_.get(), piece.position, reinterpret_cast<char*>(marks.data()), marks.size() * sizeof(RecordMark)) &&
         check_of(bytes_of(marks)) == piece.check;
}

void remove_old_marks(const fs::path& folder, const std::vector<fs::path>& kept) {
  for (const fs::path& path : entries_of(folder)) {
    if (std::find(kept.begin(), kept.end(), path) == kept.end()) remove_file(path);
  }
}

void remove_unfinished_marks(const fs::path& folder) {
  for (const fs::path& path : entries_of(folder)) {
    if (path.extension() == kUnfinished) remove_file(path);
  }
}

}  // namespace rox

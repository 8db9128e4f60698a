#include "source/copies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "source/file_kind.hpp"
#include "source/header.hpp"
#include "source/newest.hpp"
#include "source/packed.hpp"
#include "source/record_stream.hpp"

namespace rox {
namespace {

constexpr std::size_t kRead = std::size_t{64} << 10;

/// What file managers and browsers put behind a copy's name, and in front of it, as header_key() has it.
constexpr std::array<std::string_view, 11> kCopyEndings{
    " - copy", " - cópia", " - copia", " - kopie", " - copie", " copy", " cópia", " copia", "-copy", "_copy", "_copia"};
constexpr std::array<std::string_view, 4> kCopyBeginnings{"copy of ", "cópia de ", "copia de ", "kopie von "};

/// Takes "(1)" or "copy 2" from the end of a name; false if there is nothing like it.
bool take_mark(std::string& name) {
  std::string_view text = trim(name);
  if (text.ends_with(')')) {
    const std::size_t open = text.rfind('(');
    const std::string_view number = open == std::string_view::npos ? "" : text.substr(open + 1);
    if (number.size() > 1 && number.size() <= 4 && number.find_first_not_of("0123456789") == number.size() - 1) {
      name = trim(text.substr(0, open));
      return !name.empty();
    }
  }
  const std::size_t digits = text.find_last_not_of("0123456789");
  const std::string_view unnumbered = digits == std::string_view::npos ? text : trim(text.substr(0, digits + 1));
  for (const std::string_view ending : kCopyEndings) {
    if (!unnumbered.ends_with(ending) || unnumbered.size() == ending.size()) continue;
    name = unnumbered.substr(0, unnumbered.size() - ending.size());
    return true;
  }
  return false;
}

struct PlainName {
  std::string name;       // without marks of copies, and without what it is packed in
  std::string shape;      // the same with '#' for numbers and dates
  std::size_t marks = 0;  // how often it is called a copy
};

PlainName plain_name(const ExportFile& file) {
  std::string_view path = file.name;
  std::string folder(path.substr(0, path.rfind('/') + 1));
  std::string last(path.substr(folder.size()));
  if (file.packing == Packing::member && file.format != ExportFormat::sheet) {  // an archive is no folder
    const std::size_t slash = path.substr(0, path.size() - file.member.size()).rfind('/');
    folder = path.substr(0, slash == std::string_view::npos ? 0 : slash + 1);
    last = file.member;
  }
  if (file.packing == Packing::compressed) {
    const NamedKind kind = kind_by_name(last);
    if (kind.kind == FileKind::compressed) last = kind.inner;
  }
  PlainName plain;
  last = header_key(last);
  for (const std::string_view beginning : kCopyBeginnings) {
    if (!last.starts_with(beginning)) continue;
    last.erase(0, beginning.size());
    ++plain.marks;
  }
  // A mark stands before an ending: "orders (1).csv", "orders.csv (1).gz".
  plain.name = folder;
  for (std::size_t begin = 0; begin <= last.size();) {
    const std::size_t end = std::min(last.find('.', begin), last.size());
    std::string piece = last.substr(begin, end - begin);
    while (take_mark(piece)) ++plain.marks;
    if (begin > 0) plain.name += '.';
    plain.name += piece;
    begin = end + 1;
  }
  for (std::string_view rest = plain.name; !rest.empty();) {
    const std::size_t number = number_size(rest);
    plain.shape += number > 0 ? '#' : rest.front();
    rest.remove_prefix(std::max<std::size_t>(number, 1));
  }
  return plain;
}

/// The bytes that are compared. A workbook's sheets share texts, so that it is compared as a whole.
std::unique_ptr<ByteStream> open_content(const ExportFile& file, bool unpacked) {
  if (file.format == ExportFormat::sheet) return open_file_bytes(file);
  return unpacked || file.packing == Packing::member ? open_bytes(file) : open_file_bytes(file);
}

std::uint64_t content_bytes(const ExportFile& file) {
  return file.format == ExportFormat::sheet ? file.disk_bytes() : file.bytes;
}

std::string read_piece(ByteStream& bytes) {
  std::string piece(kRead, '\0');
  std::size_t size = 0;
  while (size < piece.size()) {
    const std::size_t got = bytes.read(piece.data() + size, piece.size() - size);
    if (got == 0) break;
    size += got;
  }
  piece.resize(size);
  return piece;
}

bool same_content(const ExportFile& a, const ExportFile& b, bool unpacked = false) {
  if (a.format == ExportFormat::sheet && (a.format != b.format || a.member != b.member)) return false;
  const auto first = open_content(a, unpacked);
  const auto second = open_content(b, unpacked);
  for (;;) {
    const std::string piece = read_piece(*first);
    if (piece != read_piece(*second)) return false;
    if (piece.empty()) return true;
  }
}

/// A header without a row can be there as often as it wants.
bool is_one_line(const ExportFile& file) {
  if (file.format != ExportFormat::text) return false;
  const std::string head = read_piece(*open_content(file, true));
  const std::size_t feed = head.find_first_of("\r\n");
  return head.size() < kRead &&
         (feed == std::string::npos || head.find_first_not_of("\r\n", feed) == std::string::npos);
}

class Copies {
 public:
  Copies(const Model* model, const std::vector<ExportFile>& files) : files_(files), original_(files.size()) {
    for (const ExportFile& file : files) {
      names_.push_back(plain_name(file));
      owners_.push_back(model != nullptr ? owner_of(*model, file.name) : std::nullopt);
    }
    find_equal_sizes();
    find_unpacked();
  }

  /// Of the file, if it is a copy.
  const std::optional<std::size_t>& original(std::size_t file) const { return original_[file]; }

 private:
  bool same_name(std::size_t a, std::size_t b) const { return names_[a].name == names_[b].name; }
  bool related(std::size_t a, std::size_t b) const {
    return names_[a].shape == names_[b].shape || (owners_[a] && owners_[a] == owners_[b]);
  }

  void find_equal_sizes() {
    std::map<std::uint64_t, std::vector<std::size_t>> by_size;
    for (std::size_t i = 0; i < files_.size(); ++i) {
      if (files_[i].bytes > 0) by_size[content_bytes(files_[i])].push_back(i);
    }
    for (const auto& [size, members] : by_size) {
      std::map<std::string, std::vector<std::size_t>> by_head;
      for (const std::size_t i : members) {
        const bool has_peer = std::any_of(members.begin(), members.end(),
                                          [&](std::size_t other) { return other != i && related(i, other); });
        if (has_peer) by_head[hash_text(read_piece(*open_content(files_[i], false)))].push_back(i);
      }
      for (const auto& [head, alike] : by_head) find_same(alike);
    }
  }

  void find_same(const std::vector<std::size_t>& alike) {
    for (std::size_t b = 1; b < alike.size(); ++b) {
      for (std::size_t a = 0; a < b; ++a) {
        if (!related(alike[a], alike[b]) || !same_content(files_[alike[a]], files_[alike[b]])) continue;
        if (!same_name(alike[a], alike[b]) && is_one_line(files_[alike[a]])) continue;
        note(alike[a], alike[b]);
        break;
      }
    }
  }

  /// "orders.csv" and "orders.csv.gz".
  void find_unpacked() {
    for (std::size_t packed = 0; packed < files_.size(); ++packed) {
      if (files_[packed].packing != Packing::compressed) continue;
      for (std::size_t other = 0; other < files_.size(); ++other) {
        if (files_[other].packing == Packing::compressed || !same_name(packed, other) || original_[packed]) continue;
        if (same_content(files_[other], files_[packed], true)) original_[packed] = other;
      }
    }
  }

  /// `a` comes before `b` in the list; but what is called a copy is one.
  void note(std::size_t a, std::size_t b) {
    while (original_[a]) a = *original_[a];
    if (a == b) return;
    if (names_[a].marks > names_[b].marks) std::swap(a, b);
    original_[b] = a;
  }

  const std::vector<ExportFile>& files_;
  std::vector<PlainName> names_;
  std::vector<std::optional<std::size_t>> owners_;
  std::vector<std::optional<std::size_t>> original_;
};

}  // namespace

void sort_out_copies(const Model* model, CopyPolicy policy, std::vector<ExportFile>& files,
                     std::vector<LeftOut>* left_out) {
  if (policy == CopyPolicy::keep) return;
  const Copies copies(model, files);
  std::vector<ExportFile> kept;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!copies.original(i)) {
      kept.push_back(files[i]);
      continue;
    }
    const std::string original = printable(files[*copies.original(i)].name);
    if (policy == CopyPolicy::stop) {
      throw data_error(fmt::format("{} and {} are the same, byte for byte: their rows would count twice", original,
                                   printable(files[i].name)))
          .at(printable(files[i].name))
          .hint(
              "take one of them out of the folder; or say in rox.toml's [source] copies = \"skip\" (the copy is left "
              "out; `rox init --copies skip`), copies = \"keep\" (both are read) or files = \"newest\" (each file is "
              "all of its table; `rox init --set 'files = \"newest\"'`)");
    }
    if (left_out != nullptr) left_out->push_back({files[i].name, "the same, byte for byte, as " + original});
  }
  files = std::move(kept);
}

std::vector<ExportFile> find_exports(const std::filesystem::path& dir, const std::vector<std::string>& ignore,
                                     const ListOptions& options, const Model* model, std::vector<LeftOut>* left_out) {
  std::vector<ExportFile> files = list_exports(dir, ignore, options, left_out);
  // A dump that is as the one of the day before is no copy: it is read in its place.
  if (model != nullptr) leave_out_older(*model, options, files, left_out);
  sort_out_copies(model, options.copies, files, left_out);
  return files;
}

}  // namespace rox

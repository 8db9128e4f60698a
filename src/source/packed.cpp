#include "source/packed.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <locale.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <limits>
#include <map>
#include <utility>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "source/unchanged.hpp"

namespace rox {
namespace {

constexpr std::size_t kRead = std::size_t{1} << 18;
constexpr std::size_t kHead = std::size_t{64} << 10;
constexpr std::size_t kMagic = 8;

class FileBytes final : public ByteStream {
 public:
  explicit FileBytes(const ExportFile& file) : file_(file), fd_(open_unchanged(file)) {}

  std::size_t read(char* out, std::size_t size) override {
    for (;;) {
      const ssize_t got = ::read(fd_.get(), out, size);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) throw system_error(fmt::format("can't read the export '{}'", file_.path.string()), errno);
      position_ += static_cast<std::uint64_t>(got);
      return static_cast<std::size_t>(got);
    }
  }

  std::uint64_t position() const override { return position_; }

 private:
  const ExportFile file_;
  UniqueFd fd_;
  std::uint64_t position_ = 0;
};

/// A small file may unpack to any number of bytes.
class Bounded final : public ByteStream {
 public:
  Bounded(const ExportFile& file, std::unique_ptr<ByteStream> bytes) : file_(file), bytes_(std::move(bytes)) {}

  std::size_t read(char* out, std::size_t size) override {
    const std::size_t got = bytes_->read(out, size);
    unpacked_ += got;
    if (unpacked_ > file_.max_unpacked) throw unpacks_to_too_much(file_);
    return got;
  }

  std::uint64_t position() const override { return bytes_->position(); }

 private:
  const ExportFile file_;
  std::unique_ptr<ByteStream> bytes_;
  std::uint64_t unpacked_ = 0;
};

class GzipBytes final : public ByteStream {
 public:
  explicit GzipBytes(const ExportFile& file) : file_(file), bytes_(file), in_(kRead, '\0') {
    constexpr int kGzip = 16;  // and no other wrapping
    if (::inflateInit2(&zlib_, MAX_WBITS + kGzip) != Z_OK) throw std::bad_alloc();
  }
  ~GzipBytes() override { ::inflateEnd(&zlib_); }
  GzipBytes(const GzipBytes&) = delete;
  GzipBytes& operator=(const GzipBytes&) = delete;

  std::size_t read(char* out, std::size_t size) override {
    size = std::min<std::size_t>(size, std::numeric_limits<uInt>::max());
    zlib_.next_out = reinterpret_cast<Bytef*>(out);
    zlib_.avail_out = static_cast<uInt>(size);
    while (zlib_.avail_out == size && begin_stream()) {
      const int result = ::inflate(&zlib_, Z_NO_FLUSH);
      if (result == Z_STREAM_END) {
        in_stream_ = false;
      } else if (result != Z_OK && result != Z_BUF_ERROR) {
        throw damaged_export(file_, zlib_.msg != nullptr ? zlib_.msg : "it can't be decompressed");
      }
    }
    return size - zlib_.avail_out;
  }

  std::uint64_t position() const override { return bytes_.position(); }

 private:
  /// Whether there is something to decompress. A file may be several streams, one behind the other, and end in zeros.
  bool begin_stream() {
    if (!in_stream_) {
      while (fill() && began_ && *zlib_.next_in == 0) {
        ++zlib_.next_in;
        --zlib_.avail_in;
      }
      if (zlib_.avail_in == 0) {
        if (!began_) throw damaged_export(file_, "it is empty");
        return false;
      }
      ::inflateReset(&zlib_);
      began_ = in_stream_ = true;
    }
    if (!fill()) throw damaged_export(file_, "it ends in the middle of the compressed data");
    return true;
  }

  bool fill() {
    if (zlib_.avail_in > 0) return true;
    zlib_.avail_in = static_cast<uInt>(bytes_.read(in_.data(), in_.size()));
    zlib_.next_in = reinterpret_cast<Bytef*>(in_.data());
    return zlib_.avail_in > 0;
  }

  const ExportFile file_;
  FileBytes bytes_;
  std::string in_;
  z_stream zlib_{};
  bool in_stream_ = false;
  bool began_ = false;
};

/// libarchive gives names in the locale's encoding, which is ASCII in a program that sets none.
class Utf8Names {
 public:
  Utf8Names() : utf8_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (utf8_ != nullptr) before_ = ::uselocale(utf8_);
  }
  ~Utf8Names() {
    if (utf8_ == nullptr) return;
    ::uselocale(before_);
    ::freelocale(utf8_);
  }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

 private:
  locale_t utf8_;
  locale_t before_ = nullptr;
};

/// libarchive, reading one file: on its descriptor, or what comes out of a stream.
class Unpacker {
 public:
  enum class What { compressed, zip, tar };

  Unpacker(const ExportFile& file, What what, std::unique_ptr<ByteStream> bytes = nullptr)
      : file_(file), bytes_(std::move(bytes)), archive_(::archive_read_new()) {
    if (archive_ == nullptr) throw std::bad_alloc();
    ::archive* const a = archive_.get();
    if (what == What::zip) {
      ::archive_read_support_format_zip_seekable(a);
    } else if (what == What::tar) {
      ::archive_read_support_format_tar(a);
      ::archive_read_support_format_gnutar(a);
      ::archive_read_support_format_empty(a);
    } else {
      ::archive_read_support_filter_bzip2(a);
      ::archive_read_support_filter_xz(a);
      ::archive_read_support_filter_zstd(a);
      ::archive_read_support_filter_lz4(a);
      ::archive_read_support_format_raw(a);
      ::archive_read_support_format_empty(a);
    }
    if (bytes_) {
      buffer_.resize(kRead);
      check(::archive_read_open2(a, this, nullptr, &Unpacker::feed, nullptr, nullptr));
    } else {
      fd_ = open_unchanged(file);
      check(::archive_read_open_fd(a, fd_.get(), kRead));
    }
  }
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;

  /// False at the end.
  bool next_entry() {
    const Utf8Names names;
    const int result = ::archive_read_next_header(archive_.get(), &entry_);
    rethrow();
    if (result == ARCHIVE_EOF) return false;
    if (result < ARCHIVE_WARN) throw failure();  // a warning is of names and times
    return true;
  }

  ::archive_entry* entry() const { return entry_; }

  std::string name() const {
    const Utf8Names names;
    const char* name = ::archive_entry_pathname(entry_);
    if (name == nullptr) name = ::archive_entry_pathname_utf8(entry_);
    std::string_view text = name == nullptr ? "" : name;
    while (text.starts_with("./")) text.remove_prefix(2);
    return std::string(text);
  }

  std::size_t read(char* out, std::size_t size) {
    const la_ssize_t got = ::archive_read_data(archive_.get(), out, size);
    rethrow();
    if (got < 0) throw failure();
    return static_cast<std::size_t>(got);
  }

  /// Whether the file is compressed at all.
  bool has_filter() const { return ::archive_filter_count(archive_.get()) > 1; }
  std::uint64_t position() const {
    const la_int64_t position = ::archive_filter_bytes(archive_.get(), -1);
    return position < 0 ? 0 : static_cast<std::uint64_t>(position);
  }

  /// Reads on to the end of the file: what is compressed has its sum there.
  void finish() {
    if (!bytes_) return;
    while (bytes_->read(buffer_.data(), buffer_.size()) > 0) {
    }
  }

 private:
  struct Free {
    void operator()(::archive* a) const { ::archive_read_free(a); }
  };

  static la_ssize_t feed(::archive* a, void* self, const void** data) {
    auto* const unpacker = static_cast<Unpacker*>(self);
    try {
      *data = unpacker->buffer_.data();
      return static_cast<la_ssize_t>(unpacker->bytes_->read(unpacker->buffer_.data(), unpacker->buffer_.size()));
    } catch (...) {
      unpacker->failure_ = std::current_exception();
      ::archive_set_error(a, EIO, "reading failed");
      return ARCHIVE_FATAL;
    }
  }

  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

  void check(int result) const {
    rethrow();
    if (result != ARCHIVE_OK) throw failure();
  }

  Error failure() const {
    const char* const text = ::archive_error_string(archive_.get());
    return damaged_export(file_, text == nullptr ? "it can't be unpacked" : text);
  }

  const ExportFile file_;
  std::unique_ptr<ByteStream> bytes_;
  std::string buffer_;
  std::exception_ptr failure_;
  UniqueFd fd_;
  std::unique_ptr<::archive, Free> archive_;
  ::archive_entry* entry_ = nullptr;
};

class DecompressedBytes final : public ByteStream {
 public:
  explicit DecompressedBytes(const ExportFile& file) : unpacker_(file, Unpacker::What::compressed) {
    ended_ = !unpacker_.next_entry();
    if (!ended_ && !unpacker_.has_filter()) throw damaged_export(file, "it isn't compressed in a way that is known");
  }
  std::size_t read(char* out, std::size_t size) override { return ended_ ? 0 : unpacker_.read(out, size); }
  std::uint64_t position() const override { return unpacker_.position(); }

 private:
  Unpacker unpacker_;
  bool ended_ = false;
};

/// Where there is no member, there is only the directory's end.
constexpr std::string_view kEmptyZip = "PK\x05\x06";

std::unique_ptr<ByteStream> decompress(const ExportFile& file, Magic magic) {
  std::unique_ptr<ByteStream> bytes;
  if (magic == Magic::gzip) {
    bytes = std::make_unique<GzipBytes>(file);
  } else {
    bytes = std::make_unique<DecompressedBytes>(file);
  }
  return std::make_unique<Bounded>(file, std::move(bytes));
}

std::unique_ptr<Unpacker> open_archive(const ExportFile& file) {
  const Magic magic = magic_of(first_bytes(file, kMagic));
  if (magic == Magic::zip) return std::make_unique<Unpacker>(file, Unpacker::What::zip);
  if (magic == Magic::none) {
    // libarchive finds a .tar in nearly nothing; and says little of a .zip that isn't one.
    if (to_lower(file.path.string()).ends_with(".zip")) throw damaged_export(file, "it doesn't begin as a .zip does");
    return std::make_unique<Unpacker>(file, Unpacker::What::tar);
  }
  return std::make_unique<Unpacker>(file, Unpacker::What::tar, decompress(file, magic));
}

class MemberBytes final : public ByteStream {
 public:
  explicit MemberBytes(const ExportFile& file) : file_(file), unpacker_(open_archive(file)) {
    for (std::size_t i = 0; i <= file.entry; ++i) {
      if (!unpacker_->next_entry()) throw damaged_export(file, "the member isn't there any more");
    }
  }

  std::size_t read(char* out, std::size_t size) override {
    const std::size_t got = unpacker_->read(out, size);
    position_ += got;
    if (position_ > file_.bytes) throw damaged_export(file_, "the member is longer than the archive says");
    if (got == 0 && position_ < file_.bytes) throw damaged_export(file_, "the member is shorter than the archive says");
    return got;
  }

  std::uint64_t position() const override { return position_; }

 private:
  const ExportFile file_;
  std::unique_ptr<Unpacker> unpacker_;
  std::uint64_t position_ = 0;
};

std::string read_head(Unpacker& unpacker) {
  std::string head(kHead, '\0');
  std::size_t size = 0;
  while (size < head.size()) {
    const std::size_t got = unpacker.read(head.data() + size, head.size() - size);
    if (got == 0) break;
    size += got;
  }
  head.resize(size);
  return head;
}

}  // namespace

Error damaged_export(const ExportFile& file, std::string_view what) {
  const std::string_view kind = file.format == ExportFormat::sheet ? "workbook"
                                : file.packing == Packing::member  ? "archive"
                                                                   : "file";
  return data_error(fmt::format("the {} is damaged: {}", kind, what))
      .at(printable(file.name))
      .hint("fetch or make it again; to leave it out, name it in rox.toml's [source] ignore");
}

Error unpacks_to_too_much(const ExportFile& file) {
  return data_error(fmt::format("it unpacks to more than {}", human_bytes(file.max_unpacked)))
      .at(printable(file.name))
      .hint("if that is what it holds, raise [source] max_unpacked in rox.toml; if not, take it out of the folder");
}

Magic magic_of(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.starts_with("\x1F\x8B"sv)) return Magic::gzip;
  if (head.starts_with("\x28\xB5\x2F\xFD"sv)) return Magic::zstd;
  if (head.starts_with("BZh"sv) && head.size() > 3 && head[3] >= '1' && head[3] <= '9') return Magic::bzip2;
  if (head.starts_with("\xFD\x37zXZ\0"sv)) return Magic::xz;
  if (head.starts_with("\x04\x22\x4D\x18"sv)) return Magic::lz4;
  if (head.starts_with("PK\x03\x04"sv) || head.starts_with(kEmptyZip)) return Magic::zip;
  return Magic::none;
}

std::string first_bytes(const ExportFile& file, std::size_t most) { return first_bytes(*open_file_bytes(file), most); }

std::unique_ptr<ByteStream> open_file_bytes(const ExportFile& file) { return std::make_unique<FileBytes>(file); }

std::unique_ptr<ByteStream> open_compressed(const ExportFile& file) {
  return decompress(file, magic_of(first_bytes(file, kMagic)));
}

std::unique_ptr<ByteStream> open_member(const ExportFile& file) { return std::make_unique<MemberBytes>(file); }

std::vector<ArchiveMember> list_members(const ExportFile& archive,
                                        const std::function<bool(const std::string& name)>& wants_head) {
  std::vector<ArchiveMember> members;
  if (first_bytes(archive, kMagic).starts_with(kEmptyZip)) return members;
  const std::unique_ptr<Unpacker> unpacker = open_archive(archive);
  std::map<std::string, std::size_t> places;
  std::uint64_t unpacked = 0;
  for (std::size_t entry = 0; unpacker->next_entry(); ++entry) {
    ::archive_entry* const e = unpacker->entry();
    if (::archive_entry_filetype(e) != AE_IFREG || ::archive_entry_hardlink(e) != nullptr) continue;
    ArchiveMember member;
    member.name = unpacker->name();
    member.entry = entry;
    member.bytes = static_cast<std::uint64_t>(std::max<la_int64_t>(::archive_entry_size(e), 0));
    member.encrypted = ::archive_entry_is_data_encrypted(e) != 0;
    unpacked += std::min(member.bytes, archive.max_unpacked + 1);  // without a carry
    if (unpacked > archive.max_unpacked) throw unpacks_to_too_much(archive);
    if (!member.encrypted && wants_head(member.name)) member.head = read_head(*unpacker);
    const auto [place, is_new] = places.emplace(member.name, members.size());
    if (is_new) {
      members.push_back(std::move(member));
    } else {
      members[place->second] = std::move(member);
    }
  }
  unpacker->finish();
  return members;
}

}  // namespace rox

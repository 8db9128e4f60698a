#include "source/export_folder.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "source/file_kind.hpp"
#include "source/packed.hpp"
#include "source/record_stream.hpp"
#include "source/workbook/workbook.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHead = std::size_t{64} << 10;
constexpr std::size_t kMagic = 8;

/// Folders of a project, which may be the folder of the exports as well.
constexpr std::array<std::string_view, 12> kProjectFolders{"analyses", "marts",     "checks",  "dashboard",
                                                           "answers",  "rejects",   "mends",   "reports",
                                                           "staged",   "notebooks", "airflow", "schedule"};

std::string head_of(const ExportFile& file, std::size_t most) { return first_bytes(*open_bytes(file), most); }

class Listing {
 public:
  Listing(const std::vector<std::string>& ignore, const ListOptions& options, std::vector<LeftOut>* unreadable)
      : ignore_(ignore), options_(options), unreadable_(unreadable) {}

  /// `prefix`: of the names.
  void walk(const fs::path& dir, const std::string& prefix) {
    std::error_code error;
    fs::directory_iterator entries(dir, error);
    std::error_code none;
    const bool in_project = fs::exists(dir / "rox.toml", none);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
      const std::string own_name = entries->path().filename().string();
      const std::string name = prefix + own_name;
      if (own_name.starts_with('.') || is_ignored(name)) continue;
      if (!entries->is_directory()) {
        try {
          add_file(dir / own_name, name);
        } catch (const Error& error) {
          refuse(name, error);
        }
      } else if (in_project &&
                 std::find(kProjectFolders.begin(), kProjectFolders.end(), own_name) != kProjectFolders.end()) {
        continue;
      } else if (!options_.recursive) {
        leave_out(name, "a subfolder: recursive = true in [source] of rox.toml reads it");
      } else if (entries->is_symlink()) {  // it may lead back here
        leave_out(name, "a link to a folder");
      } else {
        walk(dir / own_name, name + "/");
      }
    }
    if (error) throw system_error(fmt::format("can't read the folder {}", dir.string()), error.value());
  }

  std::vector<ExportFile> files;
  std::vector<LeftOut> left_out;

 private:
  bool is_ignored(const std::string& name) const {
    return std::any_of(ignore_.begin(), ignore_.end(), [&](const std::string& glob) { return glob_match(glob, name); });
  }

  void leave_out(const std::string& name, std::string why) { left_out.push_back({name, std::move(why)}); }

  /// Stops, unless the caller goes on without what can't be read.
  void refuse(const std::string& name, const Error& error) {
    if (unreadable_ == nullptr || error.kind() != ErrorKind::data) throw Error(error);
    unreadable_->push_back({name, error.what()});
  }

  void add_file(const fs::path& path, const std::string& name) {
    NamedKind kind = kind_by_name(name);
    if (kind.kind == FileKind::hidden) return;
    if (kind.kind == FileKind::left_out) return leave_out(name, kind.why);
    std::optional<ExportFile> file = stat_export(path, name, kind.kind);
    if (!file) return;
    std::string head;
    try {
      head = head_of(*file, looks_inside(kind.kind) ? kHead : kMagic);
    } catch (const Error&) {
      if (kind.kind == FileKind::unknown) return leave_out(name, "it can't be read");
      // Who reads the export says why it can't be read.
    }
    // What a file is called and what it is are two things: servers compress, and browsers unpack.
    const Magic magic = magic_of(head);
    if (kind.kind == FileKind::compressed && magic == Magic::none && !head.empty()) {
      kind = kind_by_name(kind.inner);
      if (kind.kind == FileKind::left_out) return leave_out(name, kind.why);
      if (looks_inside(kind.kind)) head = head_of(*file, kHead);
    } else if (kind.kind == FileKind::exported && magic == Magic::zip) {
      kind.kind = FileKind::archive;
    } else if (kind.kind == FileKind::exported && magic != Magic::none) {
      kind = {.kind = FileKind::compressed, .inner = name};
    } else if (kind.kind == FileKind::exported && may_be_workbook(head)) {
      head = head_of(*file, kHead);
      if (workbook_magic(head) != WorkbookMagic::none) kind.kind = FileKind::workbook;
    } else if (kind.kind == FileKind::unknown && magic != Magic::none && magic != Magic::zip) {
      kind = {.kind = FileKind::compressed, .inner = name};
    }
    if (kind.kind == FileKind::parquet) return add_parquet(std::move(*file), head);
    if (kind.kind == FileKind::workbook) return add_workbook(std::move(*file), head);
    if (kind.kind == FileKind::archive) return add_members(std::move(*file));
    if (kind.kind == FileKind::compressed) return add_compressed(std::move(*file), kind.inner);
    add_if_table(std::move(*file), kind.kind, head);
  }

  /// Whether what is called like text may be none, but an old workbook or a web page.
  static bool may_be_workbook(std::string_view beginning) {
    return workbook_magic(beginning) != WorkbookMagic::none || beginning.find('<') != std::string_view::npos;
  }

  static bool looks_inside(FileKind kind) {
    return kind == FileKind::unknown || kind == FileKind::json || kind == FileKind::workbook;
  }

  void add_parquet(ExportFile file, std::string_view head) {
    if (!head.empty() && !head.starts_with("PAR1")) throw damaged_export(file, "it doesn't begin as Parquet does");
    file.format = ExportFormat::parquet;
    files.push_back(std::move(file));
  }

  /// Much that is called .xls is text, or a newer workbook.
  void add_workbook(ExportFile file, std::string_view head) {
    switch (workbook_magic(head)) {
      case WorkbookMagic::workbook:
      case WorkbookMagic::old_excel:
      case WorkbookMagic::excel_xml:
      case WorkbookMagic::web_page: return add_sheets(file);
      case WorkbookMagic::encrypted: throw encrypted_workbook(file);
      case WorkbookMagic::none: break;
    }
    if (reads_as_table(head)) return add_if_table(std::move(file), FileKind::unknown, head);
    if (to_lower(file.name).ends_with(".xls"))
      return leave_out(file.name, "no workbook and no table: save it as .xlsx");
    file.format = ExportFormat::sheet;
    throw damaged_export(file, "it doesn't begin as one does");
  }

  void add_sheets(const ExportFile& file) {
    const auto book = open_workbook(file);
    for (const WorkbookSheet& sheet : book->sheets) {
      ExportFile exported = file;
      exported.format = ExportFormat::sheet;
      exported.packing = Packing::member;
      exported.archive_bytes = file.bytes;
      exported.name = file.name + "!" + sheet.name;
      exported.member = sheet.name;
      exported.entry = sheet.part.entry;
      exported.bytes = sheet.part.bytes;
      if (is_ignored(exported.name)) continue;
      if (!sheet.why_not.empty()) {
        leave_out(book->sheets.size() == 1 ? file.name : exported.name, sheet.why_not);
      } else if (sheet.hidden && !options_.hidden_sheets) {
        leave_out(exported.name, "a hidden sheet: hidden_sheets = true in [source] of rox.toml reads it");
      } else {
        files.push_back(std::move(exported));
      }
    }
  }

  void add_if_table(ExportFile file, FileKind kind, std::string_view head) {
    if (kind == FileKind::json) {
      if (!reads_as_json(head)) return leave_out(file.name, "JSON, but no list of objects");
      file.format = ExportFormat::json;
      files.push_back(std::move(file));
      return;
    }
    file.guessed = kind != FileKind::exported;
    if (file.guessed && !reads_as_table(head)) {
      return leave_out(file.name, reads_as_text(head)
                                      ? "it doesn't read as a table; called .txt it is read all the same"
                                      : "it doesn't read as a table");
    }
    files.push_back(std::move(file));
  }

  void add_compressed(ExportFile file, const std::string& inner) {
    file.packing = Packing::compressed;
    const NamedKind kind = kind_by_name(inner);
    if (kind.kind == FileKind::left_out || kind.kind == FileKind::hidden) {
      return leave_out(file.name, kind.why.empty() ? "no export, by its name" : kind.why);
    }
    if (kind.kind == FileKind::archive || kind.kind == FileKind::compressed || kind.kind == FileKind::workbook ||
        kind.kind == FileKind::parquet) {
      return leave_out(file.name, "packed twice: unpack it once");
    }
    std::string head;
    if (looks_inside(kind.kind)) {
      try {
        head = head_of(file, kHead);
      } catch (const Error& error) {
        return leave_out(file.name, error.what());
      }
    }
    add_if_table(std::move(file), kind.kind, head);
  }

  void add_members(ExportFile archive) {
    archive.packing = Packing::member;
    archive.archive_bytes = archive.bytes;
    const auto members =
        list_members(archive, [](const std::string& name) { return kind_by_name(name).kind == FileKind::unknown; });
    const bool is_book =
        std::any_of(members.begin(), members.end(), [](const ArchiveMember& m) { return m.name == "xl/workbook.xml"; });
    if (is_book) {
      archive.packing = Packing::none;
      return add_sheets(archive);
    }
    std::size_t exports = 0;
    for (const ArchiveMember& member : members) {
      ExportFile file = archive;
      file.name = archive.name + "!" + member.name;
      file.member = member.name;
      file.entry = member.entry;
      file.bytes = member.bytes;
      const NamedKind kind = kind_by_name(member.name);
      if (kind.kind == FileKind::hidden || is_ignored(file.name)) continue;
      ++exports;
      if (kind.kind == FileKind::left_out) {
        leave_out(file.name, kind.why);
      } else if (kind.kind == FileKind::archive || kind.kind == FileKind::compressed ||
                 kind.kind == FileKind::workbook || kind.kind == FileKind::parquet) {
        leave_out(file.name, "packed within an archive: unpack the archive once");
      } else if (member.encrypted) {
        refuse(file.name, data_error("this member is encrypted, and rox takes no passwords")
                              .at(printable(file.name))
                              .hint(fmt::format("unpack {} yourself, or name it in rox.toml's [source] ignore",
                                                printable(archive.name))));
      } else {
        add_if_table(std::move(file), kind.kind, member.head);
      }
    }
    if (exports == 0) leave_out(archive.name, "an archive without an export in it");
  }

  /// Nothing if a pipe or a device has a name that says nothing. Opening a pipe waits for whoever writes to it, perhaps
  /// for ever.
  std::optional<ExportFile> stat_export(const fs::path& path, const std::string& name, FileKind kind) const {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) {
      if (kind == FileKind::unknown) return std::nullopt;
      throw system_error(fmt::format("can't read {}", path.string()), errno);
    }
    if (!S_ISREG(info.st_mode)) {
      if (kind == FileKind::unknown) return std::nullopt;
      throw data_error("this is a pipe or a device, not a file")
          .at(path.string())
          .hint("put a plain file in its place, or name it in rox.toml's [source] ignore");
    }
    ExportFile file;
    file.path = path;
    file.name = name;
    file.bytes = static_cast<std::uint64_t>(info.st_size);
    file.modified_ns = std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec;
    file.inode = info.st_ino;
    file.max_unpacked = options_.max_unpacked;
    return file;
  }

  const std::vector<std::string>& ignore_;
  const ListOptions& options_;
  std::vector<LeftOut>* unreadable_;
};

}  // namespace

std::string_view to_string(CopyPolicy policy) {
  switch (policy) {
    case CopyPolicy::stop: return "stop";
    case CopyPolicy::skip: return "skip";
    case CopyPolicy::keep: return "keep";
  }
  return "";
}

std::vector<ExportFile> list_exports(const fs::path& dir, const std::vector<std::string>& ignore,
                                     const ListOptions& options, std::vector<LeftOut>* left_out,
                                     std::vector<LeftOut>* unreadable) {
  constexpr std::string_view kHint = "check [source] path in rox.toml, or name the folder with --source DIR";
  std::error_code error;
  const fs::directory_iterator entries(dir, error);
  if (error == std::errc::no_such_file_or_directory) {
    throw usage_error("there is no such folder of exports").at(dir.string()).hint(std::string(kHint));
  }
  if (error == std::errc::not_a_directory) {
    throw usage_error("this is a file, not a folder of exports").at(dir.string()).hint(std::string(kHint));
  }
  if (error) throw system_error(fmt::format("can't read the folder {}", dir.string()), error.value());
  Listing listing(ignore, options, unreadable);
  listing.walk(fs::absolute(dir).lexically_normal(), "");
  std::sort(listing.left_out.begin(), listing.left_out.end(),
            [](const LeftOut& a, const LeftOut& b) { return a.name < b.name; });
  if (listing.files.empty() && (unreadable == nullptr || unreadable->empty())) {
    const std::string rest = left_out_text(listing.left_out);
    throw usage_error("the folder has no exports (.csv, .txt or .tsv files)" +
                      (rest.empty() ? "" : fmt::format("; not read: {}", rest)))
        .at(dir.string())
        .hint(std::string(kHint));
  }
  std::sort(listing.files.begin(), listing.files.end(),
            [](const ExportFile& a, const ExportFile& b) { return a.name < b.name; });
  if (left_out != nullptr) *left_out = std::move(listing.left_out);
  return std::move(listing.files);
}

std::string left_out_text(const std::vector<LeftOut>& files) {
  constexpr std::size_t kNames = 3;
  std::vector<std::pair<std::string, std::vector<std::string>>> by_reason;
  for (const LeftOut& file : files) {
    auto found = std::find_if(by_reason.begin(), by_reason.end(), [&](const auto& r) { return r.first == file.why; });
    if (found == by_reason.end()) found = by_reason.insert(by_reason.end(), {file.why, {}});
    found->second.push_back(printable(file.name));
  }
  std::vector<std::string> parts;
  for (auto& [why, names] : by_reason) {
    const std::size_t more = names.size() - std::min(names.size(), kNames);
    names.resize(names.size() - more);
    parts.push_back(
        fmt::format("{}{} ({})", join(names, ", "), more > 0 ? fmt::format(" and {} more", more) : "", why));
  }
  return join(parts, "; ");
}

}  // namespace rox

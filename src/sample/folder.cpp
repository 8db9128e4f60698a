#include "sample/folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemporaryEnd = ".rox-sample";

bool same_bytes(const fs::path& a, const fs::path& b) {
  auto first = file_identity(a), second = file_identity(b);
  return first && second && first->bytes == second->bytes && hash_file(a) == hash_file(b);
}

// Folders with anything in them stay.
void remove_empty(const fs::path& dir) {
  std::error_code ignored;
  fs::remove(dir, ignored);
}

}  // namespace

std::string sample_record(nlohmann::ordered_json about, const std::vector<SampleFile>& files) {
  about["files"] = nlohmann::ordered_json::array();
  for (const SampleFile& f : files) {
    about["files"].push_back({{"file", f.file}, {"table", f.table}, {"rows", f.rows}, {"bytes", f.bytes}});
  }
  return json_text(about, 2) + "\n";
}

OwnFiles::OwnFiles(const fs::path& dir) : dir_(dir) {
  if (!file_identity(dir / kSampleRecord)) return;
  // A record that is damaged owns nothing: what is there is taken for a stranger's.
  const JsonValue record = try_parse_json(read_file(dir / kSampleRecord));
  for (const JsonValue& entry : record.find("files").elements_or_none()) {
    sizes_.emplace_back(entry.find("file").text_or(""), entry.find("bytes").count_or(0));
  }
}

bool OwnFiles::owns(const std::string& name) const {
  auto found = file_identity(dir_ / name);
  return found && std::find(sizes_.begin(), sizes_.end(), std::pair{name, found->bytes}) != sizes_.end();
}

void OwnFiles::refuse_strangers(const std::vector<std::string>& names) const {
  for (const std::string& name : names) {
    if (!file_identity(dir_ / name) || owns(name)) continue;
    throw usage_error("the folder has a file of this name that is not rox's sample")
        .at((dir_ / name).string())
        .hint("name another folder, or replace it with --force");
  }
}

void OwnFiles::remove_others(const std::vector<SampleFile>& files) const {
  for (const auto& [name, bytes] : sizes_) {
    bool is_new = std::any_of(files.begin(), files.end(), [&own = name](const SampleFile& f) { return f.file == own; });
    if (is_new || !owns(name)) continue;
    remove_file(dir_ / name);
    if (fs::path(name).has_parent_path()) remove_empty((dir_ / name).parent_path());
  }
}

SampleFolder::SampleFolder(const fs::path& dir) : dir_(dir) {
  make_directories(dir);
  lock_ = open_file(dir, O_RDONLY | O_DIRECTORY);
  if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0) {
    throw outside_error(fmt::format("another rox sample is writing to {}", dir.string()))
        .hint("wait until it is done, or name another folder")
        .retryable();
  }
}

SampleFolder::~SampleFolder() {
  for (const std::string& name : written_) {
    std::error_code ignored;
    fs::remove(temporary(name), ignored);
    if (fs::path(name).has_parent_path()) remove_empty(temporary(name).parent_path());
  }
}

UniqueFd SampleFolder::create(const std::string& name) {
  {
    const std::scoped_lock lock(mutex_);
    written_.push_back(name);
  }
  if (fs::path(name).has_parent_path()) make_directories((dir_ / name).parent_path());
  return open_file(temporary(name), O_RDWR | O_CREAT | O_TRUNC);
}

std::uint64_t SampleFolder::write(std::string_view name, std::string_view text) {
  std::string file(name);
  UniqueFd fd = create(file);
  write_all(fd.get(), text, temporary(file));
  return text.size();
}

fs::path SampleFolder::temporary(const std::string& name) const {
  fs::path path = dir_ / name;
  return path.replace_filename(fmt::format(".{}{}", path.filename().string(), kTemporaryEnd));
}

void SampleFolder::keep_unchanged() {
  std::erase_if(written_, [this](const std::string& name) {
    if (!same_bytes(temporary(name), dir_ / name)) return false;
    remove_file(temporary(name));
    return true;
  });
}

void SampleFolder::commit() {
  for (const std::string& name : written_) rename_file(temporary(name), dir_ / name);
  written_.clear();
}

}  // namespace rox

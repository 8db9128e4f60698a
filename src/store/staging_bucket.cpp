#include "store/staging_bucket.hpp"

#include <fmt/format.h>

#include <set>

#include "base/error.hpp"

namespace rox {
namespace {

constexpr const char* kManifest = "manifest.json";

}  // namespace

Manifest StagingBucket::read_manifest(const std::string& project) const {
  if (!bucket_.head(key(kManifest))) return {};
  Manifest manifest = parse_manifest(bucket_.get_text(key(kManifest)), url(kManifest));
  if (manifest.project == project) return manifest;
  throw usage_error(fmt::format("here is what project '{}' staged", manifest.project))
      .at(url(""))
      .hint("give this target another `prefix` in rox.toml");
}

void StagingBucket::upload(const std::filesystem::path& folder, const StagedTable& table, const UploadOptions& options,
                           UploadProgress& progress) const {
  std::vector<UploadFile> files;
  for (const StagedFile& file : table.files) {
    files.push_back({folder / file.path, key(file.path), file.bytes, file.xxh3});
  }
  upload_files(bucket_, files, options, progress);
}

void StagingBucket::put(const std::string& path, std::string_view text) const {
  bucket_.put(key(path), text, {}, "application/json");
}

void StagingBucket::publish(const Manifest& manifest) const {
  bucket_.put(key(kManifest), manifest_text(manifest), {}, "application/json");
  std::set<std::string> named{key(kManifest)};
  for (const StagedTable& table : manifest.tables) {
    for (const StagedFile& file : table.files) named.insert(key(file.path));
  }
  std::vector<std::string> gone;
  for (const S3Object& object : bucket_.list(prefix_)) {
    if (!named.contains(object.key)) gone.push_back(object.key);
  }
  bucket_.remove(gone);
}

}  // namespace rox

#include "store/staging_bucket.hpp"

#include <set>

namespace rox {
namespace {

constexpr const char* kManifest = "manifest.json";

}  // namespace

std::optional<Manifest> StagingBucket::read_manifest() const {
  if (!bucket_.head(key(kManifest))) return std::nullopt;
  return parse_manifest(bucket_.get_text(key(kManifest)), url(kManifest));
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

#include "store/upload.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

#include "base/encode.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/parallel.hpp"
#include "cloud/digest.hpp"

namespace rox {
namespace {

constexpr std::uint64_t kMostParts = 10'000;
constexpr std::string_view kHash = "rox-xxh3";

/// `size` bytes of the file from `offset` on.
std::string read_range(const UploadFile& file, std::uint64_t offset, std::size_t size) {
  const UniqueFd fd = open_plain_file(file.path, O_RDONLY);
  std::string out(size, '\0');
  for (std::size_t got = 0; got < size;) {
    const ssize_t count = ::pread(fd.get(), out.data() + got, size - got, static_cast<off_t>(offset + got));
    if (count < 0) throw system_error(fmt::format("can't read {}", file.path.string()), errno);
    if (count == 0) {
      throw data_error(
          fmt::format("{} is shorter than the {} bytes that it should have", file.path.string(), file.bytes))
          .hint("stage it again: rox stage --full-refresh");
    }
    got += static_cast<std::size_t>(count);
  }
  return out;
}

bool is_there(const S3Bucket& bucket, const UploadFile& file) {
  const std::optional<S3Head> head = bucket.head(file.key);
  return head && head->bytes == file.bytes &&
         std::find(head->metadata.begin(), head->metadata.end(), std::pair{std::string(kHash), file.xxh3}) !=
             head->metadata.end();
}

/// Whether the store has this very part. Not every store keeps SHA-256; then the ETag, a part's MD5, tells.
bool is_same(const S3Part& part, const std::string& bytes) {
  if (part.bytes != bytes.size()) return false;
  return part.sha256.empty() ? part.etag == to_hex(md5(bytes)) : part.sha256 == to_base64(sha256(bytes));
}

/// A file on its way. Its upload is begun by the first thread that sends a part of it.
class FileUpload {
 public:
  FileUpload(const S3Bucket& bucket, const UploadFile& file, std::uint64_t part_bytes)
      : bucket_(bucket),
        file_(file),
        part_bytes_(std::max(part_bytes, (file.bytes + kMostParts - 1) / kMostParts)),
        parts_(std::max<std::uint64_t>(1, (file.bytes + part_bytes_ - 1) / part_bytes_)) {}

  std::size_t part_count() const { return parts_.size(); }

  /// Sends the part `index` (from 0) unless it is there, and ends the upload with the last of them.
  void send(std::size_t index, UploadProgress& progress) {
    const std::uint64_t offset = index * part_bytes_;
    const std::string buffer =
        read_range(file_, offset, static_cast<std::size_t>(std::min(part_bytes_, file_.bytes - offset)));
    if (parts_.size() == 1) {
      bucket_.put(file_.key, buffer, metadata());
      progress.sent += buffer.size();
      return;
    }
    const S3Upload upload = begun();
    const int number = static_cast<int>(index) + 1;
    const auto known = known_.find(number);
    if (known != known_.end() && is_same(known->second, buffer)) {
      // The store wants every part's checksum in the end, but not every one lists it.
      parts_[index] = {number, buffer.size(), known->second.etag, to_base64(sha256(buffer))};
      progress.skipped += buffer.size();
    } else {
      parts_[index] = bucket_.put_part(upload, number, buffer);
      progress.sent += buffer.size();
    }
    if (++done_ == parts_.size()) finish(upload);
  }

 private:
  Fields metadata() const { return {{std::string(kHash), file_.xxh3}}; }

  void finish(const S3Upload& upload) {
    if (bucket_.finish_upload(upload, parts_)) return;
    if (is_there(bucket_, file_)) return;  // the first try had come through, only its answer hadn't
    throw outside_error("the upload was aborted by someone else")
        .at(bucket_.url(file_.key))
        .hint("run again: what is missing is sent")
        .retryable();
  }

  S3Upload begun() {
    std::lock_guard lock(mutex_);
    if (!upload_) upload_ = resumed();
    if (!upload_) upload_ = bucket_.begin_upload(file_.key, metadata());
    return *upload_;
  }

  /// The upload of this file that was cut off with the most parts, if there is one.
  std::optional<S3Upload> resumed() {
    std::optional<S3Upload> best;
    for (const S3Upload& upload : bucket_.unfinished_uploads(file_.key)) {
      if (upload.key != file_.key) continue;
      std::vector<S3Part> parts = bucket_.parts(upload);
      if (best && parts.size() <= known_.size()) continue;
      best = upload;
      known_.clear();
      for (S3Part& part : parts) known_[part.number] = std::move(part);
    }
    return best;
  }

  const S3Bucket& bucket_;
  const UploadFile& file_;
  const std::uint64_t part_bytes_;
  std::vector<S3Part> parts_;
  std::atomic<std::size_t> done_ = 0;
  std::mutex mutex_;  // of the two below, until the upload is begun
  std::optional<S3Upload> upload_;
  std::map<int, S3Part> known_;
};

struct Task {
  FileUpload* file;
  std::size_t part;
};

}  // namespace

void upload_files(const S3Bucket& into, const std::vector<UploadFile>& files, const UploadOptions& options,
                  UploadProgress& progress) {
  const S3Bucket bucket = options.stop.stop_possible() ? into.until(options.stop) : into;
  for (const UploadFile& file : files) progress.total += file.bytes;
  std::vector<std::unique_ptr<FileUpload>> uploads;
  std::vector<Task> tasks;
  for (const UploadFile& file : files) {
    if (is_there(bucket, file)) {
      progress.skipped += file.bytes;
      continue;
    }
    uploads.push_back(std::make_unique<FileUpload>(bucket, file, options.part_bytes));
    for (std::size_t part = 0; part < uploads.back()->part_count(); ++part)
      tasks.push_back({uploads.back().get(), part});
  }
  for_each_index(tasks.size(), options.threads, [&](std::size_t i) { tasks[i].file->send(tasks[i].part, progress); });
}

}  // namespace rox

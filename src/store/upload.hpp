// Files into a bucket: in parts, several at once, and never the same bytes twice.
//
// What is there already is left alone: an object of the same key and size that carries the same hash (rox-xxh3 in its
// metadata), and parts of an upload that was cut off (a killed rox) whose checksums are those of the file's. Each part
// is checked by the store against its SHA-256. Memory is part_bytes for each of the threads, however big the files are.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "cloud/s3.hpp"

namespace rox {

struct UploadFile {
  std::filesystem::path path;
  std::string key;
  std::uint64_t bytes = 0;
  std::string xxh3;  // hash_file() of it
};

struct UploadOptions {
  /// Smaller files go in one piece. S3 takes parts from 5 MB on and 10,000 of them: of larger files the parts grow.
  std::uint64_t part_bytes = std::uint64_t{16} << 20;
  unsigned threads = 4;
  /// Ends the upload within a second or two, from another thread; what the store has of it stays for the next try.
  std::stop_token stop{};
};

/// Grows while an upload goes on; from any thread.
struct UploadProgress {
  std::atomic<std::uint64_t> sent = 0;     // bytes that were sent
  std::atomic<std::uint64_t> skipped = 0;  // bytes that were there
  std::atomic<std::uint64_t> total = 0;    // bytes of all files
};

/// Uploads them. A failure ends it when the parts on their way are through; what was sent stays for the next try.
/// Throws what S3Bucket throws (interrupted_error() if it was stopped), and data_error for a file that isn't of its
/// size.
void upload_files(const S3Bucket& bucket, const std::vector<UploadFile>& files, const UploadOptions& options,
                  UploadProgress& progress);

}  // namespace rox

#include "inbox/download.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <utility>

#include "base/file.hpp"
#include "base/parallel.hpp"
#include "base/terminal.hpp"
#include "cloud/retry.hpp"

namespace rox {
namespace {

constexpr int kTries = 5;
constexpr std::chrono::milliseconds kFirstWait{200};

/// What went wrong on this machine, told apart from what did on the other.
struct LocalFailure {
  Error error;
};

std::uint64_t size_of(const std::filesystem::path& file) {
  const auto identity = file_identity(file);
  return identity ? identity->bytes : 0;
}

}  // namespace

Downloader::Downloader(FarSide& side, const RemoteSource& source, const Mirror& mirror,
                       std::function<void(std::uint64_t, std::uint64_t)> progress, std::stop_token stop)
    : side_(side),
      source_(source),
      mirror_(mirror),
      progress_(std::move(progress)),
      stop_(std::move(stop)),
      limit_(source.bandwidth) {}

void Downloader::run(std::vector<Download>& downloads, const std::function<void(Download&)>& each) {
  for (const Download& download : downloads) total_ += download.file.bytes;
  for_each_index(downloads.size(), source_.connections, [&](std::size_t i) {
    Download& download = downloads[i];
    {
      const std::lock_guard lock(mutex_);
      if (lost_) download.error = lost_;
    }
    if (!download.error) fetch(download);
    const std::lock_guard lock(mutex_);
    if (download.error && download.error->can_retry()) lost_ = download.error;
    each(download);
  });
}

void Downloader::fetch(Download& download) {
  const std::filesystem::path partial = mirror_.partial(source_.url, download.file);
  try {
    fetch_bytes(download.file, partial);
    download.sums = sums_of(partial, download.algorithm);
    if (!download.sum.empty() && download.sum != download.sums.asked) {
      remove_file(partial);
      throw data_error(fmt::format("its {} isn't the one that its companion says", download.algorithm));
    }
    mirror_.keep(partial, download.sums.sha256);
  } catch (LocalFailure& failure) {
    throw std::move(failure.error);
  } catch (const Error& error) {
    if (stop_.stop_requested()) throw;
    download.error = error;
  }
}

void Downloader::fetch_bytes(const FarFile& file, const std::filesystem::path& partial) {
  const RetryPolicy policy{.tries = kTries, .first = kFirstWait, .sleep = {}};
  if (!file.sized) remove_file(partial);  // nothing says whether the rest would fit
  const UniqueFd fd = open_file(partial, O_WRONLY | O_CREAT);
  std::uint64_t have = size_of(partial);
  if (have > file.bytes) have = 0;
  done_ += have;
  for (int tried = 1;; ++tried) {
    if (::ftruncate(fd.get(), static_cast<off_t>(have)) != 0 ||
        ::lseek(fd.get(), static_cast<off_t>(have), SEEK_SET) < 0) {
      throw LocalFailure{system_error("can't write " + partial.string(), errno)};
    }
    const std::uint64_t before = have;
    try {
      if (have < file.bytes || !file.sized) {
        side_.read(file, have, [&](std::string_view piece) {
          if (have + piece.size() > (file.sized ? file.bytes : source_.max_file)) {
            throw data_error(file.sized ? "it became longer while it was fetched"
                                        : "it is longer than [source] max_file allows");
          }
          try {
            write_all(fd.get(), piece, partial);
          } catch (const Error& error) {
            throw LocalFailure{error};
          }
          have += piece.size();
          received_ += piece.size();
          done_ += piece.size();
          tell();
          limit_.take(piece.size(), stop_);
        });
      }
      if (have == file.bytes || !file.sized) return;
      throw outside_error(fmt::format("only {} of {} bytes came", have, file.bytes)).retryable();
    } catch (const Error& error) {
      if (have > before) tried = 1;  // it goes on, however often it is cut off
      if (!error.can_retry() || tried >= kTries) throw;
    }
    policy.wait(tried, std::nullopt, stop_);
    if (!file.sized) have = 0;
  }
}

void Downloader::tell() {
  if (!progress_) return;
  const std::lock_guard lock(mutex_);
  progress_(done_, total_);
}

}  // namespace rox

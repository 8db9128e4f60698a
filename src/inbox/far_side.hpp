// Where a source's files lie, whichever way they are reached. All but this interface is in the .cpp of a protocol.
//
// What holds: names are as the server says them, any bytes (inbox/arrival_name.hpp judges them); a failure that may
// pass is a retryable outside error; what is asked for ends soon after `stop` is requested; no secret is in an error.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "project/remote_source.hpp"

namespace rox {

struct FarFile {
  std::string name;  // below the source's folder
  std::uint64_t bytes = 0;
  std::string version;  // its time or its tag, as the server says it
  bool plain = true;    // else a link, a device, or what the server doesn't name
  bool sized = true;    // else `bytes` isn't known
  bool operator==(const FarFile&) const = default;
};

/// The files of a listing. Throws as soon as there are more than the source allows.
class FarListing {
 public:
  explicit FarListing(std::uint64_t most) : most_(most) {}
  void add(FarFile file);
  std::vector<FarFile> take() { return std::move(files_); }

 private:
  std::uint64_t most_;
  std::vector<FarFile> files_;
};

class FarSide {
 public:
  using Receive = std::function<void(std::string_view)>;

  FarSide() = default;
  virtual ~FarSide() = default;
  FarSide(const FarSide&) = delete;
  FarSide& operator=(const FarSide&) = delete;

  virtual std::vector<FarFile> list() = 0;
  /// Its bytes from `from` on, piece by piece. From several threads.
  virtual void read(const FarFile& file, std::uint64_t from, const Receive& receive) = 0;
  /// Within the source's folder, whose subfolder `folder` is made where it isn't there. A file of that name is never
  /// replaced: then this fails.
  virtual void move(const std::string& name, const std::string& folder, const std::string& new_name) = 0;
  virtual void remove(const std::string& name) = 0;
};

struct FarOptions {
  bool recursive = false;  // subfolders too
  /// Whether anything is to be known of a file. Others may be missing in listings.
  std::function<bool(std::string_view name)> wanted{};
  std::stop_token stop{};
};

/// How deep folders are read.
inline constexpr int kDeepest = 16;

/// Nothing moved for so long: the connection is given up.
inline constexpr std::chrono::seconds kStall{60};

}  // namespace rox

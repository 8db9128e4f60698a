#include "inbox/bucket_side.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "cloud/s3.hpp"

namespace rox {
namespace {

SessionOptions session_options(const RemoteSource& source) {
  SessionOptions options;
  options.region = source.region;
  options.profile = source.profile;
  options.s3_endpoint = source.endpoint;
  return options;
}

class BucketSide final : public FarSide {
 public:
  BucketSide(const RemoteSource& source, const FarOptions& options)
      : source_(source),
        recursive_(options.recursive),
        session_(session_options(source)),
        bucket_(session_, source.host, options.stop) {}

  std::vector<FarFile> list() override {
    FarListing listing(source_.max_files);
    for (const S3Object& object : bucket_.list(source_.folder)) {
      const std::string name = object.key.substr(source_.folder.size());
      const bool is_folder = name.empty() || name.ends_with('/');
      if (is_folder || (!recursive_ && name.find('/') != std::string::npos)) continue;
      listing.add({name, object.bytes, object.etag});
    }
    return listing.take();
  }

  void read(const FarFile& file, std::uint64_t from, const Receive& receive) override {
    if (file.bytes == from) return;
    bucket_.get(source_.folder + file.name, receive, std::pair{from, file.bytes - from});
  }

  void move(const std::string& name, const std::string& folder, const std::string& new_name) override {
    const std::string target = source_.folder + folder + "/" + new_name;
    if (bucket_.head(target)) {
      throw outside_error(fmt::format("{} is there already", printable(new_name))).at(bucket_.url(target));
    }
    bucket_.copy(source_.folder + name, target);
    bucket_.remove({source_.folder + name});
  }

  void remove(const std::string& name) override { bucket_.remove({source_.folder + name}); }

 private:
  const RemoteSource& source_;
  const bool recursive_;
  AwsSession session_;
  const S3Bucket bucket_;
};

}  // namespace

std::unique_ptr<FarSide> bucket_side(const RemoteSource& source, const FarOptions& options) {
  return std::make_unique<BucketSide>(source, options);
}

}  // namespace rox

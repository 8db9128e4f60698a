#include "inbox/open_far_side.hpp"

#include "inbox/bucket_side.hpp"
#include "inbox/folder_side.hpp"
#include "inbox/ftp_side.hpp"
#include "inbox/sftp_side.hpp"
#include "inbox/web_side.hpp"

namespace rox {

std::unique_ptr<FarSide> open_far_side(const RemoteSource& source, const FarOptions& options) {
  if (source.scheme == "sftp") return sftp_side(source, options);
  if (source.scheme == "https") return web_side(source, options);
  if (source.scheme == "s3") return bucket_side(source, options);
  if (source.scheme == "file") return folder_side(source, options);
  return ftp_side(source, options);
}

}  // namespace rox

#include "inbox/far_side.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/error.hpp"

namespace rox {

void FarListing::add(FarFile file) {
  if (files_.size() >= most_) {
    throw outside_error(fmt::format("there are more than {} files", most_))
        .hint("narrow the pattern of [source] url, or raise [source] max_files");
  }
  files_.push_back(std::move(file));
}

}  // namespace rox

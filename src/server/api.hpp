// The dashboard's API: from a request to the JSON of a view. docs/openapi.json describes it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "dashboard/params.hpp"
#include "dashboard/view.hpp"
#include "project/project.hpp"
#include "server/message.hpp"

namespace rox {

/// Keeps the newest contents, up to a size. Thread-safe.
class ContentCache {
 public:
  explicit ContentCache(std::size_t bytes) : most_(bytes) {}

  /// Null if it isn't there.
  std::shared_ptr<const Content> find(const std::string& key) const;
  void add(const std::string& key, std::shared_ptr<const Content> content);

 private:
  std::size_t most_;
  mutable std::mutex mutex_;
  std::size_t bytes_ = 0;
  std::map<std::string, std::shared_ptr<const Content>> contents_;
  std::deque<std::string> order_;  // oldest first
};

/// Thread-safe.
class Api {
 public:
  Api(const Project& project, const Target& target, const ReadingLimits& limits);

  /// The answer to a request of a path below /api/. Errors are answers, too.
  WebResponse answer(const WebRequest& request);

  /// Gets ready what the first page will ask for, so that it doesn't wait. Never throws.
  void warm_up() noexcept;

 private:
  WebResponse respond(const WebRequest& request);
  WebResponse status(const Params& params);
  /// The newest published state. Throws what opening it throws.
  std::shared_ptr<const View> current_view();

  const Project& project_;
  const Target& target_;
  Snapshots snapshots_;
  ContentCache cache_;
  std::mutex view_mutex_;
  std::shared_ptr<const View> view_;
};

}  // namespace rox

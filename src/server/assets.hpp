// The web app, built into the program.
#pragma once

#include <memory>
#include <string_view>

#include "server/message.hpp"

namespace rox {

/// The file of that path ("/app.js"); "/" is the page itself. Null if there is none.
std::shared_ptr<const Content> find_asset(std::string_view path);

}  // namespace rox

// A message on its way: by mail, to a webhook, to a command.
#pragma once

#include "notify/message.hpp"
#include "project/project.hpp"

namespace rox {

/// Sends it once. Throws Error if it isn't taken; no secret is in what it says.
void send_message(const Project& project, const NotifyChannel& channel, const Message& message);

}  // namespace rox

// Tells whom it concerns: finds what is wrong, compares it with what was told, and sends what is new.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "notify/incidents.hpp"
#include "notify/outbox.hpp"
#include "project/project.hpp"

namespace rox {

/// What is new goes to the outboxes of those that it concerns, and what may be sent now is. Never throws: whatever goes
/// wrong is in the result, as warnings, and is tried again next time. `not_begun`: what kept a run from beginning, if
/// that has just happened; it goes on until one has begun.
std::vector<std::string> notify(const Project& project, const Target& target, std::chrono::system_clock::time_point now,
                                const Error* not_begun = nullptr) noexcept;

/// Whether messages wait until later.
bool is_quiet(const NotifyConfig& config, std::chrono::system_clock::time_point now);

std::filesystem::path incidents_file(const Project& project, const Target& target);
std::filesystem::path outbox_file(const Project& project, const std::string& channel);

}  // namespace rox

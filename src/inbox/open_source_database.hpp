// The database of a source, by its address.
#pragma once

#include <memory>
#include <stop_token>

#include "inbox/source_database.hpp"

namespace rox {

/// Connects. Throws what fails of that.
std::unique_ptr<SourceDatabase> open_source_database(const RemoteSource& source, const std::stop_token& stop);

}  // namespace rox

// Fetches what is new where a project's exports lie, into the mirror that the rest of rox reads (inbox/mirror.hpp).
//
// What holds, also when it is killed at any moment: a file is among the exports whole or not at all, and only once it
// is complete by the source's rule; what was fetched isn't fetched again; a listing that fails changes nothing; nothing
// on the far side is changed (inbox/settle.hpp does that, after publishing).
#pragma once

#include "inbox/far_side.hpp"
#include "inbox/fetch_report.hpp"
#include "project/project.hpp"

namespace rox {

/// Throws what kept it from listing, and a retryable error if the network went away before all was fetched: the next
/// fetch goes on where this one was. For a project whose [source] has a url.
FetchReport fetch_arrivals(const Project& project, const FetchOptions& options);

/// The same of a far side that is there already.
FetchReport fetch_from(FarSide& side, const Project& project, const FetchOptions& options);

}  // namespace rox

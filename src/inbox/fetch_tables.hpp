// The tables of a database as exports: each one a CSV in the mirror.
#pragma once

#include <string>
#include <vector>

#include "inbox/fetch_report.hpp"
#include "model/model.hpp"
#include "project/project.hpp"

namespace rox {

/// As fetch_arrivals(), which holds the lock.
FetchReport fetch_tables(const Project& project, const FetchOptions& options);

/// Gives the model's tables the keys and relations that the database declares. What isn't fetched is left out.
void declare_keys(const Project& project, Model& model);

}  // namespace rox

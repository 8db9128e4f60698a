// The last step of making a warehouse: whoever runs rox may make schemas in it.
#pragma once

#include "cloud/resources.hpp"

namespace rox {

/// Redshift makes a database user for the caller's identity by itself, but one that may do nothing. Gives that user the
/// right to make schemas in the database, in the administrator's name: the Data API takes the administrator's secret
/// from Secrets Manager by itself, rox never sees it.
void let_in(AwsSession& session, const AwsResources& resources);

}  // namespace rox

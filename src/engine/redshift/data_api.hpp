// Redshift by its Data API, for redshift.hpp's implementation only.
#pragma once

#include <memory>

#include "engine/redshift/redshift.hpp"

namespace rox {

std::unique_ptr<Redshift> open_data_api(std::shared_ptr<AwsSession> session, const AwsResources& place,
                                        const RedshiftOptions& options);

}  // namespace rox

#include "engine/redshift/redshift.hpp"

namespace rox {

std::string redshift_accounts(const AwsResources& place) { return place.schema + "_rox"; }

}  // namespace rox

// What a call throws.
#pragma once

#include <functional>
#include <string>

namespace rox::test {

/// The report of the data_error that `act` throws; "no error" if it throws none.
std::string data_error_of(const std::function<void()>& act);

}  // namespace rox::test

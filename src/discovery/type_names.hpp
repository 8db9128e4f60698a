// What the name of a column says about its type, in English and Portuguese.
#pragma once

#include <string_view>

namespace rox {

/// Whether a column of that name identifies something: OrderID, customer_key, codigo.
bool is_id_name(std::string_view name);
/// … says where in a chart of accounts something belongs: conta, account, rubrica.
bool is_account_name(std::string_view name);
/// … is meant to be true or false: OnlineOrderFlag, IsActive, has_children.
bool is_flag_name(std::string_view name);
/// … counts in two steps: 1.9 comes before 1.10.
bool is_version_name(std::string_view name);

}  // namespace rox

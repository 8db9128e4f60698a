// What looks like a credential where none belongs: in a project's file, in a variable that names a server. It is found
// so that nobody shows it or keeps it.
#pragma once

#include <optional>
#include <string_view>

namespace rox {

/// What of a credential's a value has, as "a URL with a user in it"; none if it looks harmless.
std::optional<std::string_view> credential_in(std::string_view value);

/// Whether what is called so is secret: password, aws_secret_access_key, auth-token.
bool names_secret(std::string_view name);

}  // namespace rox

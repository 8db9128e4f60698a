// How likely bytes are a text, if they are in a certain encoding: by how frequent the letters and characters are that
// they make in the languages which are written in it, and whether these stand where letters stand.
#pragma once

#include <string_view>

namespace rox {

/// The logarithm of the likelihood, for the most likely language, of all characters beyond ASCII. `utf8`: the bytes as
/// that charset reads them. Figures of the same bytes in different charsets can be compared.
double text_likelihood(std::string_view utf8, std::string_view charset);

}  // namespace rox

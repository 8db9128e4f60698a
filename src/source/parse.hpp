// What comes of reading a field's text as a value.
#pragma once

namespace rox {

/// out_of_range: a well-formed value of the kind, which the target can't hold exactly.
enum class Parse { ok, unparsable, out_of_range };

}  // namespace rox

#include "cloud/digest.hpp"

#include <gtest/gtest.h>

#include "base/encode.hpp"

namespace rox {
namespace {

TEST(Digest, IsAsPublished) {
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-2
  EXPECT_EQ(to_hex(md5("abc")), "900150983cd24fb0d6963f7d28e17f72");                                     // RFC 1321
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),                                 // RFC 4231
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

}  // namespace
}  // namespace rox

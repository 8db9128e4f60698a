#include "cloud/mail.hpp"

#include <gmock/gmock.h>

#include "base/text.hpp"

namespace rox {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(MailText, HasOnlyTheHeadersThatItIsMeantToHave) {
  const std::string text =
      mail_text({"rox@example.com", {"a@example.com", "b@example.com"}, "x\r\nBcc: c@example.com", "olá\n"}, {}, "id");
  EXPECT_THAT(text, HasSubstr("Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"));
  EXPECT_THAT(text, HasSubstr("To: a@example.com,\r\n b@example.com\r\n"));
  EXPECT_THAT(text, HasSubstr("Message-ID: <id@example.com>\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\n\r\nb2zDoQo=\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("Bcc")));
}

TEST(MailText, CutsNoCharacterAndNoLineIsTooLong) {
  std::string subject;
  for (int i = 0; i < 100; ++i) subject += "çã";
  const std::string text = mail_text({"r@e", {"a@e"}, subject, std::string(5000, 'x')}, {}, "id");
  for (const std::string& line : split(text, '\n')) EXPECT_LE(line.size(), 78U) << line;
}

}  // namespace
}  // namespace rox

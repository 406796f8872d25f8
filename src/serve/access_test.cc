#include "serve/access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serve/limits.h"
#include "serve/log.h"
#include "serve/response.h"

namespace ringfence::serve {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kToken = "0123456789abcdef";

unsigned StatusOf(const RequestHead& head, const Gate& gate = {}) {
  const auto question = Admit(head, gate);
  return question ? 200 : question.error().status;
}

RequestHead Good(std::string_view target = "/api/state") {
  RequestHead head;
  head.method = "GET";
  head.target = target;
  head.hosts = {"127.0.0.1:8642"};
  return head;
}

TEST(Access, NamesOfThisComputer) {
  for (const std::string_view host :
       {"localhost", "LocalHost:1", "127.0.0.1", "127.0.0.1:8642", "[::1]", "[::1]:65535"})
    EXPECT_TRUE(IsLoopbackHost(host)) << host;
  for (const std::string_view host :
       {"", "localhost.", "localhost.evil.example", "evil.example", "127.0.0.1.evil.example",
        "127.0.0.1:", "127.0.0.1:1x", "127.0.0.1:123456", "[::1", "127.0.0.2", "localhost:80@evil"})
    EXPECT_FALSE(IsLoopbackHost(host)) << host;
}

TEST(Access, OnlyReadingFromThisComputer) {
  EXPECT_EQ(StatusOf(Good()), 200U);
  RequestHead head = Good();
  head.method = "HEAD";
  EXPECT_EQ(StatusOf(head), 200U);
  for (const std::string_view method :
       {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "BREW"}) {
    head.method = method;
    EXPECT_EQ(StatusOf(head), 405U) << method;
  }
  head = Good();
  head.has_body = true;
  EXPECT_EQ(StatusOf(head), 413U);
  head = Good();
  head.hosts = {};
  EXPECT_EQ(StatusOf(head), 400U);
  head.hosts = {"localhost", "localhost"};
  EXPECT_EQ(StatusOf(head), 400U);
  head.hosts = {"rebound.example:8642"};
  EXPECT_EQ(StatusOf(head), 421U);
  EXPECT_EQ(StatusOf(head, {false, std::string(kToken)}), 401U);
}

TEST(Access, OtherSitesAreRefused) {
  RequestHead head = Good();
  for (const std::string_view site : {"cross-site", "same-site", "nonsense"}) {
    head.fetch_site = site;
    EXPECT_EQ(StatusOf(head), 403U) << site;
  }
  head.target = "/";
  EXPECT_EQ(StatusOf(head), 200U) << "a link to the page, which holds nothing";
  for (const std::string_view site : {"same-origin", "none", ""}) {
    head = Good();
    head.fetch_site = site;
    EXPECT_EQ(StatusOf(head), 200U) << site;
  }
}

TEST(Access, TheTokenIsNeededForAllThatHoldsSomething) {
  const Gate gate{false, std::string(kToken)};
  RequestHead head = Good();
  EXPECT_EQ(StatusOf(head, gate), 401U);
  EXPECT_EQ(StatusOf(Good("/nothing/here"), gate), 401U) << "no path is told to who has no token";
  EXPECT_EQ(StatusOf(Good("/"), gate), 200U);
  EXPECT_EQ(StatusOf(Good("/api/openapi.json"), gate), 200U);
  for (const std::string_view wrong :
       {"", "Bearer", "Bearer ", "0123456789abcdef", "Bearer 0123456789abcdeg", "Bearer 0123456789abcde",
        "Bearer 0123456789abcdef0", "Basic 0123456789abcdef", "Bearer  0123456789abcdef"}) {
    head.authorizations = {wrong};
    EXPECT_EQ(StatusOf(head, gate), 401U) << wrong;
  }
  head.authorizations = {"bearer 0123456789abcdef"};
  EXPECT_EQ(StatusOf(head, gate), 200U);
  head.authorizations = {"Bearer 0123456789abcdef", "Bearer 0123456789abcdef"};
  EXPECT_EQ(StatusOf(head, gate), 401U);
}

TEST(Access, TokensAreLongEnough) {
  EXPECT_EQ(ReadToken(" 0123456789abcdef\n").value(), kToken);
  for (const std::string& bad :
       {std::string(), std::string("short"), std::string("0123456789 abcdef"),
        std::string("0123456789abcde\xC3\xA9"), std::string(kTokenBytesMax + 1, 'x')})
    EXPECT_FALSE(ReadToken(bad).has_value()) << bad;
}

TEST(Access, LogLinesStayOneLine) {
  EXPECT_EQ(Escaped("a b\r\n\"\\\x1b[31m\xff"), "a\\x20b\\x0d\\x0a\\x22\\x5c\\x1b[31m\\xff");
  EXPECT_EQ(Escaped(std::string(kLoggedTargetBytesMax + 1, 'x')),
            std::string(kLoggedTargetBytesMax, 'x') + "...");
}

TEST(Access, HeadsForbidWhatThePageDoesNotNeed) {
  const std::string head = WriteHead({.status = 401, .length_bytes = 7});
  EXPECT_THAT(head, HasSubstr("HTTP/1.1 401 Unauthorized\r\n"));
  EXPECT_THAT(head, HasSubstr("WWW-Authenticate: Bearer\r\n"));
  EXPECT_THAT(head, HasSubstr("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"));
  EXPECT_THAT(head, HasSubstr("Content-Length: 7\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("Access-Control")));
  EXPECT_THAT(WriteHead({.endless = true}), Not(HasSubstr("Content-Length")));
}

}  // namespace
}  // namespace ringfence::serve

// Only GET and HEAD, never with a body: a question changes nothing, so another site has nothing to forge, and
// what is never read cannot smuggle a second request.

#include "serve/access.h"

#include <fmt/format.h>

#include <algorithm>

#include "serve/limits.h"

namespace ringfence::serve {
namespace {

std::string AsciiLower(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte;
  });
  return lower;
}

bool IsPort(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::ranges::all_of(text, [](char byte) { return byte >= '0' && byte <= '9'; });
}

std::optional<Refusal> RefuseHead(const RequestHead& head, const Gate& gate) {
  if (head.method != "GET" && head.method != "HEAD") return Refusal{405, "only GET and HEAD"};
  if (head.has_body) return Refusal{413, "questions have no body"};
  if (head.hosts.size() != 1) return Refusal{400, "there must be one Host"};
  if (gate.loopback && !IsLoopbackHost(head.hosts.front()))
    return Refusal{421, "this server is not called by that name"};
  return std::nullopt;
}

}  // namespace

bool IsLoopbackHost(std::string_view host) {
  const std::string lower = AsciiLower(host);
  for (const std::string_view name : {"localhost", "127.0.0.1", "[::1]"}) {
    if (!lower.starts_with(name)) continue;
    const std::string_view rest = std::string_view(lower).substr(name.size());
    if (rest.empty() || (rest.front() == ':' && IsPort(rest.substr(1)))) return true;
  }
  return false;
}

bool TokenFits(std::string_view authorization, std::string_view token) {
  constexpr std::string_view kScheme = "bearer ";
  if (AsciiLower(authorization.substr(0, kScheme.size())) != kScheme) return false;
  const std::string_view given = authorization.substr(kScheme.size());
  if (given.size() != token.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const volatile unsigned char mine = static_cast<unsigned char>(token[i]);
    const volatile unsigned char other = static_cast<unsigned char>(given[i]);
    difference |= static_cast<unsigned>(mine ^ other);
  }
  return difference == 0;
}

base::Result<std::string> ReadToken(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = std::min(text.find_first_not_of(kBlanks), text.size());
  text.remove_prefix(begin);
  text = text.substr(0, text.find_last_not_of(kBlanks) + 1);
  if (text.size() < kTokenBytesMin || text.size() > kTokenBytesMax)
    return base::Fail(fmt::format("a token has {} to {} bytes", kTokenBytesMin, kTokenBytesMax));
  if (!std::ranges::all_of(text, [](char byte) { return byte > 0x20 && byte < 0x7f; }))
    return base::Fail("a token is visible ASCII without blanks");
  return std::string(text);
}

std::expected<Question, Refusal> Admit(const RequestHead& head, const Gate& gate) {
  if (auto refusal = RefuseHead(head, gate)) return std::unexpected(std::move(*refusal));
  auto question = ReadQuestion(head.target);
  // Who has no token learns of no path but the public ones.
  if (question && IsPublic(question->topic)) return question;
  if (!gate.token.empty() &&
      (head.authorizations.size() != 1 || !TokenFits(head.authorizations.front(), gate.token)))
    return std::unexpected(Refusal{401, "no token, or a wrong one"});
  if (!head.fetch_site.empty() && head.fetch_site != "same-origin" && head.fetch_site != "none")
    return std::unexpected(Refusal{403, "another site asks"});
  return question;
}

}  // namespace ringfence::serve

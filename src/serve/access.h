// Who may ask: decided from the head of a request before anything of it is computed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "serve/question.h"

namespace ringfence::serve {

/// What the decision rests on.
struct RequestHead {
  std::string_view method;
  std::string_view target;
  std::vector<std::string_view> hosts;           ///< every header Host
  std::vector<std::string_view> authorizations;  ///< every header Authorization
  std::string_view fetch_site;                   ///< Sec-Fetch-Site; empty when absent
  bool has_body = false;                         ///< Content-Length above 0, or any Transfer-Encoding
};

/// How the server is bound.
struct Gate {
  bool loopback = true;  ///< then the name by which it is called must be one of this computer
  std::string token;     ///< empty: none is asked for
};

/// True for "localhost", "127.0.0.1" and "[::1]", with or without a port. A page elsewhere can let its own
/// name lead to this computer (DNS rebinding); then the browser calls the server by that name.
bool IsLoopbackHost(std::string_view host);

/// True when the header is "Bearer <token>". Takes the same time for every wrong token of one length.
bool TokenFits(std::string_view authorization, std::string_view token);

/// Reads a token: visible ASCII, kTokenBytesMin to kTokenBytesMax bytes, blanks and line ends around it do
/// not count.
base::Result<std::string> ReadToken(std::string_view text);

/// The question, when it may be asked here.
std::expected<Question, Refusal> Admit(const RequestHead& head, const Gate& gate);

}  // namespace ringfence::serve

#include "serve/response.h"

#include <fmt/format.h>

namespace ringfence::serve {
namespace {

std::string_view ReasonOf(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    default:
      return "Service Unavailable";
  }
}

}  // namespace

std::string WriteHead(const ResponseHead& head) {
  std::string text = fmt::format("HTTP/1.1 {} {}\r\nContent-Type: {}\r\n", head.status, ReasonOf(head.status),
                                 head.content_type);
  if (!head.endless) text += fmt::format("Content-Length: {}\r\n", head.length_bytes);
  if (head.status == 401) text += "WWW-Authenticate: Bearer\r\n";
  if (head.status == 405) text += "Allow: GET, HEAD\r\n";
  if (head.status == 429 || head.status == 503) text += "Retry-After: 1\r\n";
  text += fmt::format("Content-Security-Policy: {}\r\n", head.policy);
  text +=
      "X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nReferrer-Policy: no-referrer\r\n"
      "Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Resource-Policy: same-origin\r\n"
      "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\nCache-Control: no-store\r\n";
  text += head.keep && !head.endless ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return text;
}

}  // namespace ringfence::serve

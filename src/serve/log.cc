#include "serve/log.h"

#include <fmt/format.h>

#include <cstdio>

#include "serve/limits.h"

namespace ringfence::serve {

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char byte : text.substr(0, kLoggedTargetBytesMax)) {
    const auto code = static_cast<unsigned char>(byte);
    if (code <= 0x20 || code >= 0x7f || byte == '"' || byte == '\\') {
      out += fmt::format("\\x{:02x}", code);
    } else {
      out += byte;
    }
  }
  if (text.size() > kLoggedTargetBytesMax) out += "...";
  return out;
}

void Log::Write(std::string_view line) {
  const auto now = std::chrono::steady_clock::now();
  if (now - second_ >= std::chrono::seconds(1)) {
    if (left_out_ > 0) fmt::print(stderr, "ringfence serve: {} more lines left out\n", left_out_);
    second_ = now;
    count_ = left_out_ = 0;
  }
  if (++count_ > kLogLinesPerSecondMax) {
    ++left_out_;
    return;
  }
  fmt::print(stderr, "ringfence serve: {}\n", line);
}

}  // namespace ringfence::serve

// Problem: a report shows lines around its evidence, and it is passed on. Idea: a line keeps its words up to
// the first one that announces a secret. A word counts when letters, digits and '_' do not continue it, so
// "monkey" is none; a word at the end of a line announces nothing.

#include "report/secrets.h"

#include <algorithm>

namespace ringfence::report {
namespace {

constexpr std::string_view kWords[] = {"password",
                                       "passwd",
                                       "secret",
                                       "secret-key",
                                       "key",
                                       "md5",
                                       "key-string",
                                       "pre-shared-key",
                                       "psk",
                                       "community",
                                       "cipher",
                                       "sha",
                                       "passphrase",
                                       "cak",
                                       "private-key",
                                       "privatekey",
                                       "presharedkey",
                                       "auth-key",
                                       "token",
                                       "keystring",
                                       "privacy",
                                       "authentication-key",
                                       "authentication-password",
                                       "hash",
                                       "hmac",
                                       "encrypted-password",
                                       "encrypted-secret",
                                       "shared-secret"};

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsWordByte(char c) {
  return (Lower(c) >= 'a' && Lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool IsSecretWord(std::string_view word) {
  return std::ranges::any_of(kWords, [&](std::string_view known) {
    return std::ranges::equal(word, known, [](char a, char b) { return Lower(a) == b; });
  });
}

}  // namespace

std::string MaskSecrets(std::string_view line) {
  for (std::size_t at = 0; at < line.size();) {
    if (!IsWordByte(line[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < line.size() && IsWordByte(line[end])) ++end;
    const std::size_t rest = line.find_first_not_of(" \t:={;", end);
    if (IsSecretWord(line.substr(at, end - at)) && rest != std::string_view::npos)
      return std::string(line.substr(0, rest)) + "****";
    at = end;
  }
  return std::string(line);
}

std::string ShownLine(std::string_view file, std::string_view line) {
  const bool yaml = file.ends_with(".yaml") || file.ends_with(".yml");
  const bool ours = yaml && !file.contains('/');  // a device's configuration can be YAML too
  return ours ? std::string(line) : MaskSecrets(line);
}

}  // namespace ringfence::report

#include "console.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "commands.h"

int Refuse(const std::string& message) {
  fmt::print(stderr, "ringfence: {}\n", message);
  return kExitInput;
}

std::string TitleOf(const std::string& snapshot) {
  std::error_code error;
  const auto path = std::filesystem::weakly_canonical(snapshot, error);
  return error || path.filename().empty() ? "snapshot" : path.filename().string();
}

ringfence::base::Result<std::size_t> WriteFile(const std::string& path, const std::string& text, bool force) {
  std::FILE* file = std::fopen(path.c_str(), force ? "wb" : "wbx");
  const bool written = file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool closed = file != nullptr && std::fclose(file) == 0;
  if (written && closed) return text.size();
  return ringfence::base::Fail(fmt::format("cannot write '{}': {}", path, std::strerror(errno)));
}

#include "console.h"

#include <fmt/format.h>

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

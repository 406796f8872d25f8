#include "house/tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace ringfence::house {
namespace {

namespace fs = std::filesystem;

/// Files that are not text for people.
bool IsText(const fs::path& path) {
  static constexpr std::string_view kBinary[] = {".png",   ".gz", ".xz", ".zst", ".pdf",
                                                 ".woff2", ".o",  ".a",  ".pyc"};
  return std::ranges::find(kBinary, path.extension().string()) == std::end(kBinary);
}

bool IsSkippedFolder(const fs::path& path) {
  const std::string name = path.filename().string();
  return name == "build" || name == "__pycache__" || name == "node_modules" ||
         (name.starts_with(".") && name != ".ci");
}

}  // namespace

Tree ReadProject(const std::string& root) {
  Tree tree;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator(); ++it) {
    if (it->is_directory()) {
      if (IsSkippedFolder(it->path())) it.disable_recursion_pending();
      continue;
    }
    if (!it->is_regular_file() || !IsText(it->path())) continue;
    std::ifstream stream(it->path(), std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    tree.emplace(fs::relative(it->path(), root).generic_string(), std::move(text).str());
  }
  return tree;
}

std::vector<std::string_view> LinesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return lines;
}

bool IsBelow(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && path.substr(folder.size()).starts_with('/');
}

bool IsCode(std::string_view path) { return path.ends_with(".h") || path.ends_with(".cc"); }

bool IsTest(std::string_view path) { return path.ends_with("_test.cc") || path.ends_with("_testing.h"); }

std::vector<std::string> PartsOf(std::string_view path) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = path.find('/');
    parts.emplace_back(path.substr(0, end));
    if (end == std::string_view::npos) return parts;
    path.remove_prefix(end + 1);
  }
}

std::vector<std::string> ModulesOf(const Tree& tree) {
  std::vector<std::string> modules;
  const auto file = tree.find("CMakeLists.txt");
  if (file == tree.end()) return modules;
  constexpr std::string_view kStart = "rf_module(";
  for (const std::string_view line : LinesOf(file->second)) {
    if (!line.starts_with(kStart)) continue;
    const std::string_view rest = line.substr(kStart.size());
    modules.emplace_back(rest.substr(0, rest.find_first_of(" )")));
  }
  return modules;
}

std::string Finding(std::string_view path, std::size_t line, std::string_view text) {
  return std::string(path) + ":" + std::to_string(line) + ": " + std::string(text);
}

std::string Joined(const Findings& findings) {
  std::string text = std::to_string(findings.size()) + " finding(s)\n";
  for (const std::string& finding : findings) text += "  " + finding + "\n";
  return text;
}

}  // namespace ringfence::house

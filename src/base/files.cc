#include "base/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>

namespace ringfence::base {
namespace {

/// Least room added while a file turns out longer than it said, in bytes.
constexpr std::size_t kReadStepBytes = 4096;

}  // namespace

std::string JoinPath(std::string_view folder, std::string_view name) {
  while (folder.size() > 1 && folder.ends_with('/')) folder.remove_suffix(1);
  if (folder.empty()) return std::string(name);
  return fmt::format("{}{}{}", folder, folder == "/" ? "" : "/", name);
}

Result<std::string> RealFiles::Read(const std::string& path) const {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (error) return Fail(fmt::format("{}: {}", path, error.message()));
  if (!std::filesystem::is_regular_file(status)) return Fail(fmt::format("{}: not a regular file", path));
  const auto size = std::filesystem::file_size(path, error);
  if (error) return Fail(fmt::format("{}: {}", path, error.message()));
  if (size > kReadBytesMax)
    return Fail(fmt::format("{}: {} bytes; the limit is {}", path, size, kReadBytesMax));
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return Fail(fmt::format("{}: cannot be opened", path));
  // The size is a hint only: some regular files say 0 and have content, others grow.
  std::string content(static_cast<std::size_t>(size) + 1, '\0');
  std::size_t filled = 0;
  while (stream.read(content.data() + filled, static_cast<std::streamsize>(content.size() - filled))) {
    filled = content.size();
    if (filled > kReadBytesMax)
      return Fail(fmt::format("{}: grows; the limit is {} bytes", path, kReadBytesMax));
    content.resize(std::min(filled * 2 + kReadStepBytes, kReadBytesMax + 1));
  }
  if (stream.bad()) return Fail(fmt::format("{}: cannot be read", path));
  content.resize(filled + static_cast<std::size_t>(stream.gcount()));
  return content;
}

Result<std::vector<FolderEntry>> RealFiles::List(const std::string& path) const {
  std::error_code error;
  std::vector<FolderEntry> entries;
  std::filesystem::directory_iterator it(path, error);
  if (error) return Fail(fmt::format("{}: {}", path, error.message()));
  for (; it != std::filesystem::directory_iterator(); it.increment(error)) {
    if (error) return Fail(fmt::format("{}: {}", path, error.message()));
    if (entries.size() >= kFolderEntriesMax)
      return Fail(fmt::format("{}: more than {} entries", path, kFolderEntriesMax));
    std::error_code ignored;
    entries.push_back({it->path().filename().string(), it->is_directory(ignored)});
  }
  std::ranges::sort(entries);
  return entries;
}

bool RealFiles::Exists(const std::string& path) const {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

Result<std::string> MemoryFiles::Read(const std::string& path) const {
  const auto found = files_.find(path);
  if (found == files_.end()) return Fail(fmt::format("{}: No such file or directory", path));
  return found->second;
}

Result<std::vector<FolderEntry>> MemoryFiles::List(const std::string& path) const {
  const std::string prefix = path.ends_with('/') ? path : path + "/";
  std::set<FolderEntry> entries;
  for (auto it = files_.lower_bound(prefix); it != files_.end() && it->first.starts_with(prefix); ++it) {
    const std::string rest = it->first.substr(prefix.size());
    const std::size_t slash = rest.find('/');
    entries.insert({rest.substr(0, slash), slash != std::string::npos});
  }
  if (entries.empty()) return Fail(fmt::format("{}: No such file or directory", path));
  return std::vector<FolderEntry>(entries.begin(), entries.end());
}

bool MemoryFiles::Exists(const std::string& path) const {
  if (files_.contains(path)) return true;
  const auto after = files_.lower_bound(path + "/");
  return after != files_.end() && after->first.starts_with(path + "/");
}

OverlayFiles::OverlayFiles(const FileSystem& below, std::string base_root, const FileSystem& over,
                           std::string over_root)
    : below_(below), base_root_(std::move(base_root)), over_(over), over_root_(std::move(over_root)) {}

std::string OverlayFiles::Above(const std::string& path) const {
  if (path == base_root_) return over_root_;
  const std::string prefix = base_root_.ends_with('/') ? base_root_ : base_root_ + "/";
  return path.starts_with(prefix) ? JoinPath(over_root_, path.substr(prefix.size())) : "";
}

Result<std::string> OverlayFiles::Read(const std::string& path) const {
  const std::string above = Above(path);
  return !above.empty() && over_.Exists(above) ? over_.Read(above) : below_.Read(path);
}

Result<std::vector<FolderEntry>> OverlayFiles::List(const std::string& path) const {
  const std::string above = Above(path);
  if (above.empty() || !over_.Exists(above)) return below_.List(path);
  auto upper = over_.List(above);
  if (!upper || !below_.Exists(path)) return upper;
  auto lower = below_.List(path);
  if (!lower) return lower;
  std::map<std::string, bool> is_folder;
  for (const FolderEntry& entry : *lower) is_folder[entry.name] = entry.is_folder;
  for (const FolderEntry& entry : *upper) is_folder[entry.name] = entry.is_folder;
  std::vector<FolderEntry> both;
  for (const auto& [name, folder] : is_folder) both.push_back({name, folder});
  return both;
}

bool OverlayFiles::Exists(const std::string& path) const {
  const std::string above = Above(path);
  return (!above.empty() && over_.Exists(above)) || below_.Exists(path);
}

}  // namespace ringfence::base

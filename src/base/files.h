// The seam to the file system: one interface, the real one, one in memory for tests, one laid over another.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ringfence::base {

/// Largest file that is read, in bytes (origin: room for one 100 MB line to be refused with a clear message).
inline constexpr std::size_t kReadBytesMax = 256U << 20U;
/// Most entries of one folder.
inline constexpr std::size_t kFolderEntriesMax = 1'000'000;

/// One entry of a folder.
struct FolderEntry {
  std::string name;
  bool is_folder = false;
  friend auto operator<=>(const FolderEntry&, const FolderEntry&) = default;
};

/// Read-only access to files. Paths use '/'.
class FileSystem {
 public:
  virtual ~FileSystem() = default;
  /// Whole content of a regular file.
  virtual Result<std::string> Read(const std::string& path) const = 0;
  /// Entries of a folder, sorted by name, "." and ".." left out.
  virtual Result<std::vector<FolderEntry>> List(const std::string& path) const = 0;
  virtual bool Exists(const std::string& path) const = 0;
};

/// The computer's files. Follows symbolic links; refuses what is not a regular file.
class RealFiles final : public FileSystem {
 public:
  Result<std::string> Read(const std::string& path) const override;
  Result<std::vector<FolderEntry>> List(const std::string& path) const override;
  bool Exists(const std::string& path) const override;
};

/// Files in memory: path -> content. Folders follow from the paths.
class MemoryFiles final : public FileSystem {
 public:
  void Add(std::string path, std::string content) {  // replaces what was there
    files_.insert_or_assign(std::move(path), std::move(content));
  }
  Result<std::string> Read(const std::string& path) const override;
  Result<std::vector<FolderEntry>> List(const std::string& path) const override;
  bool Exists(const std::string& path) const override;

 private:
  std::map<std::string, std::string, std::less<>> files_;
};

/// Shows the files below `over_root` in the place of, and beside, those below `base_root`. Both file systems
/// must outlive it. Paths start with `base_root`.
class OverlayFiles final : public FileSystem {
 public:
  OverlayFiles(const FileSystem& below, std::string base_root, const FileSystem& over, std::string over_root);
  Result<std::string> Read(const std::string& path) const override;
  Result<std::vector<FolderEntry>> List(const std::string& path) const override;
  bool Exists(const std::string& path) const override;

 private:
  /// The path of the same file on the upper side; empty when outside the root.
  std::string Above(const std::string& path) const;

  const FileSystem& below_;
  std::string base_root_;
  const FileSystem& over_;
  std::string over_root_;
};

/// `folder` and `name` with exactly one '/' between them.
std::string JoinPath(std::string_view folder, std::string_view name);

}  // namespace ringfence::base

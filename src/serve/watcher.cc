// inotify watches single folders, so every folder gets a watch, again after every change: adding one twice
// does nothing, and a folder made between two looks is found by the second. What an event says is not read,
// only that there was one; so a queue that overflowed is no special case.
//
// An editor writes a file in several steps. The snapshot is read after a short rest, and at the latest some
// time after the first change; what is read half-written is read again after the next change.

#include "serve/watcher.h"

#include <fmt/format.h>
#include <sys/inotify.h>

#include <array>
#include <filesystem>
#include <memory>

namespace ringfence::serve {
namespace {

constexpr std::uint32_t kMask = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                                IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
constexpr std::size_t kEventBytes = 16384;
/// Between looks for a folder that is gone.
constexpr std::chrono::milliseconds kLostPause{1000};

}  // namespace

Watcher::Watcher(boost::asio::io_context& io, std::string root, const Limits& limits,
                 std::function<void()> changed)
    : events_(io), rest_(io), root_(std::move(root)), limits_(limits), changed_(std::move(changed)) {}

base::Result<bool> Watcher::WatchFolders() {
  namespace fs = std::filesystem;
  std::error_code error;
  std::size_t count = 0;
  const auto add = [&](const std::string& folder) {
    ++count;
    return inotify_add_watch(events_.native_handle(), folder.c_str(), kMask) >= 0 || errno == ENOENT ||
           errno == ENOTDIR;
  };
  if (inotify_add_watch(events_.native_handle(), root_.c_str(), kMask) < 0)
    return base::Fail(fmt::format("cannot watch '{}'", root_));
  for (fs::recursive_directory_iterator entry(root_, fs::directory_options::skip_permission_denied, error),
       end;
       !error && entry != end; entry.increment(error)) {
    std::error_code unknown;
    if (!entry->is_directory(unknown) || entry->is_symlink(unknown)) continue;
    if (count == kFoldersWatchedMax || !add(entry->path().string()))
      return base::Fail(fmt::format("cannot watch all folders of '{}'", root_));
  }
  return true;  // a folder that vanished meanwhile is an event of its own
}

base::Result<bool> Watcher::Start() {
  const int descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (descriptor < 0) return base::Fail("the system does not offer to watch folders (inotify)");
  boost::system::error_code error;
  events_.assign(descriptor, error);
  auto watched = WatchFolders();
  if (watched) Wait();
  return watched;
}

void Watcher::Stop() {
  boost::system::error_code error;
  events_.close(error);
  rest_.cancel();
}

void Watcher::Wait() {
  const auto bytes = std::make_shared<std::array<char, kEventBytes>>();
  events_.async_read_some(boost::asio::buffer(*bytes),
                          [this, bytes](const boost::system::error_code& error, std::size_t) {
                            if (error) return;
                            Note();
                            Wait();
                          });
}

void Watcher::Note() {
  const auto now = std::chrono::steady_clock::now();
  if (!std::exchange(moving_, true)) since_ = now;
  const auto latest = since_ + limits_.unquiet;
  Rest(std::min(now + std::chrono::steady_clock::duration(limits_.quiet), latest));
}

void Watcher::Rest(std::chrono::steady_clock::time_point until) {
  rest_.expires_at(until);
  rest_.async_wait([this](const boost::system::error_code& error) {
    if (error || !events_.is_open()) return;
    moving_ = false;
    // Folders first: what changes in a new one after this is heard.
    const bool watched = WatchFolders().has_value();
    if (watched || !lost_) changed_();
    lost_ = !watched;
    if (lost_) Rest(std::chrono::steady_clock::now() + kLostPause);
  });
}

}  // namespace ringfence::serve
